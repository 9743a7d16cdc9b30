/// Classes of ASCII characters compared eight bytes at a time: each class is a few ranges, and each range a lower and an
/// upper bound in each byte of a word.
struct ByteRanges {
    /// Classes of more ranges are left to others.
    static let rangesMax = 4
    static let tops: UInt64 = 0x8080_8080_8080_8080

    /// For each range the lower bounds, then for each the upper ones with the top bits set.
    let words: [UInt64]
    let rangeCount: Int

    /// The ranges of the classes of eight characters; where there are fewer, the rest is any ASCII character.
    init?(_ classes: ArraySlice<ScalarSet>, rangeCount: Int) {
        self.rangeCount = rangeCount
        var lower = [UInt64](repeating: 0, count: rangeCount)
        var upper = [UInt64](repeating: 0, count: rangeCount)
        for (place, set) in classes.enumerated() {
            guard set.isASCII, let first = set.ranges.first, set.ranges.count <= rangeCount else { return nil }
            for index in 0..<rangeCount {
                let range = index < set.ranges.count ? set.ranges[index] : first
                lower[index] |= UInt64(range.lowerBound) << UInt64(place * 8)
                upper[index] |= UInt64(range.upperBound) << UInt64(place * 8)
            }
        }
        for place in classes.count..<8 { upper[0] |= 0x7F << UInt64(place * 8) }
        words = lower + upper.map { $0 | Self.tops }
    }

    /// The top bits of the bytes that are in the ranges at their places. Bytes beyond ASCII are in none.
    @inline(always)
    static func matches(_ word: UInt64, _ bounds: UnsafePointer<UInt64>, _ rangeCount: Int) -> UInt64 {
        let raised = word | tops
        // No byte borrows from the next: its top bit is set before the bound is taken away.
        let plain = word & ~tops
        var inside = (raised &- bounds[0]) & (bounds[rangeCount] &- plain)
        // Of one range the first and the last are the same.
        let last = rangeCount &- 1
        inside |= (raised &- bounds[last]) & (bounds[rangeCount &+ last] &- plain)
        if rangeCount > 2 {
            for range in 1..<last { inside |= (raised &- bounds[range]) & (bounds[rangeCount &+ range] &- plain) }
        }
        return inside & ~word & tops
    }
}

/// A pattern such as `^[A-Z]{2}[0-9]{3}$`: so many characters, each of its class, all of them ASCII.
struct FixedClasses {
    /// How many characters.
    let count: Int
    /// For each eight characters their bounds; see `ByteRanges`.
    private(set) var words: [UInt64] = []
    let rangeCount: Int

    /// Nil where a class has too many ranges.
    init?(_ classes: [ScalarSet]) {
        count = classes.count
        rangeCount = max(1, classes.map(\.ranges.count).max() ?? 1)
        guard rangeCount <= ByteRanges.rangesMax else { return nil }
        for start in stride(from: 0, to: classes.count, by: 8) {
            let part = classes[start..<min(start + 8, classes.count)]
            guard let ranges = ByteRanges(part, rangeCount: rangeCount) else { return nil }
            words += ranges.words
        }
    }
}

/// A pattern such as `^[a-z0-9-]{1,40}$`: characters of one class, within bounds of their number.
struct ClassRun {
    let least: Int
    let most: Int
    /// See `ByteRanges`.
    let words: [UInt64]
    let rangeCount: Int

    /// Nil where the expression is of another form.
    init?(_ node: RegexNode) {
        guard let terms = node.anchored, terms.count == 1,
            case .repetition(.oneOf(let scalars), let min, let max, _) = terms[0],
            let set = scalars.plainSet, !set.ranges.isEmpty, set.ranges.count <= ByteRanges.rangesMax,
            let ranges = ByteRanges(
                Array(repeating: set, count: 8)[...], rangeCount: set.ranges.count)
        else { return nil }
        least = min
        most = max ?? Int.max
        words = ranges.words
        rangeCount = ranges.rangeCount
    }
}

extension RegexNode {
    /// What stands between `^` and `$`, where both are there.
    var anchored: [RegexNode]? {
        guard case .sequence(let terms) = self, terms.count >= 2, case .start = terms[0],
            case .end = terms[terms.count - 1]
        else { return nil }
        return Array(terms.dropFirst().dropLast())
    }
}
