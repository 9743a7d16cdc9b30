internal import JSONDocument

/// Schema files by URI: what references may lead to. Nothing is ever fetched.
public struct SchemaRegistry: Sendable {
    private var sources: [SchemaSource] = []
    private var byURI: [String: Int] = [:]

    /// A registry that knows the metaschemas of draft 2020-12 and nothing else.
    public init() {}

    /// Adds a schema file and returns its URI: its `$id`, else `uri`, else one made of its name. The schemas within it
    /// that have an `$id` of their own can be referred to by that, too.
    ///
    /// `name` is what errors call the file: usually its path. The keywords are checked when something is compiled that
    /// refers to them.
    @discardableResult
    public mutating func add(
        _ text: [UInt8], name: String, uri: String? = nil
    ) throws(SchemaCompileError) -> String {
        let source = try SchemaSource(text: text, name: name, retrievalURI: uri ?? Self.uri(ofName: name))
        var index = ResourceIndex()
        let root = try index.add(source)
        for known in index.resources {
            if let other = byURI[known.uri.description] {
                throw source.error(
                    .duplicateIdentifier, at: known.place.node,
                    "\(sources[other].name) already has the URI \(known.uri)")
            }
        }
        for known in index.resources { byURI[known.uri.description] = sources.count }
        byURI[URIReference(source.retrievalURI).withoutFragment.description] = sources.count
        sources.append(source)
        return index.resources[root].uri.description
    }

    /// The URIs of everything added.
    public var uris: [String] { byURI.keys.sorted() }

    /// Compiles the schema of a URI, which may have a fragment.
    ///
    /// Refuses keywords with values of the wrong type, unknown formats, references that lead nowhere or to themselves,
    /// and regular expressions that cannot be matched in linear time.
    public func compile(
        _ uri: String, options: SchemaOptions = SchemaOptions()
    ) throws(SchemaCompileError) -> CompiledSchema {
        let reference = URIReference(uri)
        guard let source = try source(reference.withoutFragment.description) else {
            throw SchemaCompileError(
                code: .unresolvableReference, name: uri, position: JSONTextPosition(line: 1, column: 1),
                location: JSONPointer(), message: "no schema with this URI is registered")
        }
        return try CompiledSchema(source: source, reference: reference, registry: self, options: options)
    }

    /// The source that contains the schema of a URI without a fragment.
    func source(_ uri: String) throws(SchemaCompileError) -> SchemaSource? {
        if let index = byURI[uri] { return sources[index] }
        guard let text = Metaschemas.text(uri) else { return nil }
        return try SchemaSource(text: Array(text.utf8), name: uri, retrievalURI: uri)
    }

    static func uri(ofName name: String) -> String {
        var uri = "schema:///"
        for byte in name.utf8 {
            let isPlain = byte.isASCIIAlphanumeric || "-._~/".utf8.contains(byte)
            uri += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return uri
    }
}
