/// A pattern of at most 16 characters, each of a class of at most two ranges: compared without a branch, as which
/// pattern comes next cannot be foretold. Layout as of `ByteRanges`.
struct ShortPattern: BitwiseCopyable {
    static let countMax = 16
    private static let rangesMax = 2

    /// The bounds of both words, for either range.
    private var least: (SIMD2<UInt64>, SIMD2<UInt64>)
    private var most: (SIMD2<UInt64>, SIMD2<UInt64>)
    /// The top bits of the bytes that are no part of the pattern.
    private var ignored: SIMD2<UInt64>
    /// How many characters; of one that nothing matches -1.
    private(set) var count: Int

    /// Nil where the pattern is longer or has classes of more ranges.
    init?(_ fixed: FixedClasses) {
        guard fixed.count >= 1, fixed.count <= Self.countMax, fixed.rangeCount <= Self.rangesMax else { return nil }
        count = fixed.count
        let ranges = fixed.rangeCount
        // For each word the lower bounds of its ranges, then the upper ones; no second word takes any byte.
        let free = [UInt64](repeating: 0, count: ranges) + [UInt64](repeating: .max, count: ranges)
        let words = count > 8 ? fixed.words : fixed.words + free
        func pair(_ index: Int) -> SIMD2<UInt64> { SIMD2(words[index], words[2 * ranges + index]) }
        least = (pair(0), pair(ranges - 1))
        most = (pair(ranges), pair(2 * ranges - 1))
        ignored = SIMD2(Self.ignored(fixed.count), Self.ignored(fixed.count - 8))
    }

    /// For each length of up to one more than there can be the pattern, or one that nothing matches.
    static func byLength(_ patterns: [ShortPattern]) -> [ShortPattern] {
        guard var nothing = patterns.first else { return [] }
        nothing.count = -1
        var all = Array(repeating: nothing, count: countMax + 2)
        for pattern in patterns { all[pattern.count] = pattern }
        return all
    }

    /// The top bits of the bytes of a word behind so many.
    private static func ignored(_ used: Int) -> UInt64 {
        used >= 8 ? 0 : ByteRanges.tops << UInt64(max(used, 0) * 8)
    }

    /// Whether a text, of which 16 bytes may be read, is of the pattern.
    @inline(always)
    func matches(_ text: UnsafePointer<UInt8>, count length: Int) -> Bool {
        let tops = SIMD2(repeating: ByteRanges.tops)
        let words = SIMD2(
            UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)),
            UInt64(littleEndian: UnsafeRawPointer(text + 8).loadUnaligned(as: UInt64.self)))
        let raised = words | tops
        let plain = words & ~tops
        let one = (raised &- least.0) & (most.0 &- plain)
        let other = (raised &- least.1) & (most.1 &- plain)
        let inside = ((one | other) & ~words) | ignored
        return ((inside[0] & inside[1]) & ByteRanges.tops ^ ByteRanges.tops)
            | UInt64(truncatingIfNeeded: length ^ count) == 0
    }
}
