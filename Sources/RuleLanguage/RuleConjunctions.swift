/// Rewrites a rule as alternatives, each a list of conditions that hold together.
enum RuleConjunctions {
    /// The alternatives of an expression, or of its opposite; nil where there are more than a rule may have.
    static func all(_ expression: RuleExpression, negated: Bool = false) -> [[RuleLeaf]]? {
        switch expression.form {
        case .not(let operand): return all(operand, negated: !negated)
        case .and(let operands): return negated ? union(operands, negated) : product(operands, negated)
        case .or(let operands): return negated ? product(operands, negated) : union(operands, negated)
        default: return [[RuleLeaf(expression: expression, isNegated: negated)]]
        }
    }

    private static func union(_ operands: [RuleExpression], _ negated: Bool) -> [[RuleLeaf]]? {
        var result: [[RuleLeaf]] = []
        for operand in operands {
            guard let alternatives = all(operand, negated: negated) else { return nil }
            result += alternatives
            guard result.count <= RuleLimits.disjunctsMax else { return nil }
        }
        return result
    }

    private static func product(_ operands: [RuleExpression], _ negated: Bool) -> [[RuleLeaf]]? {
        var result: [[RuleLeaf]] = [[]]
        for operand in operands {
            guard let alternatives = all(operand, negated: negated),
                result.count * alternatives.count <= RuleLimits.disjunctsMax
            else { return nil }
            if alternatives.count == 1 {
                for index in result.indices { result[index] += alternatives[0] }
            } else {
                result = result.flatMap { before in alternatives.map { before + $0 } }
            }
        }
        return result
    }
}
