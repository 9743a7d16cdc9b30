/// Counts the alternatives of a rule: the conjunctions it becomes once `&&` is distributed over `||`.
enum RuleDisjuncts {
    /// The count, at most `ceiling`.
    static func count(_ expression: RuleExpression) -> Int { count(expression, negated: false) }

    /// Where counting ends: larger numbers are not told apart.
    static let ceiling = 1 << 20

    private static func count(_ expression: RuleExpression, negated: Bool) -> Int {
        switch expression.form {
        case .not(let operand): return count(operand, negated: !negated)
        case .and(let operands): return negated ? sum(operands, negated) : product(operands, negated)
        case .or(let operands): return negated ? product(operands, negated) : sum(operands, negated)
        default: return 1
        }
    }

    private static func sum(_ operands: [RuleExpression], _ negated: Bool) -> Int {
        operands.reduce(0) { min(ceiling, $0 + count($1, negated: negated)) }
    }

    private static func product(_ operands: [RuleExpression], _ negated: Bool) -> Int {
        operands.reduce(1) { min(ceiling, $0 * count($1, negated: negated)) }
    }
}
