public import Synchronization

/// The distribution of a measure, recorded from any thread without a lock or an allocation.
///
/// Values are whole numbers: nanoseconds for durations, bytes for sizes. Each power of two is cut into sixteen equal
/// buckets, the upper bound belonging to the bucket, so a quantile read out is at most 1/16 above the true one. One
/// histogram takes 8 KiB.
public final class Histogram: Sendable {
    @usableFromInline static let subBucketBits = 4
    @usableFromInline static let subBucketCount = 1 << subBucketBits
    @usableFromInline static let bucketCount = (64 - subBucketBits + 1) << subBucketBits

    // The buckets are allocated once, touched only by atomic operations, and freed in deinit: sharing them is safe.
    @usableFromInline nonisolated(unsafe) let buckets: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let sum = Atomic<UInt64>(0)
    @usableFromInline let maximum = Atomic<UInt64>(0)

    /// Starts empty. Histograms that are to be seen come from a registry.
    public init() {
        buckets = .allocate(capacity: Self.bucketCount)
        for index in 0..<Self.bucketCount { (buckets + index).initialize(to: Atomic(0)) }
    }

    deinit {
        buckets.deinitialize(count: Self.bucketCount)
        buckets.deallocate()
    }

    /// Records one value, in nanoseconds or bytes or whatever the histogram measures.
    @inlinable
    public func record(_ value: UInt64) {
        buckets[Self.bucketIndex(of: value)].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
        var known = maximum.load(ordering: .relaxed)
        // A loop because the atomic maximum of Swift 6.3 compares unsigned numbers as if they were signed.
        while value > known {
            let (exchanged, original) = maximum.weakCompareExchange(
                expected: known, desired: value, ordering: .relaxed)
            known = exchanged ? value : original
        }
    }

    /// Records a duration in nanoseconds; a negative one, from a clock put back, counts as zero.
    @inlinable
    public func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return record(0) }
        let (nanoseconds, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        record(overflow ? UInt64.max : nanoseconds &+ UInt64(attoseconds) / 1_000_000_000)
    }

    /// What has been recorded until now. Recordings that happen meanwhile may be in or not.
    public func snapshot() -> HistogramSnapshot {
        var filled: [HistogramSnapshot.Bucket] = []
        for index in 0..<Self.bucketCount {
            let count = buckets[index].load(ordering: .relaxed)
            if count > 0 { filled.append(.init(upperBound: Self.upperBound(ofBucket: index), count: count)) }
        }
        return HistogramSnapshot(
            buckets: filled, sum: sum.load(ordering: .relaxed), maximum: maximum.load(ordering: .relaxed))
    }

    /// The bucket whose range, open below and closed above, holds `value`.
    @inlinable
    static func bucketIndex(of value: UInt64) -> Int {
        let position = value == 0 ? 0 : value &- 1
        guard position >= UInt64(subBucketCount) else { return Int(truncatingIfNeeded: position) }
        let exponent = 63 - position.leadingZeroBitCount
        let shift = exponent - subBucketBits
        let mantissa = Int(truncatingIfNeeded: position >> UInt64(shift)) & (subBucketCount - 1)
        return ((shift + 1) << subBucketBits) + mantissa
    }

    /// The greatest value of a bucket.
    static func upperBound(ofBucket index: Int) -> UInt64 {
        guard index >= subBucketCount else { return UInt64(index) + 1 }
        let shift = (index >> subBucketBits) - 1
        let mantissa = UInt64(index & (subBucketCount - 1)) + UInt64(subBucketCount)
        let (bound, overflow) = (mantissa + 1).multipliedReportingOverflow(by: 1 << UInt64(shift))
        return overflow ? .max : bound
    }
}
