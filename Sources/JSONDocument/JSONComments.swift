/// Reads commented JSON by blanking what RFC 8259 does not know, in place: so every offset stays true.
enum JSONComments {
    /// Replaces comments and trailing commas by spaces, keeping line ends. Returns the offset of a comment without an
    /// end, nil otherwise.
    static func blank(_ bytes: UnsafeMutablePointer<UInt8>, count: Int) -> Int? {
        var at = 0
        var lastComma: Int?
        var afterValue = false
        while at < count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at = afterString(bytes, from: at, count: count)
                (lastComma, afterValue) = (nil, true)
            case UInt8(ascii: "/") where bytes[at + 1] == UInt8(ascii: "/"):
                while at < count, bytes[at] != 0x0A { blankByte(bytes, &at) }
            case UInt8(ascii: "/") where bytes[at + 1] == UInt8(ascii: "*"):
                let start = at
                blankByte(bytes, &at)
                blankByte(bytes, &at)
                while at < count, !(bytes[at] == UInt8(ascii: "*") && bytes[at + 1] == UInt8(ascii: "/")) {
                    blankByte(bytes, &at)
                }
                if at >= count { return start }
                blankByte(bytes, &at)
                blankByte(bytes, &at)
            case UInt8(ascii: ","):
                // Only a comma that follows a value may trail: `[,]` stays wrong.
                lastComma = afterValue ? at : nil
                afterValue = false
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let comma = lastComma { bytes[comma] = 0x20 }
                (lastComma, afterValue) = (nil, true)
                at += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"):
                (lastComma, afterValue) = (nil, false)
                at += 1
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default:
                (lastComma, afterValue) = (nil, true)
                at += 1
            }
        }
        return nil
    }

    private static func blankByte(_ bytes: UnsafeMutablePointer<UInt8>, _ at: inout Int) {
        if bytes[at] != 0x0A { bytes[at] = 0x20 }
        at += 1
    }

    private static func afterString(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, count: Int) -> Int {
        var at = start + 1
        while at < count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(at + 1, count)
    }
}
