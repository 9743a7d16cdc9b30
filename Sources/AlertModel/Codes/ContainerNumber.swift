/// The number of a freight container (ISO 6346): owner, category `U`, `J` or `Z`, six digits of serial, check digit.
public enum ContainerNumber: StandardCode {
    /// Characters of a number.
    static let length = 11

    /// Whether the bytes have the shape, whatever the check digit.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == length else { return false }
        guard ASCII.isUpper(text[0]), ASCII.isUpper(text[1]), ASCII.isUpper(text[2]) else { return false }
        switch text[3] {
        case UInt8(ascii: "U"), UInt8(ascii: "J"), UInt8(ascii: "Z"): return ASCII.areDigits(text, 4..<length)
        default: return false
        }
    }

    /// Judges shape and check digit: the weighted sum modulo 11, of which 10 counts as 0 (ISO 6346, annex A).
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard hasShape(text) else { return .wrongShape }
        var sum = 0
        for index in 0..<(length - 1) {
            sum &+= value(of: text[index]) &<< index
        }
        return sum % 11 % 10 == ASCII.digit(text[length - 1]) ? .valid : .wrongCheckDigit
    }

    /// 10 for A, and so on, leaving out the multiples of 11: 11 before B, 22 before L, 33 before V.
    private static func value(of byte: UInt8) -> Int {
        if ASCII.isDigit(byte) { return ASCII.digit(byte) }
        let letter = Int(byte &- UInt8(ascii: "A"))
        return 10 &+ letter &+ (letter >= 1 ? 1 : 0) &+ (letter >= 11 ? 1 : 0) &+ (letter >= 21 ? 1 : 0)
    }
}
