/// Why a text is not JSON that Cordon reads, and where.
public struct JSONSyntaxError: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// Nothing but white space.
        case emptyText = "empty-text"
        /// The text is larger than the limit.
        case tooLarge = "too-large"
        /// Arrays and objects nest deeper than the limit.
        case tooDeep = "too-deep"
        /// The text ends within a value.
        case unexpectedEnd = "unexpected-end"
        /// A byte stands where the grammar of RFC 8259 has no place for it.
        case unexpectedByte = "unexpected-byte"
        /// A word other than `true`, `false` and `null`.
        case invalidLiteral = "invalid-literal"
        /// Not a number by RFC 8259, section 6.
        case invalidNumber = "invalid-number"
        /// A control character stands unescaped in a string.
        case controlCharacter = "control-character"
        /// A backslash is followed by something that is no escape.
        case invalidEscape = "invalid-escape"
        /// Half of a UTF-16 pair stands alone.
        case loneSurrogate = "lone-surrogate"
        /// The bytes are not UTF-8 (RFC 3629).
        case invalidUTF8 = "invalid-utf8"
        /// An object has two members of the same name, of which readers would believe different ones.
        case duplicateKey = "duplicate-key"
        /// More than one value.
        case trailingBytes = "trailing-bytes"
        /// The text begins with a byte order mark.
        case byteOrderMark = "byte-order-mark"
        /// A comment, in configuration, has no end.
        case unterminatedComment = "unterminated-comment"
    }

    /// The kind of refusal.
    public let code: Code
    /// Where: bytes from the start of the text.
    public let byteOffset: Int
    /// Where, for people.
    public let position: JSONTextPosition
    /// What is wrong and what would be right; never a value of the text.
    public let message: String
}

extension JSONSyntaxError: CustomStringConvertible {
    /// `line:column: message`.
    public var description: String { "\(position): \(message)" }
}
