public import JSONDocument

/// Why a rule matches an alert, or why not: the parts of the rule that decided.
public struct RuleExplanation: Sendable {
    /// A condition that decided, and what it found.
    public struct Part: Sendable {
        /// The condition, in bytes of the rule's text.
        public let byteRange: Range<Int>
        /// The condition's text.
        public let text: String
        /// What it says of the alert.
        public let outcome: RuleOutcome
        /// The fields it looked at.
        public let fields: [Field]
    }

    /// A field that a condition looked at.
    public struct Field: Sendable {
        /// Where the field lies, or would lie.
        public let pointer: JSONPointer
        /// What is there, such as `a text of 7 characters`, or `missing`; never the value itself.
        public let shape: String
        /// The value's node on the alert's tape, for those who may see it; nil where the field is missing.
        public let node: Int?
    }

    /// What the rule says of the alert.
    public let outcome: RuleOutcome
    /// The parts that decided: of a conjunction that misses those that miss, of one that matches all of them.
    public let parts: [Part]
}

extension RuleExplanation: CustomStringConvertible {
    /// The outcome, and a line for each part with the fields it looked at.
    public var description: String {
        ([Self.word(outcome)]
            + parts.map { part in
                let fields = part.fields.map { "\($0.pointer.description): \($0.shape)" }.joined(separator: "; ")
                return "  \(Self.word(part.outcome)): \(part.text)" + (fields.isEmpty ? "" : "  (\(fields))")
            }).joined(separator: "\n")
    }

    private static func word(_ outcome: RuleOutcome) -> String {
        switch outcome {
        case .matches: "matches"
        case .misses: "misses"
        case .undetermined(let reason): "cannot be evaluated (\(reason))"
        }
    }
}

extension Rule {
    /// Why the rule says of an alert what it says. Slower than `evaluate`: for people.
    public func explain(on root: JSONNode) -> RuleExplanation {
        var explainer = RuleExplainer(rule: self, root: root)
        explainer.explain(expression)
        return RuleExplanation(outcome: evaluate(on: root), parts: explainer.parts)
    }
}

/// Walks a rule down to the conditions that decided.
private struct RuleExplainer {
    let rule: Rule
    let root: JSONNode
    var parts: [RuleExplanation.Part] = []

    private func outcome(_ expression: RuleExpression) -> RuleOutcome {
        let program = RuleCompiler.compile(expression)
        return program.withEvaluator(on: root) { evaluator in
            let value = evaluator.value(program.root)
            return program.outcome(of: value, evaluator)
        }
    }

    mutating func explain(_ expression: RuleExpression) {
        switch expression.form {
        case .not(let operand): explain(operand)
        case .and(let operands): explain(operands, deciding: .misses)
        case .or(let operands): explain(operands, deciding: .matches)
        case .conditional(let condition, let first, let second):
            explain(condition)
            switch outcome(condition) {
            case .matches: explain(first)
            case .misses: explain(second)
            case .undetermined: break
            }
        default:
            parts.append(
                RuleExplanation.Part(
                    byteRange: expression.byteRange, text: RulePrinter.text(of: expression),
                    outcome: outcome(expression), fields: fields(of: expression)))
        }
    }

    /// One operand of the deciding outcome decides alone; else those that cannot be evaluated; else all together.
    private mutating func explain(_ operands: [RuleExpression], deciding: RuleOutcome) {
        let outcomes = operands.map { outcome($0) }
        let deciders = zip(operands, outcomes).filter { $0.1 == deciding }
        let unknown = zip(operands, outcomes).filter { $0.1 != .matches && $0.1 != .misses }
        if !deciders.isEmpty {
            for (operand, _) in deciders { explain(operand) }
        } else if !unknown.isEmpty {
            for (operand, _) in unknown { explain(operand) }
        } else {
            for operand in operands { explain(operand) }
        }
    }

    /// The fields of the alert that an expression names, each once.
    private func fields(of expression: RuleExpression) -> [RuleExplanation.Field] {
        var paths: [[String]] = []
        Self.collect(expression, variables: [], into: &paths)
        return paths.map { path in
            let pointer = JSONPointer(tokens: path)
            let node = root.resolve(pointer)
            return RuleExplanation.Field(pointer: pointer, shape: Self.shape(node), node: node?.index)
        }
    }

    private static func collect(_ expression: RuleExpression, variables: [String], into paths: inout [[String]]) {
        var variables = variables
        var path = expression.path
        if case .presence(let of, let name) = expression.form { path = of.path.map { $0 + [name] } }
        if let path {
            if !variables.contains(path[0]), !paths.contains(path) { paths.append(path) }
            return
        }
        if case .comprehension(_, let own, let range, let body) = expression.form {
            collect(range, variables: variables, into: &paths)
            variables += own
            for part in body { collect(part, variables: variables, into: &paths) }
            return
        }
        for part in expression.parts { collect(part, variables: variables, into: &paths) }
    }

    private static func shape(_ node: JSONNode?) -> String {
        guard let node else { return "missing" }
        switch node.kind {
        case .object: return "an object of \(node.childCount) fields"
        case .array: return "a list of \(node.childCount) elements"
        case .string:
            let count = node.withStringBytes { bytes in bytes.count { $0 & 0xC0 != 0x80 } }
            return "a text of \(count) characters"
        case .integer: return "a whole number"
        case .double, .bigNumber: return "a number"
        case .true, .false: return "a boolean"
        case .null: return "null"
        }
    }
}
