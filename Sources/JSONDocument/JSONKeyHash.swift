/// The hash by which member names are found: 56 bits, seeded afresh in each process, so that nobody can prepare a
/// text whose names collide.
@frozen public struct JSONKeyHash: Sendable {
    @usableFromInline let seedLow: UInt64
    @usableFromInline let seedHigh: UInt64

    /// The seeds of this process. Every parser and every compiled table of names uses them.
    public static let shared = JSONKeyHash(
        seedLow: UInt64.random(in: .min ... .max), seedHigh: UInt64.random(in: .min ... .max) | 1)

    @usableFromInline
    init(seedLow: UInt64, seedHigh: UInt64) {
        self.seedLow = seedLow
        self.seedHigh = seedHigh
    }

    /// The hash of `count` bytes, of which at least 8 may be read whatever `count` is.
    @inlinable
    @inline(__always)
    public func hash(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        // The first and the last eight bytes, which are the same or overlap where there are fewer than sixteen: without
        // a branch, as lengths cannot be foretold.
        let own = UInt64(truncatingIfNeeded: min(count, 8) &* 8)
        let mask = UInt64.max &>> (64 &- own)
        let first = count == 0 ? 0 : loadWord(bytes) & mask
        let last = count == 0 ? 0 : loadWord(bytes + max(count &- 8, 0)) & mask
        if count > 16 { return longHash(bytes, count: count, first: first, last: last) }
        let length = UInt64(truncatingIfNeeded: count)
        return fold(first ^ seedLow, last ^ seedHigh ^ length) & JSONTapeNode.hashMask
    }

    @inlinable
    @inline(never)
    func longHash(_ bytes: UnsafePointer<UInt8>, count: Int, first: UInt64, last: UInt64) -> UInt64 {
        var mixed = fold(first ^ seedLow, UInt64(truncatingIfNeeded: count) ^ seedHigh)
        var at = 8
        while at &+ 8 < count {
            mixed = fold(mixed ^ loadWord(bytes + at), seedHigh)
            at &+= 8
        }
        return fold(mixed ^ last, seedHigh ^ seedLow) & JSONTapeNode.hashMask
    }

    @inlinable
    @inline(__always)
    func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}

/// Eight bytes as they lie in memory.
@inlinable
func loadWord(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
}
