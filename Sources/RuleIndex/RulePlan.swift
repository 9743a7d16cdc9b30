public import RuleLanguage

/// How an index finds a rule: for people who want to know what a rule costs.
public struct RulePlan: Sendable {
    /// One of the alternatives that the rule is made of.
    public struct Alternative: Sendable {
        /// The conditions that the alternative is found by; empty where every alert is held against it.
        public let key: [String]
        /// What is tested once it is found, in that order.
        public let tests: [String]
        /// Whether the evaluator judges the rule as a whole when all tests hold.
        public let isEvaluated: Bool
        /// How many entries it takes: the values of lists multiply.
        public let entryCount: Int
        /// The list for each of whose elements it is looked up, nil where it is once for an alert.
        public let list: String?
    }

    /// The alternatives; none where the rule can never match.
    public let alternatives: [Alternative]

    /// Whether every alert is held against the rule.
    public var isBroad: Bool { alternatives.contains { $0.key.isEmpty } }
}

extension RulePlan: CustomStringConvertible {
    /// A line for each alternative.
    public var description: String {
        if alternatives.isEmpty { return "never matches" }
        return alternatives.map(\.description).joined(separator: "\n")
    }
}

extension RulePlan.Alternative: CustomStringConvertible {
    /// What it is found by, and what is tested then.
    public var description: String {
        var text = key.isEmpty ? "held against every alert" : "found by \(key.joined(separator: " and "))"
        if let list { text += ", for each element of \(list)" }
        if entryCount > 1 { text += " (\(entryCount) entries)" }
        if !tests.isEmpty { text += "; then tested: \(tests.joined(separator: ", "))" }
        if isEvaluated { text += "; then evaluated as a whole" }
        return text
    }
}

extension RuleIndex {
    /// How a rule is, or would be, found in this index.
    public func plan(of rule: Rule) -> RulePlan {
        // Coding a condition may number a text that is new: in a copy, as nothing is filed.
        var copy = self
        copy.forgetSnapshot()
        return RulePlan(alternatives: RuleConditions.alternatives(of: rule).map { copy.plan(of: $0) })
    }

    private mutating func plan(of conditions: [Condition]) -> RulePlan.Alternative {
        var coded = CodedAlternative(tests: [], list: nil)
        var texts: [String] = []
        var list: String?
        var isEvaluated = false
        for condition in conditions {
            guard let test = code(condition) else {
                isEvaluated = true
                continue
            }
            coded.tests.append(test)
            texts.append(condition.description)
            coded.list = coded.list ?? condition.place.flatMap { columns.list(of: $0) }
            list = list ?? condition.place?.list.map { $0.map(\.description).joined(separator: ".") }
        }
        let parts = choose(coded)?.parts ?? []
        let inKey = Set(parts.map(\.test))
        return RulePlan.Alternative(
            key: parts.map { texts[$0.test] }, tests: texts.indices.filter { !inKey.contains($0) }.map { texts[$0] },
            isEvaluated: isEvaluated, entryCount: parts.reduce(1) { $0 * $1.values.count }, list: list)
    }
}
