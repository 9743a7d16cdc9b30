/// Estimates what a rule costs at worst.
enum RuleCost {
    /// Steps a search by regular expression is assumed to take: the alert's longer texts have some hundred bytes.
    private static let searchSteps = 400

    /// The steps, lists taken to have `RuleLimits.listElementsAssumed` elements.
    static func estimate(_ expression: RuleExpression) -> Int {
        let parts = expression.parts.reduce(0) { saturating($0, estimate($1)) }
        switch expression.form {
        case .call(.matches, _, _): return saturating(parts, searchSteps)
        case .binary(.isIn, _, let container):
            if case .list(let values) = container.form { return saturating(parts, values.count) }
            return saturating(parts, RuleLimits.listElementsAssumed)
        case .comprehension(_, _, let range, let body):
            let each = body.reduce(1) { saturating($0, estimate($1)) }
            let (all, overflow) = each.multipliedReportingOverflow(by: RuleLimits.listElementsAssumed)
            return overflow ? Int.max : saturating(estimate(range), all)
        default: return saturating(parts, 1)
        }
    }

    private static func saturating(_ one: Int, _ other: Int) -> Int {
        let (sum, overflow) = one.addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
