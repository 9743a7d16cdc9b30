/// What there is to say of a text that is to be a rule: the rule or why it is none, and warnings.
public struct RuleReport: Sendable {
    /// The rule, nil where it is refused.
    public let rule: Rule?
    /// Why it is refused, in the order of the text; empty where it is not. At most `RuleLimits.errorsMax`.
    public let errors: [RuleError]
    /// What its author should know though it is accepted, in the order of the text; empty where it is refused.
    public let warnings: [RuleError]

    /// Reads and checks a text.
    public init(_ text: String, declarations: RuleDeclarations? = nil) {
        self.init(text, declarations: declarations, purpose: .condition)
    }

    init(_ text: String, declarations: RuleDeclarations?, purpose: Rule.Purpose) {
        let bytes = Array(text.utf8)
        let expression: RuleExpression
        do throws(RuleErrors) {
            expression = try RuleParser.parse(
                bytes, helpers: declarations?.helpers ?? RuleHelpers(), isFiled: purpose == .filed)
        } catch {
            (rule, errors, warnings) = (nil, error.errors, [])
            return
        }
        let verdict = RuleChecker.check(expression, text: bytes, declarations: declarations, purpose: purpose)
        errors = verdict.errors
        warnings = verdict.errors.isEmpty ? verdict.warnings : []
        rule =
            verdict.errors.isEmpty
            ? Rule(text: text, expression: expression, cost: verdict.cost, purpose: purpose, patterns: verdict.patterns)
            : nil
    }

    /// The rule.
    /// - Throws: Why it is refused.
    public func accepted() throws(RuleErrors) -> Rule {
        if let rule { return rule }
        throw RuleErrors(errors: errors)
    }
}
