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
        if UInt(bitPattern: count &- 1) >= 16 { return rareHash(bytes, count: count) }
        // The first and the last eight bytes, which are the same or overlap where there are fewer than sixteen: without
        // a branch, as lengths cannot be foretold.
        let mask = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- min(count, 8) &* 8)
        let first = loadWord(bytes) & mask
        let last = loadWord(bytes + max(count &- 8, 0)) & mask
        let length = UInt64(truncatingIfNeeded: count)
        return fold(first ^ seedLow, last ^ seedHigh ^ length) & JSONTapeNode.hashMask
    }

    /// The hash of no byte or of more than 16.
    @usableFromInline
    @inline(never)
    func rareHash(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        if count == 0 { return fold(seedLow, seedHigh) & JSONTapeNode.hashMask }
        var mixed = fold(loadWord(bytes) ^ seedLow, UInt64(truncatingIfNeeded: count) ^ seedHigh)
        var at = 8
        while at &+ 8 < count {
            mixed = fold(mixed ^ loadWord(bytes + at), seedHigh)
            at &+= 8
        }
        return fold(mixed ^ loadWord(bytes + (count &- 8)), seedHigh ^ seedLow) & JSONTapeNode.hashMask
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
