internal import CMemory
internal import JSONDocument
internal import RuleLanguage

/// What matching one alert looks at: pointers into an index, valid while the index lives.
struct Matching {
    let root: JSONNode
    /// The alert's columns.
    let columns: UnsafePointer<UInt32>
    let view: SnapshotView
    let wholeRules: WholeRuleMemory

    // MARK: Tests

    /// Whether a test holds.
    @inline(__always)
    func holds(_ code: TestCode) -> Bool {
        code.isLong ? holdsLong(code.place) : holdsShort(code)
    }

    /// Whether a test holds that is no long one. No branch depends on the test or the alert: either is anyone's guess.
    @inline(__always)
    func holdsShort(_ code: TestCode) -> Bool {
        let value = columns[code.column]
        let rank = view.ranks[Int(truncatingIfNeeded: code.operand & view.rankMask)]
        let isSet = code.isSet
        let operand = code.bits >> 31 == 1 ? rank : code.operand
        let result: UInt32 = (value > operand ? 1 : 0) | (value < operand ? 2 : 0)
        let place = min(value &- ColumnValue.firstText, TestCode.setSize)
        let bits = isSet ? code.operand : code.bits >> 28
        return bits &>> (isSet ? place : result) & 1 != 0
    }

    /// Whether the result of comparing is among the results that satisfy a test.
    @inline(__always)
    static func isIn(_ results: UInt32, _ value: UInt32, _ operand: UInt32) -> Bool {
        let result: UInt32 = (value > operand ? 1 : 0) | (value < operand ? 2 : 0)
        return results &>> result & 1 != 0
    }

    @inline(never)
    func holdsLong(_ place: Int) -> Bool {
        let head = view.words[place]
        let operands = view.words + place + 1
        let count = Int(head & 0xFF_FFFF)
        switch head >> 24 {
        case LongTests.Kind.oneOf.rawValue:
            return Self.contains(operands, count, columns[Int(operands[0])])
        case LongTests.Kind.noneOf.rawValue:
            let value = columns[Int(operands[0])]
            return value != ColumnValue.absent && !Self.contains(operands, count, value)
        case LongTests.Kind.compare.rawValue:
            let operand = operands[1] == 0 ? operands[3] : view.ranks[Int(operands[3])]
            return Self.isIn(operands[0], columns[Int(operands[2])], operand)
        case LongTests.Kind.notNumber.rawValue:
            return columns[Int(operands[0])] != ColumnValue.absent
                && columns[Int(operands[1])] != view.ranks[Int(operands[2])]
        case LongTests.Kind.all.rawValue:
            for index in 0..<count where !holds(TestCode(bits: operands[index])) { return false }
            return true
        case LongTests.Kind.any.rawValue:
            for index in 0..<count where holds(TestCode(bits: operands[index])) { return true }
            return false
        default:
            return wholeRules.matches(Int(operands[0]), of: view.rules, root)
        }
    }

    /// Whether a value is among the operands behind the first: eight are compared at a time.
    @inline(__always)
    private static func contains(_ operands: UnsafePointer<UInt32>, _ count: Int, _ value: UInt32) -> Bool {
        typealias Lanes = SIMD8<UInt32>
        let numbers = Lanes(0, 1, 2, 3, 4, 5, 6, 7)
        var at = 1
        repeat {
            let values = UnsafeRawPointer(operands + at).loadUnaligned(as: Lanes.self)
            let left = Lanes(repeating: UInt32(truncatingIfNeeded: count &- at))
            if any((values .== Lanes(repeating: value)) .& (numbers .< left)) { return true }
            at &+= Lanes.scalarCount
        } while at < count
        return false
    }

    // MARK: Buckets

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

    /// The memory that looking up takes.
    struct Workspace {
        let lookUps: UnsafeMutablePointer<LookUp> = .allocate(capacity: KeyShape.shapesMax + 1)
        let found: UnsafeMutablePointer<Found> = .allocate(capacity: KeyShape.shapesMax + 1)
        let passing = PassingRuns()
        var pending = PendingRecords()

        func deallocate() {
            lookUps.deallocate()
            found.deallocate()
            passing.deallocate()
            pending.deallocate()
        }
    }

