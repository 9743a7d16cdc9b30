/// The buckets of all keys, cut into shards of which copies of an index share those that neither has changed.
struct Buckets: Sendable {
    /// The views of all shards in one piece.
    final class ViewTable: @unchecked Sendable {
        // Unchecked: written only by an index that holds it alone.
        let views: UnsafeMutablePointer<BucketShard.View>

        init(copying other: ViewTable? = nil) {
            views = .allocate(capacity: Buckets.shardCount)
            if let other { views.initialize(from: other.views, count: Buckets.shardCount) }
        }

        deinit { views.deallocate() }
    }

    static let shardCount = 1 << 10
    static let shardShift: UInt64 = 54

    private var shards: [BucketShard]
    private var table: ViewTable

    init() {
        let empty = BucketShard(slots: 2, words: 0)
        shards = Array(repeating: empty, count: Self.shardCount)
        table = ViewTable()
        for index in 0..<Self.shardCount { (table.views + index).initialize(to: empty.view) }
    }

    /// What looking up needs: valid while a copy of the buckets lives.
    @inline(__always)
    var views: UnsafePointer<BucketShard.View> { UnsafePointer(table.views) }

    var keyCount: Int { shards.reduce(0) { $0 + $1.keyCount } }
    var recordCount: Int { shards.reduce(0) { $0 + $1.recordCount } }
    var byteCount: Int { shards.reduce(Self.shardCount * 40) { $0 + $1.byteCount } }

    /// Adds a record under a key.
    mutating func insert(_ key: UInt64, _ record: BucketRecord) {
        let index = Int(truncatingIfNeeded: BucketShard.spread(key) >> Self.shardShift)
        if !isKnownUniquelyReferenced(&shards[index]) || !shards[index].hasRoom(for: key) {
            replace(index, by: shards[index].copy(roomFor: key))
        }
        shards[index].insert(key, record)
    }

    /// Takes a record out.
    mutating func remove(_ key: UInt64, _ record: BucketRecord) {
        let index = Int(truncatingIfNeeded: BucketShard.spread(key) >> Self.shardShift)
        if !isKnownUniquelyReferenced(&shards[index]) { replace(index, by: shards[index].copy(roomFor: key)) }
        let found = shards[index].remove(key, record)
        assert(found, "a rule lies under its keys")
    }

    /// Gives back memory set aside for growth.
    mutating func compact() {
        for index in shards.indices where shards[index].recordCount > 0 {
            replace(index, by: shards[index].compacted())
        }
    }

    private mutating func replace(_ index: Int, by shard: BucketShard) {
        shards[index] = shard
        if !isKnownUniquelyReferenced(&table) { table = ViewTable(copying: table) }
        table.views[index] = shard.view
    }

    /// The number of records under each key.
    func forEachBucket(_ body: (UInt64, Int) -> Void) { for shard in shards { shard.forEachBucket(body) } }
}
