internal import JSONDocument

/// Which of several alternatives a document means, none of which it satisfies.
struct BranchChoice {
    struct Choice {
        let index: Int
        /// Whether nothing but nearness speaks for it.
        let isGuess: Bool
    }

    let graph: SchemaGraph
    let tape: JSONTape

    /// The alternative whose constants the document has; else the one with the fewest and deepest mistakes.
    func choose(_ branches: [Int], _ outcomes: [FindingCollector.Outcome], _ node: Int) -> Choice {
        let value = JSONNode(tape: tape, index: node)
        let matching = branches.indices.filter { index in
            let constants = graph.constants(of: branches[index])
            guard !constants.isEmpty else { return false }
            return constants.allSatisfy { name, allowed in
                guard let member = value[name] else { return false }
                return allowed.contains { ValueIdentity.equal($0, member) }
            }
        }
        if matching.count == 1 { return Choice(index: matching[0], isGuess: false) }
        let candidates = matching.isEmpty ? Array(branches.indices) : matching
        let best = candidates.min { cost(outcomes[$0], node) < cost(outcomes[$1], node) } ?? 0
        return Choice(index: best, isGuess: true)
    }

    /// A wrong type of the value itself weighs most; then mistakes in the value itself, then any.
    private func cost(_ outcome: FindingCollector.Outcome, _ node: Int) -> Int {
        outcome.drafts.reduce(0) { total, draft in
            if draft.node != node { return total + 2 }
            return total + (draft.keyword == "type" || draft.keyword == "false" ? 100 : 3)
        }
    }
}

extension SchemaGraph {
    /// The properties that a schema wants to have certain values.
    func constants(of schema: Int) -> [String: [JSONNode]] {
        var found: [String: [JSONNode]] = [:]
        var open = [schema]
        var seen = Set(open)
        while let next = open.popLast() {
            let subschema = schemas[next]
            for property in subschema.objects.properties {
                let target = schemas[alias(of: property.schema)]
                if let list = target.constantLists.first, found[property.name] == nil {
                    found[property.name] = list.values
                }
            }
            for child in subschema.unconditional where seen.insert(child).inserted { open.append(child) }
        }
        return found
    }

    /// The property that has a constant in every alternative; the first by name where there are several.
    private func discriminator(of branches: [Int]) -> Subschema.Discriminator? {
        guard branches.count > 1 else { return nil }
        let all = branches.map { constants(of: $0) }
        var names = Set(all[0].keys)
        for constants in all.dropFirst() { names.formIntersection(constants.keys) }
        guard let name = names.min() else { return nil }
        return Subschema.Discriminator(name: JSONKey(name), constants: Constants(all.flatMap { $0[name] ?? [] }))
    }

    /// Finds out what tells alternatives apart, wherever there are any.
    func findDiscriminators() {
        for schema in schemas {
            schema.anyOfDiscriminator = discriminator(of: schema.anyOf)
            schema.oneOfDiscriminator = discriminator(of: schema.oneOf)
        }
    }
}
