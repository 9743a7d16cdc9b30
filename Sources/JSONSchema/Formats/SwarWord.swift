/// Eight bytes of a text looked at together ("SIMD within a register"). Results have a bit at the top of each byte.
struct SwarWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    let word: UInt64

    /// Eight bytes from an offset on, all of them within the buffer.
    @inline(always)
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(always)
    func hasBytes(_ expected: UInt64, under mask: UInt64) -> Bool { word & mask == expected }

    /// Which bytes are hexadecimal digits.
    @inline(always)
    var hexDigits: UInt64 {
        let lowercase = word | 0x20 &* Self.ones
        return (Self.between(word, 0x30, 0x39) | Self.between(lowercase, 0x61, 0x66)) & ~word & ByteRanges.tops
    }

    /// Which bytes are letters, digits or one of `-./_`.
    @inline(always)
    var plainInURI: UInt64 {
        let lowercase = word | 0x20 &* Self.ones
        let underscore = Self.between(word, 0x5F, 0x5F)
        return (Self.between(word, 0x2D, 0x39) | Self.between(lowercase, 0x61, 0x7A) | underscore) & ~word
            & ByteRanges.tops
    }

    @inline(always)
    private static func between(_ word: UInt64, _ low: UInt64, _ high: UInt64) -> UInt64 {
        let tops = ByteRanges.tops
        return ((word | tops) &- low &* ones) & ((high &* ones | tops) &- (word & ~tops))
    }

    /// The digits of a text that has digits where a template has `0`, and otherwise what the template has; nil where it
    /// has not. `others` has the top 7 bits set in each byte that is no digit.
    @inline(always)
    func digits(template: UInt64, others: UInt64) -> UInt64? {
        let values = word ^ template
        // A digit's byte overflows above 9, another's above 0.
        let limits = (0x76 &* Self.ones) | others
        return ((values &+ limits) | values) & ByteRanges.tops == 0 ? values : nil
    }
}
