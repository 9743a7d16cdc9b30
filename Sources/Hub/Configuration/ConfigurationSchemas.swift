internal import AlertSchemas
internal import JSONDocument
internal import JSONSchema

/// The schemas of our configuration files, compiled once.
enum ConfigurationSchemas {
    /// What is wrong with a document by the embedded schema at `path`. The schemas are the program's own, so that one
    /// that does not compile is a mistake of ours; a test compiles them all.
    static func findings(_ tape: JSONTape, schema path: String, max: Int) -> [Finding] {
        guard let schema = compiled[path] else { preconditionFailure("no schema at \(path)") }
        var validator = SchemaValidator()
        return validator.findings(tape, against: schema, max: max)
    }

    private static let compiled: [String: CompiledSchema] = {
        var schemas: [String: CompiledSchema] = [:]
        for file in AlertSchemas.configurations {
            var registry = SchemaRegistry()
            guard let uri = try? registry.add(file.bytes, name: file.path),
                let schema = try? registry.compile(uri, options: .annotatingFormats)
            else { continue }
            schemas[file.path] = schema
        }
        return schemas
    }()
}
