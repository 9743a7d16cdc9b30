import Testing

@testable import RuleIndex

@Suite("Keys are spread over their table")
struct BucketKeyTests {
    /// Keys as rules make them: a few shapes, small numbers side by side.
    private static let keys: [UInt64] = (0..<4).flatMap { shape in
        let probe = ShapeProbe(number: shape, KeyShape(columns: [shape, shape + 1], list: nil))
        return (UInt32(6)..<106).flatMap { one in (UInt32(6)..<106).map { probe.key(one, $0, $0) } }
    }

    @Test("over all shards alike, and within a shard over all slots, so that looking begins where the key is")
    func spread() {
        let slots: UInt64 = 64
        var begun: [Int: Int] = [:]
        var shards: [Int: Int] = [:]
        for key in Self.keys {
            let spread = BucketShard.spread(key)
            let shard = Int(spread >> Buckets.shardShift)
            shards[shard, default: 0] += 1
            begun[shard << 32 | BucketShard.start(spread, slots), default: 0] += 1
        }
        // By chance 39 keys would come to each of the 1,024 shards, and one or two to each of its 32 pairs of slots.
        #expect(shards.count == Buckets.shardCount)
        #expect((shards.values.max() ?? 0) < 80)
        #expect(begun.count > 20_000)
        #expect((begun.values.max() ?? 0) < 12)
    }
}
