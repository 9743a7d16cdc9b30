/// `unevaluatedProperties` and `unevaluatedItems` said by means of what is known beforehand: for each way in which the
/// alternatives may hold, what is left over.
extension FormulaReader {
    /// More alternatives than this are not told apart.
    private static let alternativesMax = 6
    private static let contributionsMax = 1_000

    /// What a schema evaluates when the conditions hold.
    private struct Contribution {
        var conditions: [Int]
        var names: Set<ExactText> = []
        var patterns: Set<ExactText> = []
        var prefixCount = 0
        /// Whether nothing is left over, of members and of elements.
        var allMembers = false
        var allItems = false
        /// Which elements `contains` evaluates depends on the document.
        var hasContains = false
    }

    func unevaluatedProperties() -> Int {
        guard let rest = graph.schemas[place.schema].objects.unevaluatedProperties else { return store.truth }
        return assembled("unevaluatedProperties", .object) { contributions in
            var members = Formula.MemberSchemas(additional: inner(rest))
            for contribution in contributions {
                if contribution.allMembers { return store.truth }
                for name in contribution.names { members.named[name] = store.truth }
                for pattern in contribution.patterns {
                    members.patterns.append(.init(text: pattern, formula: store.truth))
                }
            }
            return self.members(members)
        }
    }

    func unevaluatedItems() -> Int {
        guard let rest = graph.schemas[place.schema].arrays.unevaluatedItems else { return store.truth }
        return assembled("unevaluatedItems", .array) { contributions in
            if contributions.contains(where: \.allItems) { return store.truth }
            let prefixCount = contributions.map(\.prefixCount).max() ?? 0
            return items([Int](repeating: store.truth, count: prefixCount), inner(rest))
        }
    }

    private func assembled(_ keyword: String, _ types: JSONTypes, _ make: ([Contribution]) -> Int) -> Int {
        var contributions: [Contribution] = []
        collect(place.schema, [], isRoot: true, &contributions)
        if contributions.count > Self.contributionsMax { return opaque(keyword, types) }
        if types == .array, contributions.contains(where: \.hasContains) { return opaque(keyword, types) }
        let isMembers = types == .object
        let certain = contributions.filter { $0.conditions.isEmpty }
        if certain.contains(where: { isMembers ? $0.allMembers : $0.allItems }) { return store.truth }
        let conditional = contributions.filter { contribution in
            guard !contribution.conditions.isEmpty else { return false }
            return isMembers ? addsMembers(contribution, to: certain) : addsItems(contribution, to: certain)
        }
        let conditions = Set(conditional.map { store.all($0.conditions) }).sorted()
        guard conditions.count <= Self.alternativesMax else { return opaque(keyword, types) }
        var clauses: [Int] = []
        for choice in 0..<(1 << conditions.count) {
            var holding = certain
            var otherwise: [Int] = []
            for (bit, condition) in conditions.enumerated() {
                let holds = choice >> bit & 1 == 1
                if holds { holding += conditional.filter { store.all($0.conditions) == condition } }
                otherwise.append(holds ? store.not(condition) : condition)
            }
            clauses.append(store.any(otherwise + [make(holding)]))
        }
        return store.all(clauses)
    }

    private func addsMembers(_ contribution: Contribution, to certain: [Contribution]) -> Bool {
        contribution.allMembers
            || !contribution.names.allSatisfy { name in certain.contains { $0.names.contains(name) } }
            || !contribution.patterns.allSatisfy { pattern in certain.contains { $0.patterns.contains(pattern) } }
    }

    private func addsItems(_ contribution: Contribution, to certain: [Contribution]) -> Bool {
        contribution.allItems || contribution.prefixCount > (certain.map(\.prefixCount).max() ?? 0)
    }

    /// What a schema and those that apply to the same value evaluate, but for the root's own leftovers.
    private func collect(_ index: Int, _ conditions: [Int], isRoot: Bool, _ found: inout [Contribution]) {
        guard found.count <= Self.contributionsMax else { return }
        let schema = graph.schemas[index]
        var own = Contribution(conditions: conditions)
        own.names = Set(schema.objects.properties.map { ExactText($0.name) })
        own.patterns = Set(schema.objects.patternProperties.map { ExactText(graph.patterns[$0.pattern].text) })
        own.allMembers =
            schema.objects.additionalProperties != nil || !isRoot && schema.objects.unevaluatedProperties != nil
        own.prefixCount = schema.arrays.prefixItems.count
        own.allItems = schema.arrays.items != nil || !isRoot && schema.arrays.unevaluatedItems != nil
        own.hasContains = schema.arrays.contains != nil
        found.append(own)
        for child in schema.unconditional { collect(child, conditions, isRoot: false, &found) }
        for child in schema.anyOf + schema.oneOf {
            collect(child, conditions + [inPlace(child)], isRoot: false, &found)
        }
        for dependent in schema.objects.dependentSchemas {
            let condition = store.not(atom(.lacks(ExactText(dependent.name))))
            collect(dependent.schema, conditions + [condition], isRoot: false, &found)
        }
        if let condition = schema.condition {
            let holds = inPlace(condition)
            collect(condition, conditions + [holds], isRoot: false, &found)
            if let then = schema.then { collect(then, conditions + [holds], isRoot: false, &found) }
            if let otherwise = schema.otherwise {
                collect(otherwise, conditions + [store.not(holds)], isRoot: false, &found)
            }
        }
    }
}
