public import JSONDocument
internal import Synchronization

/// A condition over alerts, written in the Common Expression Language (CEL), ready for evaluation.
///
/// A rule names fields of the alert: `goods.exists(g, g.hs.startsWith('2402')) && route.origin in ['CN', 'VN']`. It is
/// immutable and may be used by any number of threads at once.
public struct Rule: Sendable {
    /// What a rule consists of, shared by its copies: copying a rule is cheap.
    private final class Content: Sendable {
        let text: String
        let expression: RuleExpression
        let cost: Int
        private let purpose: Purpose
        private let patterns: RulePatterns
        /// Nil until the rule is evaluated: of many rules in an index most never are, and loading a million of them
        /// takes a third longer where each is compiled.
        private let compiled = Atomic<Unmanaged<RuleProgram>?>(nil)

        init(text: String, expression: RuleExpression, cost: Int, purpose: Purpose, patterns: RulePatterns) {
            self.text = text
            self.expression = expression
            self.cost = cost
            self.purpose = purpose
            self.patterns = patterns
        }

        deinit { compiled.load(ordering: .acquiring)?.release() }

        @inline(__always)
        var program: RuleProgram {
            if let program = compiled.load(ordering: .acquiring) { return program.takeUnretainedValue() }
            return compile()
        }

        /// Compiles the rule; where several threads do it at once, the first has done it for all.
        @inline(never)
        private func compile() -> RuleProgram {
            let made = Unmanaged.passRetained(
                RuleCompiler.compile(expression, purpose: purpose, patterns: patterns))
            let (isFirst, other) = compiled.compareExchange(
                expected: nil, desired: made, ordering: .acquiringAndReleasing)
            if !isFirst { made.release() }
            return (isFirst ? made : other ?? made).takeUnretainedValue()
        }
    }

    private let content: Content

    /// The rule as it is evaluated.
    var program: RuleProgram {
        @inline(__always) get { content.program }
    }

    /// The rule as it was filed.
    public var text: String { content.text }
    /// The rule as a tree.
    public var expression: RuleExpression { content.expression }
    /// The steps that evaluation takes on an alert at worst, at most `RuleLimits.costMax`.
    ///
    /// With declarations it is a bound: the schema says how long lists and texts are at most. Without, lists are taken
    /// to have 64 elements and texts 400 bytes.
    public var cost: Int { content.cost }

    /// Reads and checks a rule.
    ///
    /// With declarations, unknown fields and comparisons that can never hold are refused too.
    /// - Throws: Every fault that was found, with its place.
    public init(_ text: String, declarations: RuleDeclarations? = nil) throws(RuleErrors) {
        self = try RuleReport(text, declarations: declarations).accepted()
    }

    /// Reads a rule again that was accepted when it was filed, from its canonical form, which has no helpers in it. It is
    /// not held against limits and fields once more: neither a schema nor a bound nor the definition of a helper that
    /// has changed since undoes or changes it.
    /// - Throws: Why the text is no rule at all.
    public init(filed text: String) throws(RuleErrors) {
        self = try RuleReport(text, declarations: nil, purpose: .filed).accepted()
    }

    /// What an expression is for.
    enum Purpose {
        /// A rule: it must give true or false, and must be free of what can never be evaluated.
        case condition
        /// A rule that was checked when it was filed, read again.
        case filed
        /// Any value, as the conformance suite of the language asks for. Types are not checked.
        case value
    }

    init(_ text: String, purpose: Purpose) throws(RuleErrors) {
        self = try RuleReport(text, declarations: nil, purpose: purpose).accepted()
    }

    /// A rule of an expression that has been checked.
    init(text: String, expression: RuleExpression, cost: Int, purpose: Purpose, patterns: RulePatterns) {
        content = Content(text: text, expression: expression, cost: cost, purpose: purpose, patterns: patterns)
    }

    /// What the rule says of an alert. Linear in the text of the rule and in the lists it walks, and bounded by
    /// `RuleLimits.stepsMax` whatever the alert.
    public func evaluate(on root: JSONNode) -> RuleOutcome {
        let program = program
        return program.withEvaluator(on: root) { evaluator in
            let value = evaluator.value(program.root)
            return program.outcome(of: value, evaluator)
        }
    }

    /// Whether the alert is what the rule asks for: `evaluate` without the reason.
    public func matches(_ root: JSONNode) -> Bool {
        var steps = 0
        return matches(root, steps: &steps)
    }

    /// Whether the alert is what the rule asks for, as `matches` tells it.
    /// - Parameter steps: Grows by the steps that it took to tell.
    public func matches(_ root: JSONNode, steps: inout Int) -> Bool {
        let program = program
        return program.withEvaluator(on: root) { evaluator in
            let value = evaluator.value(program.root)
            steps &+= RuleLimits.stepsMax &- evaluator.steps
            return value.isTrue && !evaluator.isExhausted
        }
    }
}

extension Rule: CustomStringConvertible {
    /// The rule in its canonical form: single spaces, single quotes, no brackets but the necessary ones. Reading it
    /// gives the same rule.
    public var description: String { RulePrinter.text(of: expression) }
}

extension RuleProgram {
    /// What a value says as a rule's outcome.
    @inline(__always)
    func outcome(of value: RuleValue, _ evaluator: borrowing RuleEvaluator) -> RuleOutcome {
        if evaluator.isExhausted { return .undetermined(reason(.tooManySteps, at: root)) }
        if value.kind == .bool { return value.isTrue ? .matches : .misses }
        return .undetermined(reason(of: value))
    }

    /// Why a value is neither true nor false.
    func reason(of value: RuleValue) -> RuleReason {
        guard value.isFault, let code = RuleReason.Code(rawValue: UInt8(truncatingIfNeeded: value.extra)) else {
            return reason(.wrongType, at: root)
        }
        return reason(code, at: value.node)
    }

    private func reason(_ code: RuleReason.Code, at instruction: Int) -> RuleReason {
        RuleReason(code: code, byteRange: ranges[instruction])
    }
}

extension Rule {
    /// The steps that evaluation takes on an alert: what `cost` bounds.
    public func steps(on root: JSONNode) -> Int {
        let program = program
        return program.withEvaluator(on: root) { evaluator in
            _ = evaluator.value(program.root)
            return RuleLimits.stepsMax - evaluator.steps
        }
    }
}
