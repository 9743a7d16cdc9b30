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

    /// The alternative that a discriminator chooses, or whose constants the document has; else the one with the fewest
    /// and deepest mistakes.
    func choose(
        _ branches: [Int], _ outcomes: [FindingCollector.Outcome], _ node: Int,
        _ discriminator: Subschema.Discriminator?
    ) -> Choice {
        let value = JSONNode(tape: tape, index: node)
        if let discriminator, let member = value.member(discriminator.name),
            let index = discriminator.ofBranches.firstIndex(where: { $0.contains(member) })
        {
            return Choice(index: index, isGuess: false)
        }
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

    /// The property that has a constant in every alternative. Where there are several, one of which the constants tell the
    /// alternatives apart, and has fewest; then the first by name.
    private func discriminator(of branches: [Int]) -> Subschema.Discriminator? {
        guard branches.count > 1 else { return nil }
        let all = branches.map { constants(of: $0) }
        var names = Set(all[0].keys)
        for constants in all.dropFirst() { names.formIntersection(constants.keys) }
        let candidates = names.sorted().map { name in
            (name: name, values: all.map { $0[name] ?? [] }, isClear: Self.areDisjoint(all.map { $0[name] ?? [] }))
        }
        let best = candidates.min { one, other in
            (one.isClear ? 0 : 1, one.values.joined().count) < (other.isClear ? 0 : 1, other.values.joined().count)
        }
        guard let best else { return nil }
        return Subschema.Discriminator(
            name: JSONKey(best.name), constants: Constants(Array(best.values.joined())),
            ofBranches: best.isClear ? best.values.map { Constants($0) } : [])
    }

    private static func areDisjoint(_ lists: [[JSONNode]]) -> Bool {
        let all = Array(lists.joined())
        guard all.count <= disjointValuesMax else { return false }
        for (index, value) in all.enumerated() where all[..<index].contains(where: { ValueIdentity.equal($0, value) }) {
            return false
        }
        return true
    }

    /// Of more constants than this nobody finds out whether they tell alternatives apart.
    private static let disjointValuesMax = 256

    /// Finds out what tells alternatives apart, wherever there are any.
    func findDiscriminators() {
        for schema in schemas {
            schema.anyOfDiscriminator = discriminator(of: schema.anyOf)
            schema.oneOfDiscriminator = discriminator(of: schema.oneOf)
        }
    }
}
