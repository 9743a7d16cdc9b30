public import JSONDocument

/// One fault of a rule's text: where, what is wrong, and what would be right.
public struct RuleError: Error, Sendable {
    /// The kinds of fault.
    public enum Code: String, Sendable, CaseIterable {
        /// The text is no expression of the language.
        case syntax
        /// A literal is malformed or out of range.
        case literal
        /// A bound of `RuleLimits` is exceeded.
        case limit
        /// A function or macro that does not exist.
        case unknownFunction = "unknown-function"
        /// A function or macro given the wrong number or kind of arguments.
        case arguments
        /// A field that the declarations do not have.
        case unknownField = "unknown-field"
        /// An operator or function applied to types it is not defined for.
        case type
        /// A comparison, or a rule, that can never hold.
        case impossible
        /// A condition that always holds, or an alternative that never does; a warning.
        case redundant
        /// A regular expression that RE2 refuses.
        case pattern
    }

    /// Whether a rule with the fault is refused.
    public enum Severity: String, Sendable {
        /// It is refused.
        case error
        /// It is accepted, and its author told.
        case warning
    }

    /// Whether a rule with it is refused.
    public let severity: Severity
    /// The kind of fault.
    public let code: Code
    /// What is wrong and what would be right, as a sentence without full stop.
    public let message: String
    /// The text that would be right in place of `byteRange`, where that is known.
    public let replacement: String?
    /// The place, in bytes of the rule's UTF-8.
    public let byteRange: Range<Int>
    /// The place, for people.
    public let position: JSONTextPosition
    /// The line of the place, and below it a line that marks the place with `^`.
    public let snippet: String
}

extension RuleError: CustomStringConvertible {
    /// `line:column: message`, and the snippet below; a warning says so.
    public var description: String {
        "\(position): \(severity == .warning ? "warning: " : "")\(message)\n\(snippet)"
    }
}

/// Why a text is refused as a rule: at least one fault, in the order of the text.
public struct RuleErrors: Error, Sendable, CustomStringConvertible {
    /// The faults; at most `RuleLimits.errorsMax`.
    public let errors: [RuleError]

    /// The faults, one after the other.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
