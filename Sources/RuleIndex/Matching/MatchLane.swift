internal import CMemory
internal import JSONDocument

/// An alert, or one element of a list in it, on its way through the index: its columns, and what was found for them.
///
/// Matching goes in stages — keys, slots, runs, records — of which each asks the processor to fetch what the next one
/// reads. Several lanes take each stage one after the other, so that what was asked for has come when it is needed. What
/// is in an index is anyone's guess, so no branch depends on it where that can be: what a stage keeps is written in any
/// case, and counts where it is right.
struct MatchLane: ~Copyable {
    /// A key that is looked up, and where.
    struct LookUp {
        var key: UInt64
        var slot: UInt32
        var shard: UInt32
    }

    /// A bucket that was found.
    struct Found {
        var records: UnsafePointer<UInt32>
        var words: UnsafePointer<UInt32>
        var info: UInt32
    }

    /// The words of a cache line.
    private static let lineWords = 16
    /// The cache lines of a bucket that are fetched ahead.
    private static let linesAhead = 3

    /// Which alert of those that are matched together this is, or is part of.
    private(set) var alert = 0
    /// What is looked up: 0 for an alert, from 1 on for an element of a list.
    private(set) var scope = 0
    private(set) var root: JSONNode?
    private(set) var columns: UnsafeMutablePointer<UInt32>
    /// At least what a `TestCode` can name, so that one can be tested as if it was no long one.
    private var columnCapacity = TestCode.columnMax + 1
    private let lookUps: UnsafeMutablePointer<LookUp> = .allocate(capacity: KeyShape.shapesMax + 1)
    private var lookUpCount = 0
    private let found: UnsafeMutablePointer<Found> = .allocate(capacity: KeyShape.shapesMax + 1)
    private var foundCount = 0
    private var passing = PassingRuns()
    /// The records that are tested.
    private var records = RecordList()
    /// Those of which only long tests are left, which are made together.
    private var pending = RecordList()
    /// The rules that match.
    private(set) var matches = MatchBuffer()

    init() { columns = .allocate(capacity: columnCapacity) }

    deinit {
        columns.deallocate()
        lookUps.deallocate()
        found.deallocate()
        passing.deallocate()
        records.deallocate()
        pending.deallocate()
    }

    /// Takes an alert, or an element of a list in it, of which the columns are to be set to begin with.
    mutating func begin(_ root: JSONNode, alert: Int, scope: Int, columns source: UnsafePointer<UInt32>, _ count: Int) {
        self.root = root
        self.alert = alert
        self.scope = scope
        matches.removeAll()
        if count > columnCapacity {
            columns.deallocate()
            columnCapacity = count * 2
            columns = .allocate(capacity: columnCapacity)
        }
        columns.update(from: source, count: count)
    }

    // MARK: Stages

    /// The first stage: the keys of those shapes of which all values are there.
    @inline(__always)
    mutating func lookUp(_ view: UnsafePointer<SnapshotView>) {
        let scope = view.pointee.scopes[scope]
        let buckets = view.pointee.buckets
        let lookUps = lookUps
        let columns = columns
        var count = 0
        for index in 0..<scope.probeCount {
            let probe = scope.probes[index]
            let first = columns[Int(probe.first)]
            let second = columns[Int(probe.second)]
            let third = columns[Int(probe.third)]
            let key = probe.key(first, second, third)
            let spread = BucketShard.spread(key)
            let shard = Int(truncatingIfNeeded: spread >> Buckets.shardShift)
            let slot = BucketShard.start(spread, buckets[shard].slotCount)
            cmemory_prefetch(buckets[shard].slots + slot)
            lookUps[count] = LookUp(
                key: key, slot: UInt32(truncatingIfNeeded: slot), shard: UInt32(truncatingIfNeeded: shard))
            let isKnown =
                min(first, min(second, third)) > ColumnValue.other && max(first, max(second, third)) <= probe.valueMax
            count &+= isKnown ? 1 : 0
        }
        lookUpCount = count
    }

