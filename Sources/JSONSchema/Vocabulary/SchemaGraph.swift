internal import JSONDocument

/// All schemas that a compiled schema may apply, references resolved. Cycles lead through properties and items only.
struct SchemaGraph: Sendable {
    var schemas: [Subschema] = []
    var patterns: [Pattern] = []
    var formats: [Format] = []
    var sources: [SchemaSource] = []
    var resources: [SchemaResource] = []

    /// The schema that documents are judged against.
    static let root = 0

    func node(_ place: SchemaPlace) -> JSONNode { sources[place.source].node(place.node) }

    /// A keyword's value in a schema.
    func keyword(_ name: String, of schema: Int) -> JSONNode? { node(schemas[schema].place)[name] }

    /// The pointer to a schema from the root of its resource.
    func pointer(to schema: Int) -> JSONPointer {
        let place = schemas[schema].place
        let root = resources[schemas[schema].resource].place
        let tape = sources[place.source].tape
        let own = tape.pointer(to: place.node)
        guard root.source == place.source else { return own }
        return JSONPointer(tokens: Array(own.tokens.dropFirst(tape.pointer(to: root.node).tokens.count)))
    }

    /// The absolute location of a schema or of a place within it: URI, `#`, pointer.
    func absoluteLocation(of schema: Int, appending tokens: [String] = []) -> String {
        let uri = resources[schemas[schema].resource].uri
        return "\(uri)#\(JSONPointer(tokens: pointer(to: schema).tokens + tokens))"
    }
}
