public import RuleLanguage

/// Many rules are filed by all processors.
extension RuleIndex {
    /// A rule taken apart as far as no index is needed for it.
    private struct PreparedRule: Sendable {
        let id: RuleID
        let rule: Rule
        let conditions: RuleConditions.Alternatives
    }

    /// Adds many rules, or replaces those of their ids: as `insert(_:_:)` does one after the other, but with all that
    /// goes before filing a rule done on several threads.
    /// - Parameters:
    ///   - count: How many rules there are.
    ///   - rule: Gives each by its number. It is called on several threads, best when it reads the rule's text there.
    /// - Throws: What `rule` throws for the first number for which it does. The rules before it have been added.
    public mutating func insert<Failure: Error>(
        count: Int, _ rule: @escaping @Sendable (Int) throws(Failure) -> (RuleID, Rule)
    ) throws(Failure) {
        forgetSnapshot()
        try OrderedWork.run(count: count) { number -> Result<PreparedRule, Failure> in
            do throws(Failure) {
                let (id, rule) = try rule(number)
                return .success(
                    PreparedRule(id: id, rule: rule, conditions: RuleConditions.alternatives(of: rule)))
            } catch {
                return .failure(error)
            }
        } take: { made throws(Failure) in
            let prepared = try made.get()
            insert(prepared.id, prepared.rule, prepared.conditions)
        }
    }
}