    /// The second stage: the buckets of the keys.
    @inline(__always)
    mutating func findBuckets(_ view: UnsafePointer<SnapshotView>) {
        let buckets = view.pointee.buckets
        let lookUps = lookUps
        let found = found
        var count = 0
        var left = 0
        for index in 0..<lookUpCount {
            let wanted = lookUps[index]
            let shard = buckets[Int(wanted.shard)]
            let pair = shard.slots + Int(wanted.slot)
            let isSecond = pair[1].key == wanted.key
            let entry = pair[isSecond ? 1 : 0]
            let records = UnsafePointer(shard.words + Int(entry.place))
            found[count] = Found(records: records, words: UnsafePointer(shard.words), info: entry.info)
            for line in 0..<Self.linesAhead { cmemory_prefetch(records + line &* Self.lineWords) }
            let isFound = entry.key == wanted.key
            count &+= isFound ? 1 : 0
            lookUps[left] = wanted
            left &+= !isFound && pair[1].key != 0 ? 1 : 0
        }
        for index in 0..<left { Self.search(lookUps[index], buckets, found, &count) }
        foundCount = count
    }

    /// Goes on from the slot after the pair where a key could have been.
    @inline(__always)
    private static func search(
        _ wanted: LookUp, _ buckets: UnsafePointer<BucketShard.View>, _ found: UnsafeMutablePointer<Found>,
        _ count: inout Int
    ) {
        let shard = buckets[Int(wanted.shard)]
        var slot = Int(wanted.slot) &+ 1
        while true {
            slot = slot &+ 1 == Int(truncatingIfNeeded: shard.slotCount) ? 0 : slot &+ 1
            let entry = shard.slots[slot]
            if entry.key == 0 { return }
            if entry.key == wanted.key {
                let records = UnsafePointer(shard.words + Int(entry.place))
                cmemory_prefetch(records)
                found[count] = Found(records: records, words: UnsafePointer(shard.words), info: entry.info)
                count &+= 1
                return
            }
        }
    }

    /// The third stage: the runs of which the test holds.
    @inline(__always)
    mutating func findRuns(_ view: UnsafePointer<SnapshotView>, _ wholeRules: WholeRuleMemory) {
        guard let root else { return }
        let matching = Matching(root, number: alert, columns: columns, view: view, wholeRules)
        passing.clear()
        for index in 0..<foundCount where found[index].info & BucketShard.chunkedFlag != 0 {
            var chunk = found[index].records
            while true {
                if passing.isFull {
                    matching.collectBare(passing, into: &matches)
                    matching.listTested(passing, &records, &pending, into: &matches)
                    passing.clear()
                }
                let next = chunk[0]
                if next != BucketChunk.none { cmemory_prefetch(found[index].words + Int(next)) }
                matching.findPassing(chunk, &passing)
                if next == BucketChunk.none { break }
                chunk = found[index].words + Int(next)
            }
        }
    }

    /// The fourth stage: the records of those runs, and of small buckets. Long tests are put off.
    @inline(__always)
    mutating func collect(_ view: UnsafePointer<SnapshotView>, _ wholeRules: WholeRuleMemory) {
        guard let root else { return }
        let matching = Matching(root, number: alert, columns: columns, view: view, wholeRules)
        matching.collectBare(passing, into: &matches)
        matching.listTested(passing, &records, &pending, into: &matches)
        for index in 0..<foundCount where found[index].info & BucketShard.chunkedFlag == 0 {
            matching.listPlain(found[index].records, found[index].info, &records, &pending, into: &matches)
        }
        matching.test(&records, &pending, into: &matches)
        matching.prefetch(pending)
    }

    /// The last stage: the long tests, and the rules without a key.
    @inline(__always)
    mutating func finish(_ snapshot: RuleSnapshot, _ wholeRules: WholeRuleMemory) {
        guard let root else { return }
        let view = snapshot.view
        let matching = Matching(root, number: alert, columns: columns, view: view, wholeRules)
        matching.resolve(&pending, into: &matches)
        if view.pointee.scopes[scope].hasBroad { matching.collect(snapshot.broad[scope], into: &matches) }
        self.root = nil
    }
}
