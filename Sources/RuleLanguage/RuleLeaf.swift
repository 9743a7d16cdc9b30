internal import JSONDocument

/// A condition of a rule, or its opposite.
struct RuleLeaf {
    let expression: RuleExpression
    let isNegated: Bool
}

extension RuleLeaf {
    /// Why the condition never holds, where it reads nothing of the alert; nil where it reads something, or holds.
    var constantContradiction: String? {
        guard expression.isConstant, let nothing = try? JSONDocument(parsing: Array("{}".utf8)) else { return nil }
        let program = RuleCompiler.compile(expression)
        let outcome = program.withEvaluator(on: nothing.root) { evaluator in
            program.outcome(of: evaluator.value(program.root), evaluator)
        }
        let text = RulePrinter.text(of: expression)
        switch outcome {
        case .matches: return isNegated ? "\(text) is true, whatever the alert says" : nil
        case .misses: return isNegated ? nil : "\(text) is false, whatever the alert says"
        case .undetermined(let reason): return "\(text) cannot be evaluated, whatever the alert says (\(reason))"
        }
    }
}

extension RuleExpression {
    /// Whether it reads no field of the alert, and no element of a list.
    var isConstant: Bool {
        switch form {
        case .alert, .name, .comprehension: false
        default: parts.allSatisfy(\.isConstant)
        }
    }
}
