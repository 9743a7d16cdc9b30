public import AlertSchemas
internal import JSONDocument
public import JSONSchema

/// The compiled schemas of the alert kinds, in all versions that are served; immutable, to be shared between threads.
public final class AlertSchemaSet: Sendable {
    /// A schema of one kind of alerts, in one version.
    public struct Entry: Sendable {
        /// The URI by which alerts name it in `schema`.
        public let uri: String
        /// The same, taken apart.
        public let name: VersionedSchemaURI
        /// The kind of the alerts it judges.
        public let kind: AlertKind
        /// The schema.
        public let schema: CompiledSchema
        /// The file it was read from.
        public let file: AlertSchemas.File
        /// Whether the program carries it inside.
        public let isEmbedded: Bool
        let uriBytes: [UInt8]
    }

    /// The schemas by kind, each in the order of its versions.
    public let entries: [Entry]
    let registry: SchemaRegistry

    /// Compiles the embedded schemas, and further versions or kinds of the same envelope.
    ///
    /// A file whose `properties` hold no constant `kind` is no kind of its own: others may refer to it. Schemas are
    /// immutable: a file with the URI of another must be the same byte for byte, and then counts once.
    public init(additional: [AlertSchemas.File] = []) throws(SchemaCompileError) {
        var files = AlertSchemaFiles()
        for file in AlertSchemas.alerts { try files.add(file, isEmbedded: true) }
        for file in additional { try files.add(file, isEmbedded: false) }
        registry = files.registry
        var entries: [Entry] = []
        for kind in files.kinds {
            entries.append(
                Entry(
                    uri: kind.name.description, name: kind.name, kind: kind.kind,
                    schema: try registry.compile(kind.name.description, options: Self.options), file: kind.file,
                    isEmbedded: kind.isEmbedded, uriBytes: Array(kind.name.description.utf8)))
        }
        let kinds = AlertKind.allCases
        self.entries = entries.sorted { one, other in
            guard one.kind == other.kind else {
                return kinds.firstIndex(of: one.kind) ?? 0 < kinds.firstIndex(of: other.kind) ?? 0
            }
            return one.name < other.name
        }
    }

    /// Compiles an embedded schema of a configuration, such as `config/hub.schema.json`; nil where there is none.
    public static func configuration(_ path: String) throws(SchemaCompileError) -> CompiledSchema? {
        guard let bytes = AlertSchemas.bytes(of: path) else { return nil }
        return try CompiledSchema(bytes, name: path, options: options)
    }

    /// How schemas of the exchange are compiled: with the standard's formats and those of the domain.
    public static let options = SchemaOptions(formats: FormatTable.standard.adding(AlertFormats.all))

    /// The place in `entries` of the schema of a URI, nil where it is not known.
    func index(ofURI uri: UnsafeRawBufferPointer) -> Int? {
        for index in entries.indices where entries[index].isNamed(uri) { return index }
        return nil
    }

    /// The latest schema of a kind, nil where there is none.
    public func latest(_ kind: AlertKind) -> Entry? { entries.last { $0.kind == kind } }

    /// The schema of a URI, nil where it is not known.
    public func entry(_ uri: String) -> Entry? { entries.first { $0.uri == uri } }

    /// The version before another of the same family, nil where that is the first.
    public func predecessor(of entry: Entry) -> Entry? {
        entries.filter { $0.name.family == entry.name.family && $0.name.version < entry.name.version }
            .max { $0.name < $1.name }
    }
}

extension AlertSchemaSet.Entry {
    fileprivate func isNamed(_ uri: UnsafeRawBufferPointer) -> Bool {
        guard uriBytes.count == uri.count else { return false }
        return uriBytes.withUnsafeBytes { own in
            // Eight bytes at a time, from the end, where the kinds' names differ.
            var end = uri.count
            while end >= 8 {
                end &-= 8
                let isSame =
                    own.loadUnaligned(fromByteOffset: end, as: UInt64.self)
                    == uri.loadUnaligned(fromByteOffset: end, as: UInt64.self)
                if !isSame { return false }
            }
            for index in 0..<end where own[index] != uri[index] { return false }
            return true
        }
    }
}
