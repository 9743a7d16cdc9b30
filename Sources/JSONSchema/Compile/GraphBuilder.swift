internal import JSONDocument

/// Reads schemas into a graph, from the root along subschemas and references.
///
/// `$dynamicRef` depends on the schemas passed through on the way. As only the outermost schema with an anchor counts,
/// what matters of the way is which schema each dynamic anchor means: so each schema is read once for each such
/// *scope* it is reached in, and within a scope every `$dynamicRef` means one known schema.
struct GraphBuilder {
    /// Which schema each dynamic anchor means (JSON Schema Core 2020-12, section 8.2.3.2).
    typealias Scope = [String: SchemaPlace]

    struct Key: Hashable {
        let place: SchemaPlace
        let scope: Int
    }

    let registry: SchemaRegistry
    let options: SchemaOptions
    var index = ResourceIndex()
    var graph = SchemaGraph()
    var warnings: [SchemaWarning] = []

    private var known: [Key: Int] = [:]
    private var queue: [Key] = []
    private var scopes: [Scope] = [[:]]
    private var scopeNumbers: [Scope: Int] = [[:]: 0]
    private var dialects: [Int: Dialect] = [:]
    private var patternNumbers: [String: Int] = [:]
    private var formatNumbers: [String: Int] = [:]

    init(registry: SchemaRegistry, options: SchemaOptions) {
        self.registry = registry
        self.options = options
    }

    /// Reads everything that one schema of a source may apply.
    mutating func build(_ source: SchemaSource, reference: URIReference) throws(SchemaCompileError) {
        let whole = try index.add(source)
        let resource = index.resource(reference.withoutFragment) ?? whole
        let site = index.resources[resource].place
        let target = try target(reference.fragment ?? "", in: resource, from: site)
        _ = try schema(at: target.place, scope: 0)
        var next = 0
        while next < queue.count {
            let key = queue[next]
            graph.schemas[next] = try read(key)
            next += 1
        }
        graph.sources = index.sources
        graph.resources = index.resources
        graph.locate()
        graph.findDiscriminators()
    }

    /// The number of the schema at a place as seen from a scope; it is read later.
    mutating func schema(at place: SchemaPlace, scope: Int) throws(SchemaCompileError) -> Int {
        let owner = index.owner(of: place) ?? 0
        let inner = try entering(owner, from: scope)
        let key = Key(place: place, scope: inner)
        if let number = known[key] { return number }
        let number = queue.count
        guard number < SchemaLimits.subschemasMax else {
            throw index.source(of: place).error(
                .tooLarge, at: place.node,
                "more than \(SchemaLimits.subschemasMax) subschemas, counting each once for every dynamic scope")
        }
        known[key] = number
        queue.append(key)
        graph.schemas.append(Subschema(place: place, resource: owner))
        return number
    }

    private mutating func entering(_ resource: Int, from scope: Int) throws(SchemaCompileError) -> Int {
        let anchors = index.resources[resource].dynamicAnchors
        if anchors.isEmpty { return scope }
        let merged = scopes[scope].merging(anchors) { outer, _ in outer }
        if let number = scopeNumbers[merged] { return number }
        scopes.append(merged)
        scopeNumbers[merged] = scopes.count - 1
        return scopes.count - 1
    }

    private mutating func read(_ key: Key) throws(SchemaCompileError) -> Subschema {
        var reader = KeywordReader(
            place: key.place, scope: key.scope, dialect: try dialect(of: index.owner(of: key.place) ?? 0))
        return try reader.read(into: &self)
    }

    /// The schema that a dynamic anchor means in a scope.
    func dynamicAnchor(_ name: String, scope: Int) -> SchemaPlace? { scopes[scope][name] }

    // MARK: Dialects

    private mutating func dialect(of resource: Int) throws(SchemaCompileError) -> Dialect {
        if let dialect = dialects[resource] { return dialect }
        let dialect = try readDialect(of: resource)
        dialects[resource] = dialect
        return dialect
    }

    private mutating func readDialect(of resource: Int) throws(SchemaCompileError) -> Dialect {
        guard let place = index.resources[resource].metaschema else { return .standard }
        let source = index.source(of: place)
        guard let text = index.node(place).string else {
            throw source.error(.invalidKeyword, at: place.node, "\"$schema\" must be a string, a metaschema's URI")
        }
        let uri = URIReference(text).withoutFragment.description
        if uri == Dialect.standardURI { return .standard }
        guard let metaschema = try registry.source(uri) else {
            throw source.error(
                .unknownDialect, at: place.node,
                "the metaschema '\(uri)' is not known; expected \"\(Dialect.standardURI)\"")
        }
        guard let vocabularies = metaschema.node(0)["$vocabulary"] else { return .standard }
        var dialect: Dialect = []
        for (name, required) in vocabularies.members {
            let vocabulary = name.string ?? ""
            if let known = Dialect.vocabulary(vocabulary) {
                dialect.formUnion(known)
            } else if required.bool == true {
                throw source.error(
                    .unknownDialect, at: place.node,
                    "the metaschema '\(uri)' requires the vocabulary '\(vocabulary)', which is not known")
            }
        }
        return dialect
    }

    // MARK: Patterns and formats

    mutating func pattern(_ text: String) throws(PatternError) -> Int {
        if let number = patternNumbers[text] { return number }
        graph.patterns.append(try Pattern(text))
        patternNumbers[text] = graph.patterns.count - 1
        return graph.patterns.count - 1
    }

    mutating func formatNumber(_ format: Format) -> Int {
        if let number = formatNumbers[format.name] { return number }
        graph.formats.append(format)
        formatNumbers[format.name] = graph.formats.count - 1
        return graph.formats.count - 1
    }
}
