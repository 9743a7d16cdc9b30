/// A code of the Harmonized System: a string of 2, 4 or 6 digits, whose prefixes mean chapter and heading.
public enum HarmonizedCode: StandardCode {
    /// Whether the bytes are 2, 4 or 6 digits.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool {
        switch text.count {
        case 2, 4, 6: ASCII.areDigits(text, 0..<text.count)
        default: false
        }
    }

    /// Judges shape and chapter: 01 to 97 without 77, which is reserved; 98 and 99 are for national use.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard hasShape(text) else { return .wrongShape }
        switch ASCII.digit(text[0]) &* 10 &+ ASCII.digit(text[1]) {
        case 0, 77: return .notListed
        case 98, 99: return .nationalUse
        default: return .valid
        }
    }
}
