/// Classes of ASCII bytes.
enum ASCII {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always)
    static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    @inline(__always)
    static func isUpperOrDigit(_ byte: UInt8) -> Bool { isUpper(byte) || isDigit(byte) }

    @inline(__always)
    static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }

    /// The value of a digit, which the byte must be.
    @inline(__always)
    static func digit(_ byte: UInt8) -> Int { Int(byte &- 0x30) }

    /// Whether all bytes of a range, which must lie within the text, are digits.
    static func areDigits(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        for index in range where !isDigit(text[index]) { return false }
        return true
    }
}
