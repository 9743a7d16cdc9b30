/// A pattern of at most 16 characters, each of a class of at most two ranges: compared without a branch, as which
/// pattern comes next cannot be foretold. Layout as of `ByteRanges`.
struct ShortPattern: BitwiseCopyable {
    private static let countMax = 16
    private static let rangesMax = 2

    private struct Half: BitwiseCopyable {
        var least: (UInt64, UInt64) = (0, 0)
        var most: (UInt64, UInt64) = (.max, .max)
        /// The top bits of the bytes that are no part of the pattern.
        var ignored: UInt64 = ByteRanges.tops

        @inline(always)
        func allows(_ word: UInt64) -> UInt64 {
            let raised = word | ByteRanges.tops
            let plain = word & ~ByteRanges.tops
            let one = (raised &- least.0) & (most.0 &- plain)
            let other = (raised &- least.1) & (most.1 &- plain)
            return ((one | other) & ~word) | ignored
        }
    }

    private var first = Half()
    private var second = Half()
    private let count: Int

    /// Nil where the pattern is longer or has classes of more ranges.
    init?(_ fixed: FixedClasses) {
        guard fixed.count >= 1, fixed.count <= Self.countMax, fixed.rangeCount <= Self.rangesMax else { return nil }
        count = fixed.count
        first = Self.half(fixed, 0)
        if count > 8 { second = Self.half(fixed, 1) }
    }

    private static func half(_ fixed: FixedClasses, _ index: Int) -> Half {
        let ranges = fixed.rangeCount
        let words = Array(fixed.words[(index * 2 * ranges)..<((index + 1) * 2 * ranges)])
        let used = min(fixed.count - index * 8, 8)
        return Half(
            least: (words[0], words[ranges - 1]), most: (words[ranges], words[2 * ranges - 1]),
            ignored: used == 8 ? 0 : ByteRanges.tops << UInt64(used * 8))
    }

    /// Whether a text, of which 16 bytes may be read, is of the pattern.
    @inline(always)
    func matches(_ text: UnsafePointer<UInt8>, count length: Int) -> Bool {
        let low = UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
        let high = UInt64(littleEndian: UnsafeRawPointer(text + 8).loadUnaligned(as: UInt64.self))
        let inside = first.allows(low) & second.allows(high) & ByteRanges.tops
        return (inside ^ ByteRanges.tops) | UInt64(truncatingIfNeeded: length ^ count) == 0
    }
}
