/// What a node of the tape is.
@frozen public enum JSONKind: UInt8, Sendable {
    /// An object; its payload is the index one past its last descendant.
    case object = 1
    /// An array; its payload is the index one past its last descendant.
    case array = 2
    /// A string, left escaped in the text.
    case string = 3
    /// A whole number of at most 18 digits; its payload is the `Int64`.
    case integer = 4
    /// A number with fraction or exponent that one division or multiplication makes exactly; its payload is the bits
    /// of the `Double`.
    case double = 5
    /// `true`.
    case `true` = 6
    /// `false`.
    case `false` = 7
    /// `null`.
    case null = 8
    /// Any other number: only its text is kept, so that nothing is lost by rounding.
    case bigNumber = 9
}
