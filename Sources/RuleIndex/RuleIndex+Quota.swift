public import RuleLanguage

extension RuleIndex {
    /// Whether every alert would have to be held against a rule, as no condition of it names a value to find it by.
    public mutating func isBroad(_ rule: Rule) -> Bool {
        forgetSnapshot()
        return alternatives(of: rule).contains { keyParts($0).isEmpty }
    }

    /// How many such rules an owner has in here (see `insert(_:_:owner:)`).
    public func broadRuleCount(of owner: String) -> Int { broadCounts[owner, default: 0] }
}