    /// Looks up the key of each shape, and collects the rules of the buckets found.
    ///
    /// Done in passes over all shapes, so that the memory accesses of each pass overlap. Which keys exist is anyone's
    /// guess, so no branch depends on it: what a pass keeps is written in any case, and counts where it is right.
    func collect(
        _ scope: SnapshotView.Scope, workspace: UnsafeMutablePointer<Workspace>, into matches: inout MatchBuffer
    ) {
        let lookUps = workspace.pointee.lookUps
        let found = workspace.pointee.found
        let lookUpCount = prepare(scope, lookUps)
        var pending = workspace.pointee.pending
        var foundCount = 0
        var left = 0
        for index in 0..<lookUpCount {
            let wanted = lookUps[index]
            let shard = view.buckets[Int(wanted.shard)]
            let pair = shard.slots + Int(wanted.slot)
            let isSecond = pair[1].key == wanted.key
            let entry = pair[isSecond ? 1 : 0]
            found[foundCount] = Found(
                records: UnsafePointer(shard.words + Int(entry.place)), words: UnsafePointer(shard.words),
                info: entry.info)
            cmemory_prefetch(found[foundCount].records)
            cmemory_prefetch(found[foundCount].records + Self.lineWords)
            let isFound = entry.key == wanted.key
            foundCount &+= isFound ? 1 : 0
            lookUps[left] = wanted
            left &+= !isFound && pair[1].key != 0 ? 1 : 0
        }
        for index in 0..<left { search(lookUps[index], found, &foundCount) }
        for index in 0..<foundCount {
            let bucket = found[index]
            if bucket.info & BucketShard.chunkedFlag == 0 {
                collectPlain(bucket.records, bucket.info, &pending, into: &matches)
            } else {
                collectChain(bucket, workspace.pointee.passing, &pending, into: &matches)
            }
        }
        resolve(&pending, into: &matches)
    }

    /// The keys of those shapes of which the alert has all values.
    @inline(__always)
    private func prepare(_ scope: SnapshotView.Scope, _ lookUps: UnsafeMutablePointer<LookUp>) -> Int {
        var count = 0
        for index in 0..<scope.probeCount {
            let probe = scope.probes[index]
            let first = columns[Int(probe.first)]
            let second = columns[Int(probe.second)]
            let third = columns[Int(probe.third)]
            let key = probe.key(first, second, third)
            let spread = BucketShard.spread(key)
            let shard = Int(truncatingIfNeeded: spread >> Buckets.shardShift)
            let slot = BucketShard.start(spread, view.buckets[shard].slotCount)
            cmemory_prefetch(view.buckets[shard].slots + slot)
            lookUps[count] = LookUp(
                key: key, slot: UInt32(truncatingIfNeeded: slot), shard: UInt32(truncatingIfNeeded: shard))
            let isKnown =
                min(first, min(second, third)) > ColumnValue.other && max(first, max(second, third)) <= probe.valueMax
            count &+= isKnown ? 1 : 0
        }
        return count
    }

    /// Goes on from the slot after the pair where a key could have been.
    @inline(__always)
    private func search(_ wanted: LookUp, _ found: UnsafeMutablePointer<Found>, _ foundCount: inout Int) {
        let shard = view.buckets[Int(wanted.shard)]
        var slot = Int(wanted.slot) &+ 1
        while true {
            slot = slot &+ 1 == Int(truncatingIfNeeded: shard.slotCount) ? 0 : slot &+ 1
            let entry = shard.slots[slot]
            if entry.key == 0 { return }
            if entry.key == wanted.key {
                found[foundCount] = Found(
                    records: UnsafePointer(shard.words + Int(entry.place)), words: UnsafePointer(shard.words),
                    info: entry.info)
                foundCount &+= 1
                return
            }
        }
    }

    // MARK: Broad rules

    func collect(_ broad: BroadRules, into matches: inout MatchBuffer) {
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: broad.tests.count) { outcomes in
            for (index, test) in broad.tests.enumerated() { outcomes[index] = holds(test) }
            for block in broad.blocks {
                var lanes = block.live
                for demand in block.demands where !outcomes[Int(demand.test)] { lanes &= ~demand.lanes }
                if lanes & block.repeated != 0 { matches.mayRepeat = true }
                matches.reserve(BroadRules.lanesPerBlock)
                while lanes != 0 {
                    let lane = block.lanes[lanes.trailingZeroBitCount]
                    lanes &= lanes &- 1
                    matches.put(lane.rule, if: holds(lane.last))
                }
            }
        }
    }
}
