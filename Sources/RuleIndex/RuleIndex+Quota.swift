public import RuleLanguage

/// What a rule asks of every alert, or of many: what an owner must not have too much of.
public struct RuleBurden: Sendable, Equatable {
    /// Whether every alert has to be held against it, as no condition of it names a value to find it by.
    public let isBroad: Bool
    /// The most steps that the evaluator may take over it (see `Rule.cost`); 0 where the index tests all of it itself.
    public let evaluatedSteps: Int
}

extension RuleIndex {
    /// What rules would ask if they were in here. The index stays as it is.
    public func burdens(of rules: [Rule]) -> [RuleBurden] {
        var scratch = self
        scratch.forgetSnapshot()
        return rules.map { rule in
            let coded = scratch.alternatives(of: rule)
            let isEvaluated = coded.contains { alternative in
                alternative.tests.contains { $0.isLong && scratch.longTests.read($0).kind == .rule }
            }
            return RuleBurden(
                isBroad: coded.contains { scratch.keyParts($0).isEmpty }, evaluatedSteps: isEvaluated ? rule.cost : 0)
        }
    }

    /// How many rules that every alert is held against an owner has in here (see `insert(_:_:owner:)`).
    public func broadRuleCount(of owner: String) -> Int { broadCounts[owner, default: 0] }
}
