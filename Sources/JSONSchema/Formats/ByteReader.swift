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

/// What the formats ask of texts, without the generic algorithms, which take memory where they are not specialised.
extension UnsafeRawBufferPointer {
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: baseAddress.map { $0 + start }, count: end - start)
    }

    /// The first place of a byte, -1 where there is none.
    func place(of byte: UInt8) -> Int {
        var at = 0
        while at < count {
            if self[at] == byte { return at }
            at += 1
        }
        return -1
    }

    /// The last place of a byte, -1 where there is none.
    func lastPlace(of byte: UInt8) -> Int {
        var at = count - 1
        while at >= 0, self[at] != byte { at -= 1 }
        return at
    }

    @inline(__always)
    func holds(_ rule: (UInt8) -> Bool) -> Bool {
        var at = 0
        while at < count {
            if !rule(self[at]) { return false }
            at += 1
        }
        return true
    }
}
