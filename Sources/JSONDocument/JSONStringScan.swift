/// Finds the end of a string and checks its content: eight bytes at a time where they are plain ASCII.
enum JSONStringScan {
    /// Moves `at` from the first byte of a string to its closing quote, or to the fault.
    @inline(__always)
    static func run(_ at: inout UnsafePointer<UInt8>, escaped: inout Bool) -> JSONFault.Raw {
        while true {
            let special = specialBytes(loadWord(at))
            if special == 0 {
                at += 8
                continue
            }
            at += special.trailingZeroBitCount &>> 3
            let byte = at.pointee
            if byte == UInt8(ascii: "\"") { return .none }
            if byte >= 0x80 {
                repeat {
                    let length = sequenceLength(at)
                    if length == 0 { return .invalidUTF8 }
                    at += length
                } while at.pointee >= 0x80
                continue
            }
            if byte != UInt8(ascii: "\\") { return .controlCharacter }
            escaped = true
            let fault = escape(&at)
            if fault != .none { return fault }
        }
    }

    /// Marks the top bit of each byte that is a quote, a backslash, a control character or not ASCII.
    ///
    /// Bytes above the first such byte may be marked wrongly, through borrows; only the lowest mark counts.
    @inline(__always)
    private static func specialBytes(_ raw: UInt64) -> UInt64 {
        let word = UInt64(littleEndian: raw)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let quotes = (quote &- ones) & ~quote
        let backslashes = (backslash &- ones) & ~backslash
        let controls = (word &- 0x2020_2020_2020_2020) & ~word
        return (quotes | backslashes | controls | word) & 0x8080_8080_8080_8080
    }

    /// The length of the UTF-8 sequence at `at` (RFC 3629, section 4), 0 where it is none.
    @inline(__always)
    private static func sequenceLength(_ at: UnsafePointer<UInt8>) -> Int {
        let lead = at[0]
        if lead < 0xC2 { return 0 }
        let second = at[1]
        if second & 0xC0 != 0x80 { return 0 }
        if lead < 0xE0 { return 2 }
        if at[2] & 0xC0 != 0x80 { return 0 }
        if lead < 0xF0 {
            if lead == 0xE0 && second < 0xA0 { return 0 }
            if lead == 0xED && second > 0x9F { return 0 }
            return 3
        }
        if lead > 0xF4 || at[3] & 0xC0 != 0x80 { return 0 }
        if lead == 0xF0 && second < 0x90 { return 0 }
        if lead == 0xF4 && second > 0x8F { return 0 }
        return 4
    }

    private static func escape(_ at: inout UnsafePointer<UInt8>) -> JSONFault.Raw {
        switch at[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
            return .none
        case UInt8(ascii: "u"):
            guard let unit = JSONEscapes.hexUnit(at + 2) else { return .invalidEscape }
            if unit & 0xFC00 == 0xDC00 { return .loneSurrogate }
            if unit & 0xFC00 != 0xD800 {
                at += 6
                return .none
            }
            guard at[6] == UInt8(ascii: "\\"), at[7] == UInt8(ascii: "u"), let low = JSONEscapes.hexUnit(at + 8),
                low & 0xFC00 == 0xDC00
            else { return .loneSurrogate }
            at += 12
            return .none
        default: return .invalidEscape
        }
    }
}
