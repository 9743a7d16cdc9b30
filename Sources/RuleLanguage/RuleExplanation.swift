public import JSONDocument

/// Why a rule matches an alert, or why not: the parts of the rule that decided.
public struct RuleExplanation: Sendable {
    /// A condition that decided, and what it found.
    public struct Part: Sendable {
        /// The condition, or the call of the helper that it stems from, in bytes of the rule's text.
        public let byteRange: Range<Int>
        /// The condition in canonical form, with the element at hand in the place of a macro's variable.
        public let text: String
        /// The helper's call as it is written, nil where the condition is none of a helper's.
        public let written: String?
        /// What it says of the alert.
        public let outcome: RuleOutcome
        /// The fields it looked at.
        public let fields: [Field]
        /// What there is to say besides, such as which element came nearest.
        public let note: String?
        /// How many macros it lies within: the parts of a macro's body follow the macro.
        public let depth: Int
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
    /// The outcome, and a line for each part with the fields it looked at; no value of the alert.
    public var description: String { text { $0.shape } }

    /// As `description`, with the values of the fields in JSON: for those who may see the alert.
    /// - Parameter alert: The alert that was explained.
    public func text(showingValuesOf alert: JSONNode) -> String {
        text { field in
            guard let node = field.node else { return field.shape }
            let value = JSONNode(tape: alert.tape, index: node)
            if value.kind == .object || value.kind == .array { return field.shape }
            let bytes = UnsafeBufferPointer(
                start: alert.tape.bytes + value.byteRange.lowerBound, count: value.byteRange.count)
            let text = String(decoding: bytes, as: UTF8.self)
            return text.count <= Self.valueCharactersMax ? text : text.prefix(Self.valueCharactersMax) + "…"
        }
    }

    private static let valueCharactersMax = 60

    /// The conditions that decided, without values and macros around them, one after the other.
    public var decision: String {
        parts.filter { part in !parts.contains { $0.depth > part.depth && part.byteRange.contains($0.byteRange) } }
            .map { $0.written ?? $0.text }.joined(separator: ", ")
    }

    private func text(_ shown: (Field) -> String) -> String {
        ([Self.word(outcome)]
            + parts.map { part in
                let indent = String(repeating: "  ", count: part.depth + 1)
                let fields = part.fields.map { "\($0.pointer.description): \(shown($0))" }.joined(separator: "; ")
                let condition = part.written.map { "\($0), that is \(part.text)" } ?? part.text
                return "\(indent)\(Self.word(part.outcome)): \(condition)" + (fields.isEmpty ? "" : "  (\(fields))")
                    + (part.note.map { "; \($0)" } ?? "")
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

extension Range<Int> {
    fileprivate func contains(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}

extension Rule {
    /// Why the rule says of an alert what it says. Slower than `evaluate`: for people.
    public func explain(on root: JSONNode) -> RuleExplanation {
        var steps = 0
        return explain(on: root, steps: &steps)
    }

    /// Why the rule says of an alert what it says.
    /// - Parameter steps: Grows by the steps that it took to tell, which may be many times those of `matches`.
    public func explain(on root: JSONNode, steps: inout Int) -> RuleExplanation {
        var explainer = RuleExplainer(text: Array(text.utf8), root: root, patterns: RulePatterns(program.patterns))
        explainer.explain(expression, depth: 0)
        steps += explainer.steps
        return RuleExplanation(outcome: evaluate(on: root), parts: explainer.parts)
    }
}
