/// What a rule says of an alert.
public enum RuleOutcome: Sendable, Equatable {
    /// The alert is what the rule asks for.
    case matches
    /// It is not.
    case misses
    /// The rule cannot be evaluated on the alert, and so does not match.
    case undetermined(RuleReason)
}

/// Why a rule cannot be evaluated on an alert.
public struct RuleReason: Error, Sendable, Equatable {
    /// The kinds of reason.
    public enum Code: UInt8, Sendable, CaseIterable {
        /// The alert has no such field.
        case noSuchField
        /// An operator or function met a value of a type it is not defined for.
        case wrongType
        /// An index is outside its list.
        case indexOutOfRange
        /// A whole number does not fit 64 bits.
        case overflow
        /// Division by zero.
        case divisionByZero
        /// A map literal has a key twice, or a key of a type that no key has.
        case badKey
        /// A text does not say what a conversion expects of it.
        case badConversion
        /// A function is given a value that it does not take, such as a position outside a text.
        case badArgument
        /// An optional is asked for its value and holds none.
        case noValue
        /// A text that `format` makes has more than `RuleLimits.formattedBytesMax` bytes.
        case textTooLong
        /// The rule needs more than `RuleLimits.stepsMax` steps on this alert.
        case tooManySteps
    }

    /// The kind of reason.
    public let code: Code
    /// The part of the rule's text that could not be evaluated, in bytes.
    public let byteRange: Range<Int>
}

extension RuleReason: CustomStringConvertible {
    /// The reason as a sentence without full stop, without the place and without any value of the alert.
    public var description: String {
        switch code {
        case .noSuchField: "the alert has no such field"
        case .wrongType: "the value is of a type for which this is not defined"
        case .indexOutOfRange: "the list has no such element"
        case .overflow: "the number does not fit 64 bits"
        case .divisionByZero: "division by zero"
        case .badKey: "a map has each key once, and keys are texts, whole numbers or booleans"
        case .badConversion: "the text cannot be converted"
        case .badArgument: "the function does not take the value that it is given"
        case .noValue: "the optional has no value"
        case .textTooLong: "the text that format makes has more than \(RuleLimits.formattedBytesMax) bytes"
        case .tooManySteps: "the rule needs more than \(RuleLimits.stepsMax) steps on this alert"
        }
    }
}
