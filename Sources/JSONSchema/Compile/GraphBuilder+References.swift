internal import JSONDocument

extension GraphBuilder {
    /// What a reference leads to before any dynamic scope is considered.
    struct Target {
        let place: SchemaPlace
        /// The dynamic anchor by which the schema was found, where it was found by one.
        var dynamicAnchor: String?
    }

    /// The schema that `$ref` or `$dynamicRef`, at `node`, means in a scope.
    mutating func referenced(
        by text: String, at node: Int, from place: SchemaPlace, scope: Int, isDynamic: Bool
    ) throws(SchemaCompileError) -> Int {
        let owner = index.owner(of: place) ?? 0
        let reference = index.resources[owner].uri.resolving(URIReference(text))
        let site = SchemaPlace(source: place.source, node: node)
        let resource = try resource(reference.withoutFragment, from: site)
        var target = try target(reference.fragment ?? "", in: resource, from: site)
        if isDynamic, let anchor = target.dynamicAnchor, let outermost = dynamicAnchor(anchor, scope: scope) {
            target = Target(place: outermost)
        }
        return try schema(at: target.place, scope: scope)
    }

    private mutating func resource(
        _ uri: URIReference, from site: SchemaPlace
    ) throws(SchemaCompileError) -> Int {
        if let resource = index.resource(uri) { return resource }
        if let source = try registry.source(uri.description) {
            _ = try index.add(source)
            if let resource = index.resource(uri) { return resource }
        }
        throw index.source(of: site).error(
            .unresolvableReference, at: site.node,
            "no schema with the URI '\(uri)' is registered; add its file, or correct the reference")
    }

    /// The schema that a fragment names: the root, an anchor, or a pointer (JSON Schema Core 2020-12, section 8.2.3.1).
    mutating func target(
        _ fragment: String, in resource: Int, from site: SchemaPlace
    ) throws(SchemaCompileError) -> Target {
        let found = index.resources[resource]
        guard let decoded = URIReference.percentDecoded(fragment) else {
            throw index.source(of: site).error(
                .unresolvableReference, at: site.node, "'#\(fragment)' has a broken percent escape")
        }
        if decoded.isEmpty { return Target(place: found.place) }
        guard decoded.hasPrefix("/") else {
            guard let place = found.anchors[decoded] else {
                let guess = Suggestion.phrase(for: decoded, among: found.anchors.keys.sorted())
                throw index.source(of: site).error(
                    .unresolvableReference, at: site.node, "no anchor '\(decoded)' in \(found.uri)\(guess)")
            }
            let isDynamic = found.dynamicAnchors[decoded] != nil
            return Target(place: place, dynamicAnchor: isDynamic ? decoded : nil)
        }
        return Target(place: try pointed(decoded, in: resource, from: site))
    }

    private mutating func pointed(
        _ text: String, in resource: Int, from site: SchemaPlace
    ) throws(SchemaCompileError) -> SchemaPlace {
        let root = index.resources[resource].place
        var node = index.node(root)
        var owner = resource
        let tokens = JSONPointer(text)?.tokens
        for (depth, token) in (tokens ?? []).enumerated() {
            guard let next = node.resolve(JSONPointer(tokens: [token])) else {
                let names = node.members.map { $0.name.string ?? "" }
                let guess = Suggestion.phrase(for: token, among: names)
                let reached = JSONPointer(tokens: Array((tokens ?? []).prefix(depth)))
                throw index.source(of: site).error(
                    .unresolvableReference, at: site.node,
                    "the reference leads nowhere: there is no '\(token)' at #\(reached)\(guess)")
            }
            node = next
            if let inner = index.owner(of: SchemaPlace(source: root.source, node: node.index)) { owner = inner }
        }
        guard tokens != nil else {
            throw index.source(of: site).error(
                .unresolvableReference, at: site.node, "'#\(text)' is not a JSON Pointer")
        }
        let place = SchemaPlace(source: root.source, node: node.index)
        if index.owner(of: place) == nil { try index.addUnknownLocation(place, within: owner) }
        return place
    }
}
