internal import JSONDocument

/// A schema with an identifier of its own, and the anchors within it (JSON Schema Core 2020-12, section 4.3.5).
struct SchemaResource: Sendable {
    /// Its absolute URI without a fragment.
    let uri: URIReference
    /// Its root.
    let place: SchemaPlace
    /// The text of `$schema`, where it has one.
    let metaschema: SchemaPlace?
    var anchors: [String: SchemaPlace] = [:]
    var dynamicAnchors: [String: SchemaPlace] = [:]
}

/// The resources of the sources read so far, by URI, and the resource that each subschema belongs to.
struct ResourceIndex {
    private(set) var sources: [SchemaSource] = []
    private(set) var resources: [SchemaResource] = []
    private var byURI: [URIReference: Int] = [:]
    private var owners: [SchemaPlace: Int] = [:]

    /// The resource of a URI without a fragment.
    func resource(_ uri: URIReference) -> Int? { byURI[uri] }

    /// The resource a subschema belongs to; nil for a place where no keyword puts a schema.
    func owner(of place: SchemaPlace) -> Int? { owners[place] }

    func node(_ place: SchemaPlace) -> JSONNode { sources[place.source].node(place.node) }

    func source(of place: SchemaPlace) -> SchemaSource { sources[place.source] }

    /// Reads a source: its root is a resource, whether it has an identifier or not.
    mutating func add(_ source: SchemaSource) throws(SchemaCompileError) -> Int {
        let place = SchemaPlace(source: sources.count, node: 0)
        sources.append(source)
        let base = URIReference(source.retrievalURI)
        let resource = resources.count
        let uri = try identifier(place, base: base) ?? base
        resources.append(
            SchemaResource(uri: uri, place: place, metaschema: memberPlace("$schema", of: place)))
        byURI[base] = resource
        byURI[uri] = resource
        try walk(place, resource: resource, isRoot: true)
        return resource
    }

    /// Reads a schema that stands where no known keyword puts one, because a reference points there.
    mutating func addUnknownLocation(_ place: SchemaPlace, within resource: Int) throws(SchemaCompileError) {
        try walk(place, resource: resource, isRoot: false)
    }

    private func memberPlace(_ name: String, of place: SchemaPlace) -> SchemaPlace? {
        guard let member = node(place)[name] else { return nil }
        return SchemaPlace(source: place.source, node: member.index)
    }

    private func identifier(_ place: SchemaPlace, base: URIReference) throws(SchemaCompileError) -> URIReference? {
        guard let member = node(place)["$id"] else { return nil }
        guard let text = member.string else {
            throw source(of: place).error(
                .invalidKeyword, at: member.index, "\"$id\" must be a string, the schema's URI")
        }
        let uri = base.resolving(URIReference(text))
        guard uri.fragment == nil || uri.fragment == "" else {
            throw source(of: place).error(
                .invalidKeyword, at: member.index, "\"$id\" must have no fragment; \"$anchor\" names a place")
        }
        return uri.withoutFragment
    }

    private mutating func walk(
        _ place: SchemaPlace, resource outer: Int, isRoot: Bool
    ) throws(SchemaCompileError) {
        let schema = node(place)
        var resource = outer
        if schema.kind == .object, !isRoot, let uri = try identifier(place, base: resources[outer].uri) {
            if let other = byURI[uri], resources[other].place != place {
                throw source(of: place).error(
                    .duplicateIdentifier, at: place.node, "another schema already has the \"$id\" \(uri)")
            }
            resource = resources.count
            resources.append(
                SchemaResource(
                    uri: uri, place: place, metaschema: memberPlace("$schema", of: place) ?? resources[outer].metaschema
                ))
            byURI[uri] = resource
        }
        owners[place] = resource
        guard schema.kind == .object else { return }
        for (name, value) in schema.members {
            guard let keyword = name.string else { continue }
            switch keyword {
            case "$anchor": try addAnchor(value, place, resource, isDynamic: false)
            case "$dynamicAnchor": try addAnchor(value, place, resource, isDynamic: true)
            default:
                guard let facts = Keyword.all[keyword] else { continue }
                try walkValue(value, facts.holds, SchemaPlace(source: place.source, node: value.index), resource)
            }
        }
    }

    private mutating func walkValue(
        _ value: JSONNode, _ holds: Keyword.Holds, _ place: SchemaPlace, _ resource: Int
    ) throws(SchemaCompileError) {
        switch holds {
        case .nothing: break
        case .schema: try walk(place, resource: resource, isRoot: false)
        case .schemaArray:
            for element in value.elements {
                try walk(SchemaPlace(source: place.source, node: element.index), resource: resource, isRoot: false)
            }
        case .schemaMap, .schemaOrNamesMap:
            for (_, member) in value.members where member.kind != .array {
                try walk(SchemaPlace(source: place.source, node: member.index), resource: resource, isRoot: false)
            }
        }
    }

    private mutating func addAnchor(
        _ value: JSONNode, _ place: SchemaPlace, _ resource: Int, isDynamic: Bool
    ) throws(SchemaCompileError) {
        guard let anchor = value.string, Self.isAnchor(anchor) else {
            throw source(of: place).error(
                .invalidKeyword, at: value.index,
                "an anchor must be a string of a letter or '_', then letters, digits, '-', '_' and '.'")
        }
        if let other = resources[resource].anchors[anchor], other != place {
            throw source(of: place).error(
                .duplicateIdentifier, at: value.index, "the anchor '\(anchor)' stands twice in one schema")
        }
        resources[resource].anchors[anchor] = place
        if isDynamic { resources[resource].dynamicAnchors[anchor] = place }
    }

    private static func isAnchor(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isASCIILetter || first == UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy { byte in
            byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: ".")
        }
    }
}
