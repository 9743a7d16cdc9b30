/// What the check of one code found.
public enum CodeVerdict: UInt8, Sendable {
    /// The code is right, as far as it can be judged.
    case valid
    /// Length or characters are not those of the standard.
    case wrongShape
    /// The shape is right and the check digit is not: the number was misread, mistyped or made up.
    case wrongCheckDigit
    /// The shape is right, but the code, or a code within it, is not in its list.
    case notListed
    /// A code that each country uses as it likes.
    case nationalUse
}

/// A code or number of a standard, judged from its bytes without allocation.
public protocol StandardCode {
    /// Judges the bytes of a code. Any bytes may be given.
    static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict
}

extension StandardCode {
    /// Judges a code held in a string.
    public static func check(_ text: some StringProtocol) -> CodeVerdict {
        var text = String(text)
        return text.withUTF8 { check(UnsafeRawBufferPointer($0)) }
    }
}
