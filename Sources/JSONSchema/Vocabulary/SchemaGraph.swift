internal import JSONDocument

/// All schemas that a compiled schema may apply, references resolved. Cycles lead through properties and items only.
struct SchemaGraph: Sendable {
    var schemas: [Subschema] = []
    var patterns: [Pattern] = []
    var formats: [Format] = []
    var sources: [SchemaSource] = []
    var resources: [SchemaResource] = []
    /// For each schema its absolute location: URI, `#`, pointer.
    private(set) var locations: [String] = []

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
        if tokens.count == 1 { return locations[schema] + "/" + tokens[0] }
        var location = locations[schema]
        // Keywords need no escapes, but what follows them may.
        if let keyword = tokens.first { location += "/" + keyword }
        if tokens.count > 1 { location += JSONPointer(tokens: Array(tokens.dropFirst())).description }
        return location
    }

    /// Finds the locations of all schemas, in one walk through each source.
    mutating func locate() {
        var texts: [SchemaPlace: String] = [:]
        for place in schemas.map(\.place) + resources.map(\.place) { texts[place] = "" }
        for source in sources.indices {
            Self.locate(sources[source].node(0), source, "", &texts)
        }
        locations = schemas.map { schema in
            let root = resources[schema.resource].place
            let own = texts[schema.place] ?? ""
            let start = root.source == schema.place.source ? texts[root] ?? "" : ""
            return "\(resources[schema.resource].uri)#\(own.dropFirst(start.count))"
        }
    }

    private static func locate(
        _ node: JSONNode, _ source: Int, _ pointer: String, _ texts: inout [SchemaPlace: String]
    ) {
        let place = SchemaPlace(source: source, node: node.index)
        if texts[place] != nil { texts[place] = pointer }
        for (index, element) in node.elements.enumerated() {
            if element.childCount > 0 || texts[SchemaPlace(source: source, node: element.index)] != nil {
                locate(element, source, "\(pointer)/\(index)", &texts)
            }
        }
        for (name, value) in node.members {
            if value.childCount > 0 || texts[SchemaPlace(source: source, node: value.index)] != nil {
                let token = JSONPointer(tokens: [name.string ?? ""]).description
                locate(value, source, pointer + token, &texts)
            }
        }
    }
}
