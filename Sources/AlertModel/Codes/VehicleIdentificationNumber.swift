/// The identification number of a road vehicle (ISO 3779): 17 characters, without I, O and Q.
///
/// The check digit at the ninth place is compulsory in North America only (49 CFR 565.15); see `requiresCheckDigit`.
public enum VehicleIdentificationNumber: StandardCode {
    /// Characters of a number.
    static let length = 17
    private static let checkDigitIndex = 8

    /// Whether the bytes have the shape, whatever the check digit.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == length else { return false }
        for byte in text where !isAllowed(byte) { return false }
        return true
    }

    /// Judges shape and check digit: the weighted sum modulo 11, of which 10 is written X.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard hasShape(text) else { return .wrongShape }
        var sum = 0
        for index in 0..<length { sum &+= value(of: text[index]) &* weight(at: index) }
        let remainder = sum % 11
        let expected = remainder == 10 ? UInt8(ascii: "X") : UInt8(ascii: "0") &+ UInt8(remainder)
        return text[checkDigitIndex] == expected ? .valid : .wrongCheckDigit
    }

    /// Whether the manufacturer's code, of a number with the right shape, is North American: 1 to 5, and 7F to 70 in
    /// the order of ISO 3780 (letters before digits), where the check digit is compulsory.
    public static func requiresCheckDigit(_ text: UnsafeRawBufferPointer) -> Bool {
        switch text[0] {
        case UInt8(ascii: "1")...UInt8(ascii: "5"): true
        case UInt8(ascii: "7"): text[1] >= UInt8(ascii: "F") || ASCII.isDigit(text[1])
        default: false
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "Q"): false
        default: ASCII.isUpperOrDigit(byte)
        }
    }

    /// 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2.
    private static func weight(at index: Int) -> Int {
        switch index {
        case 0..<7: 8 &- index
        case 7: 10
        case checkDigitIndex: 0
        default: 18 &- index
        }
    }

    /// A to H are 1 to 8, J to R are 1 to 9 (without O and Q), S to Z are 2 to 9.
    private static func value(of byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): ASCII.digit(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "H"): Int(byte &- UInt8(ascii: "A")) &+ 1
        case UInt8(ascii: "J")...UInt8(ascii: "R"): Int(byte &- UInt8(ascii: "J")) &+ 1
        default: Int(byte &- UInt8(ascii: "S")) &+ 2
        }
    }
}
