extension JSONNode {
    /// Writes a string's bytes, unescaped, to memory with room for `rawBytes.count` bytes, and returns how many there
    /// are. The value must be a string or a member name. Allocates nothing.
    public func copyStringBytes(to target: UnsafeMutablePointer<UInt8>) -> Int {
        let raw = rawBytes.assumingMemoryBound(to: UInt8.self)
        guard let start = raw.baseAddress else { return 0 }
        return JSONEscapes.unescape(start, count: raw.count, to: target)
    }
}

extension JSONEscapes {
    /// The bytes of an escaped string without the escapes, written to memory with room for `count`; returns how many.
    static func unescape(_ start: UnsafePointer<UInt8>, count: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var at = start
        let end = start + count
        var output = target
        while at < end {
            guard at.pointee == UInt8(ascii: "\\") else {
                output.pointee = at.pointee
                at += 1
                output += 1
                continue
            }
            let escape = at[1]
            at += 2
            if escape == UInt8(ascii: "u") {
                writeScalar(&at, to: &output)
                continue
            }
            output.pointee = plain(escape)
            output += 1
        }
        return output - target
    }

    private static func plain(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    private static func writeScalar(_ at: inout UnsafePointer<UInt8>, to output: inout UnsafeMutablePointer<UInt8>) {
        var value = hexUnit(at) ?? 0xFFFD
        at += 4
        if value & 0xFC00 == 0xD800, let low = hexUnit(at + 2) {
            value = 0x10000 + ((value & 0x3FF) << 10) + (low & 0x3FF)
            at += 6
        }
        for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}").unsafelyUnwrapped {
            output.pointee = byte
            output += 1
        }
    }
}
