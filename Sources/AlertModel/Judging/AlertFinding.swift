public import JSONDocument

/// One thing wrong with an alert, or worth knowing about it: what, where, and what would be right.
///
/// It never holds the alert's values.
public struct AlertFinding: Equatable, Sendable {
    /// How much it matters.
    public enum Severity: String, Sendable {
        /// The alert is refused.
        case error
        /// The alert is accepted, and the finding travels with it.
        case warning
    }

    /// The kind of finding, stable, for programs: `check-digit.container`, `schema.required`, `json.syntax`.
    public let code: String
    /// How much it matters.
    public let severity: Severity
    /// The place in the alert: a JSON Pointer (RFC 6901), empty for the whole.
    public let pointer: String
    /// The place in the alert's bytes, from 0.
    public let byteOffset: Int
    /// The place in the text: line and column from 1.
    public let position: JSONTextPosition
    /// The sentence for people.
    public let message: String
    /// The keyword as it was reached from the root of the alert's schema: a JSON Pointer, empty for rules that no schema
    /// holds.
    public let keywordLocation: String
    /// The keyword in the schema file where it stands, empty for rules that no schema holds.
    public let absoluteKeywordLocation: String

    /// A finding of these parts.
    public init(
        code: String, severity: Severity, pointer: String, byteOffset: Int, position: JSONTextPosition, message: String,
        keywordLocation: String = "", absoluteKeywordLocation: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.pointer = pointer
        self.byteOffset = byteOffset
        self.position = position
        self.message = message
        self.keywordLocation = keywordLocation
        self.absoluteKeywordLocation = absoluteKeywordLocation
    }

    /// A finding about a value.
    init(code: String, severity: Severity, at value: JSONNode, message: String) {
        self.init(
            code: code, severity: severity, pointer: value.pointer.description, byteOffset: value.byteOffset,
            position: value.position, message: message)
    }

    /// A finding about a broken rule. For an unknown group the sentence names those of the chapter.
    init(_ issue: AlertIssue, in tape: JSONTape, lists: CodeLists) {
        let value = JSONNode(tape: tape, index: issue.node)
        var message = issue.rule.sentence
        if issue.rule == .unknownCategory, let chapter = value.string?.split(separator: ".").first,
            let known = lists.categories.chapters.first(where: { $0.name == chapter })
        {
            message += "; the chapter \(known.name) has " + known.categories.map(\.group).joined(separator: ", ")
        }
        self.init(code: issue.rule.code, severity: issue.isWarning ? .warning : .error, at: value, message: message)
    }
}

extension AlertFinding: CustomStringConvertible {
    /// `line:column: severity: message (code at pointer)`.
    public var description: String {
        "\(position): \(severity.rawValue): \(message) (\(code) at \(pointer.isEmpty ? "the root" : pointer))"
    }
}
