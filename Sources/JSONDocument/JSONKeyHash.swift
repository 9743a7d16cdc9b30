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
    public func hash(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        let first = loadWord(bytes)
        if count <= 8 {
            let word = count == 8 ? first : first & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
            return fold(word ^ seedLow, UInt64(truncatingIfNeeded: count) ^ seedHigh) & JSONTapeNode.hashMask
        }
        let last = loadWord(bytes + (count &- 8))
        if count <= 16 {
            let mixed = fold(first ^ seedLow, last ^ seedHigh)
            return (mixed ^ UInt64(truncatingIfNeeded: count)) & JSONTapeNode.hashMask
        }
        return longHash(bytes, count: count, first: first, last: last)
    }

    @inlinable
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
