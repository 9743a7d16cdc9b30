internal import AlertSchemas
internal import JSONDocument
internal import JSONSchema

/// Schema files on their way into a set: each URI once, each kind with a version.
struct AlertSchemaFiles {
    /// The schema of a kind.
    struct Kind {
        let name: VersionedSchemaURI
        let kind: AlertKind
        let file: AlertSchemas.File
        let isEmbedded: Bool
    }

    private(set) var registry = SchemaRegistry()
    private(set) var kinds: [Kind] = []
    private var files: [String: AlertSchemas.File] = [:]

    mutating func add(_ file: AlertSchemas.File, isEmbedded: Bool) throws(SchemaCompileError) {
        let identifier = try Identifier(file)
        if let uri = identifier.uri, let known = files[uri] {
            if known.bytes == file.bytes { return }
            throw identifier.error(
                .duplicateIdentifier,
                "\(uri) is \(known.path) already, with other content: a schema never changes under its \"$id\"; give "
                    + "this one a version of its own")
        }
        let uri = try registry.add(file.bytes, name: file.path)
        files[uri] = file
        guard let kind = identifier.kind else { return }
        guard let name = VersionedSchemaURI(uri) else {
            throw identifier.error(
                .invalidKeyword,
                "the schema of a kind of alerts must have an \"$id\" that ends in its version, such as "
                    + "https://customs.example/schemas/\(kind.rawValue)/1-0-0")
        }
        guard identifier.ownName == uri else {
            throw identifier.error(
                .invalidKeyword,
                "alerts name their schema: \"properties\" must hold \"schema\" with the \"const\" \"\(uri)\"")
        }
        kinds.append(Kind(name: name, kind: kind, file: file, isEmbedded: isEmbedded))
    }

    /// What a file says of itself.
    private struct Identifier {
        let uri: String?
        let kind: AlertKind?
        /// What it demands of the member `schema`.
        let ownName: String?
        private let name: String
        private let position: JSONTextPosition

        init(_ file: AlertSchemas.File) throws(SchemaCompileError) {
            let document = try Self.parse(file)
            let properties = document.root["properties"]
            uri = document.root["$id"]?.string
            kind = properties?["kind"]?["const"]?.string.flatMap { AlertKind(rawValue: $0) }
            ownName = properties?["schema"]?["const"]?.string
            name = file.path
            position = (document.root["$id"] ?? document.root).position
        }

        private static func parse(_ file: AlertSchemas.File) throws(SchemaCompileError) -> JSONDocument {
            do throws(JSONSyntaxError) {
                return try JSONDocument(
                    parsing: file.bytes, limits: JSONLimits(bytesMax: SchemaLimits.schemaBytesMax))
            } catch {
                throw SchemaCompileError(
                    code: .notJSON, name: file.path, position: error.position, location: JSONPointer(),
                    message: error.message)
            }
        }

        func error(_ code: SchemaCompileError.Code, _ message: String) -> SchemaCompileError {
            SchemaCompileError(
                code: code, name: name, position: position, location: JSONPointer(tokens: uri == nil ? [] : ["$id"]),
                message: message)
        }
    }
}
