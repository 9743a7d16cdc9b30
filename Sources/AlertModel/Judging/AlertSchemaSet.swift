public import AlertSchemas
internal import JSONDocument
public import JSONSchema

/// The compiled schemas of the alert kinds; immutable, to be shared between threads.
public final class AlertSchemaSet: Sendable {
    /// A schema of one kind of alerts, in one version.
    public struct Entry: Sendable {
        /// The URI by which alerts name it in `schema`.
        public let uri: String
        /// The kind of the alerts it judges.
        public let kind: AlertKind
        /// The schema.
        public let schema: CompiledSchema
        let uriBytes: [UInt8]
    }

    /// The schemas: the embedded ones, then the additional ones.
    public let entries: [Entry]

    /// Compiles the embedded schemas, and further versions or kinds of the same envelope.
    ///
    /// A file whose `properties` hold no constant `kind` is no kind of its own: others may refer to it.
    public init(additional: [AlertSchemas.File] = []) throws(SchemaCompileError) {
        var registry = SchemaRegistry()
        var found: [(uri: String, kind: AlertKind)] = []
        for file in AlertSchemas.alerts + additional {
            let uri = try registry.add(file.bytes, name: file.path)
            if let kind = Self.kind(of: file) { found.append((uri, kind)) }
        }
        var entries: [Entry] = []
        for (uri, kind) in found {
            let schema = try registry.compile(uri, options: Self.options)
            entries.append(Entry(uri: uri, kind: kind, schema: schema, uriBytes: Array(uri.utf8)))
        }
        self.entries = entries
    }

    /// Compiles an embedded schema of a configuration, such as `config/hub.schema.json`; nil where there is none.
    public static func configuration(_ path: String) throws(SchemaCompileError) -> CompiledSchema? {
        guard let bytes = AlertSchemas.bytes(of: path) else { return nil }
        return try CompiledSchema(bytes, name: path, options: options)
    }

    /// How schemas of the exchange are compiled: with the standard's formats and those of the domain.
    public static let options = SchemaOptions(formats: FormatTable.standard.adding(AlertFormats.all))

    private static func kind(of file: AlertSchemas.File) -> AlertKind? {
        let limits = JSONLimits(bytesMax: SchemaLimits.schemaBytesMax)
        guard let document = try? JSONDocument(parsing: file.bytes, limits: limits) else { return nil }
        return document.root["properties"]?["kind"]?["const"]?.string.flatMap { AlertKind(rawValue: $0) }
    }

    /// The place in `entries` of the schema of a URI, nil where it is not known.
    func index(ofURI uri: UnsafeRawBufferPointer) -> Int? {
        for index in entries.indices where entries[index].isNamed(uri) { return index }
        return nil
    }

    /// The latest schema of a kind, nil where there is none.
    public func latest(_ kind: AlertKind) -> Entry? { entries.last { $0.kind == kind } }
}

extension AlertSchemaSet.Entry {
    fileprivate func isNamed(_ uri: UnsafeRawBufferPointer) -> Bool {
        guard uriBytes.count == uri.count else { return false }
        return uriBytes.withUnsafeBytes { own in
            // From the end, where the kinds' names differ.
            for index in stride(from: uri.count - 1, through: 0, by: -1) where own[index] != uri[index] { return false }
            return true
        }
    }
}
