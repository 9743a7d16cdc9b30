/// A distribution at one moment, as a value.
public struct HistogramSnapshot: Sendable, Equatable {
    /// A filled bucket.
    public struct Bucket: Sendable, Equatable {
        /// The greatest value it holds.
        public var upperBound: UInt64
        /// How many values it holds.
        public var count: UInt64
    }

    /// The filled buckets, least first.
    public var buckets: [Bucket]
    /// The sum of all values.
    public var sum: UInt64
    /// The greatest value.
    public var maximum: UInt64

    /// How many values there are.
    public var count: UInt64 { buckets.reduce(0) { $0 &+ $1.count } }

    /// The mean, nil where nothing was recorded.
    public var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }

    /// The value that `share` (0 to 1) of all values do not exceed, at most 1/16 too high; nil where nothing was
    /// recorded.
    ///
    /// - Complexity: O(filled buckets).
    public func quantile(_ share: Double) -> UInt64? {
        let total = count
        guard total > 0 else { return nil }
        let rank = max(1, (min(1, max(0, share)) * Double(total)).rounded(.up))
        var seen: UInt64 = 0
        for bucket in buckets {
            seen &+= bucket.count
            if Double(seen) >= rank { return min(bucket.upperBound, maximum) }
        }
        return maximum
    }

    /// The median.
    public var p50: UInt64? { quantile(0.5) }
    /// The value that one in a hundred exceeds.
    public var p99: UInt64? { quantile(0.99) }

    /// How many values are at most `bound`; exact where `bound` is a power of two.
    func count(upTo bound: UInt64) -> UInt64 {
        buckets.reduce(0) { $1.upperBound <= bound ? $0 &+ $1.count : $0 }
    }
}
