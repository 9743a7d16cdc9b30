import JSONDocument
import JSONSchema

/// Compiles and judges texts: what most tests need.
enum Judging {
    static func schema(_ text: String, options: SchemaOptions = SchemaOptions()) throws -> CompiledSchema {
        try CompiledSchema(Array(text.utf8), name: "test.json", options: options)
    }

    static func isValid(_ document: String, _ schema: CompiledSchema) throws -> Bool {
        let parsed = try parse(document)
        var validator = SchemaValidator()
        return validator.isValid(parsed.tape, against: schema)
    }

    static func findings(_ document: String, _ schema: CompiledSchema, max: Int = 100) throws -> [Finding] {
        let parsed = try parse(document)
        var validator = SchemaValidator()
        return validator.findings(parsed.tape, against: schema, max: max)
    }

    /// The refusal of a schema, nil where it is accepted.
    static func refusal(_ text: String, options: SchemaOptions = SchemaOptions()) -> SchemaCompileError? {
        do throws(SchemaCompileError) {
            _ = try CompiledSchema(Array(text.utf8), name: "test.json", options: options)
            return nil
        } catch {
            return error
        }
    }

    private static func parse(_ text: String) throws -> JSONDocument {
        try JSONDocument(parsing: Array(text.utf8), limits: JSONLimits(bytesMax: 1 << 22))
    }
}
