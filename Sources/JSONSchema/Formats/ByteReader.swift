/// Reads ASCII text byte by byte: what the formats share.
struct ByteReader {
    let bytes: UnsafeRawBufferPointer
    var at = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    /// The next byte, 0 at the end: no format allows that byte.
    @inline(always)
    var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

    @inline(always)
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    /// Takes either case of a letter.
    @inline(always)
    mutating func takeLetter(_ lowercase: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: lowercase) else { return false }
        at += 1
        return true
    }

    /// A number of exactly so many digits, -1 where they are not there.
    @inline(always)
    mutating func digits(_ count: Int) -> Int {
        guard at + count <= bytes.count else { return -1 }
        var value = 0
        for index in at..<(at + count) {
            let digit = bytes[index] &- 0x30
            if digit > 9 { return -1 }
            value = value &* 10 &+ Int(digit)
        }
        at += count
        return value
    }

    /// Skips digits and returns how many there were.
    @inline(always)
    mutating func skipDigits() -> Int {
        let start = at
        while at < bytes.count, bytes[at].isASCIIDigit { at += 1 }
        return at - start
    }
}
