/// A message that breaks the rules of CXP/1: which command, which field, and what is wrong with it.
///
/// It never carries a value of an alert, only numbers of the envelope.
public struct ProtocolError: Error, Hashable, Sendable {
    /// What is wrong with a field.
    public enum Problem: Hashable, Sendable {
        /// The frame ends before the field does.
        case truncated
        /// Bytes are left over, or a length leads outside its frame.
        case overlong
        /// The value lies outside `least...most`.
        case outOfRange(found: UInt64, least: UInt64, most: UInt64)
        /// The value is none that the specification names.
        case unknownValue(UInt64)
        /// The bytes are not UTF-8.
        case notUTF8
        /// The field occurs twice.
        case repeated
        /// The message has another number of frames than it says or than its command allows.
        case frameCount(found: Int, expected: Int)
        /// The two numbers contradict each other.
        case contradiction
        /// The command is not one that this end takes.
        case wrongDirection
    }

    /// The command, nil where the frame ended or was foreign before it was known.
    public var command: CommandCode?
    /// The field's name in the specification's grammar.
    public var field: String
    /// What is wrong.
    public var problem: Problem

    /// Creates an error about `field` of `command`.
    public init(command: CommandCode?, field: String, problem: Problem) {
        self.command = command
        self.field = field
        self.problem = problem
    }

    /// The code under which a hub reports the error.
    public var code: ProtocolErrorCode {
        switch (field, problem) {
        case ("version", .unknownValue): .versionUnsupported
        case (_, .wrongDirection): .unexpectedCommand
        default: .badFrame
        }
    }
}

extension ProtocolError: CustomStringConvertible {
    /// One sentence: the command, the field, what is wrong and what would be right.
    public var description: String {
        "\(command?.name ?? "frame"): \(field) \(problemText)"
    }

    private var problemText: String {
        switch problem {
        case .truncated: "is cut short by the frame's end"
        case .overlong: "leads past its end or leaves bytes over"
        case .outOfRange(let found, let least, let most): "is \(found), must be \(least) to \(most)"
        case .unknownValue(let value): "is \(value), which CXP/1 does not define"
        case .notUTF8: "is not UTF-8"
        case .repeated: "occurs twice"
        case .frameCount(let found, let expected): "is \(found), must be \(expected)"
        case .contradiction: "contradicts another field"
        case .wrongDirection: "is not one that this end of a session takes"
        }
    }
}
