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
    /// Where shards lie that have not changed since the last `compact`.
    private var memory: BucketMemory?

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
    var byteCount: Int {
        let own = shards.reduce(Self.shardCount * 40) { $0 + ($1.ownsMemory ? $1.byteCount : 0) }
        return own + (memory?.byteCount ?? 0)
    }

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

    /// Gives back memory set aside for growth, and puts all shards into one piece.
    mutating func compact() {
        let filled = shards.indices.filter { shards[$0].recordCount > 0 }
        let memory = BucketMemory(partsOf: filled.lazy.flatMap { [shards] in shards[$0].compactPartSizes })
        for index in filled { replace(index, by: shards[index].compacted(in: memory)) }
        self.memory = memory
    }

    private mutating func replace(_ index: Int, by shard: BucketShard) {
        shards[index] = shard
        if !isKnownUniquelyReferenced(&table) { table = ViewTable(copying: table) }
        table.views[index] = shard.view
    }

    /// The number of records under each key.
    func forEachBucket(_ body: (UInt64, Int) -> Void) { for shard in shards { shard.forEachBucket(body) } }
}
