/// `uuid`, `json-pointer`, `relative-json-pointer` and `regex`.
enum IdentifierFormats {
    /// RFC 4122, section 3: five words, of which the last overlaps.
    static func isUUID(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == 36 else { return false }
        let second = SwarWord(bytes, at: 8)
        let third = SwarWord(bytes, at: 16)
        // Hyphens stand at 8, 13, 18 and 23.
        let hyphens =
            second.hasBytes(0x0000_2D00_0000_002D, under: 0x0000_FF00_0000_00FF)
            && third.hasBytes(0x2D00_0000_002D_0000, under: 0xFF00_0000_00FF_0000)
        let digits =
            SwarWord(bytes, at: 0).hexDigits & (second.hexDigits | 0x0000_8000_0000_0080)
            & (third.hexDigits | 0x8000_0000_0080_0000) & SwarWord(bytes, at: 24).hexDigits
            & SwarWord(bytes, at: 28).hexDigits
        return hyphens && digits == ByteRanges.tops
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
