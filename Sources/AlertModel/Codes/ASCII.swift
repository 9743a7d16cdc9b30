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

    // MARK: Eight bytes at a time

    /// A byte in all places of a word.
    @inline(__always)
    private static func all(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// The number that eight hexadecimal digits of either case spell, the first in the lowest byte. `invalid` gets bits
    /// where one of them is none.
    @inline(__always)
    static func hexadecimal(_ digits: UInt64, _ invalid: inout UInt64) -> UInt32 {
        let small = digits | all(0x20)
        let isLetter = small >> 6 & all(1)
        let low = small & all(0x0F)
        // The upper half of a byte is 3 for digits and, in small letters, 6; no digit has the bit of small letters unset.
        invalid |= (small & all(0xF0)) ^ (all(0x30) &+ isLetter &* 0x30)
        invalid |= ~digits & all(0x20) & ~(isLetter << 5)
        // Digits end at 9, letters begin at 1 and end at 6.
        invalid |= (low &+ all(6) &+ isLetter &* 3) & all(0x10)
        invalid |= ~(low &+ all(0x0F)) & isLetter << 4
        var value = (low &+ isLetter &* 9).byteSwapped
        value = (value | value >> 4) & 0x00FF_00FF_00FF_00FF
        value = (value | value >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: value | value >> 16)
    }

    /// The number that two digits spell; `worst` becomes greater than 9 where one of them is none.
    @inline(__always)
    static func pair(_ text: UnsafeRawBufferPointer, _ at: Int, _ worst: inout UInt8) -> Int {
        let tens = text[at] &- 0x30
        let ones = text[at &+ 1] &- 0x30
        worst = max(worst, max(tens, ones))
        return Int(tens) &* 10 &+ Int(ones)
    }
}
