/// `uuid`, `json-pointer`, `relative-json-pointer` and `regex`.
enum IdentifierFormats {
    /// RFC 4122, section 3.
    static func isUUID(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == 36 else { return false }
        for (index, byte) in bytes.enumerated() {
            switch index {
            case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
            default: if !byte.isASCIIHexDigit { return false }
            }
        }
        return true
    }

    /// RFC 6901, section 3.
    static func isJSONPointer(_ bytes: UnsafeRawBufferPointer) -> Bool { isPointer(bytes, from: 0) }

    private static func isPointer(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        if start == bytes.count { return true }
        guard bytes[start] == UInt8(ascii: "/") else { return false }
        var at = start
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "~") {
                at += 1
                guard at < bytes.count, bytes[at] == UInt8(ascii: "0") || bytes[at] == UInt8(ascii: "1") else {
                    return false
                }
            }
            at += 1
        }
        return true
    }

    /// draft-bhutton-relative-json-pointer-00, section 3.
    static func isRelativeJSONPointer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = ByteReader(bytes)
        let startsWithZero = reader.next == UInt8(ascii: "0")
        let digits = reader.skipDigits()
        guard digits > 0, !startsWithZero || digits == 1 else { return false }
        if reader.next == UInt8(ascii: "#") { return reader.at + 1 == bytes.count }
        return isPointer(bytes, from: reader.at)
    }

    /// ECMA-262: any expression, also one that cannot be matched in linear time.
    static func isRegex(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do throws(PatternError) {
            _ = try RegexParser.parse(String(decoding: bytes, as: UTF8.self))
            return true
        } catch {
            return false
        }
    }
}
