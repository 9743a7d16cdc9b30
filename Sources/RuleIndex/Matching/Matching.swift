internal import JSONDocument
internal import RuleLanguage

/// What matching one alert looks at: pointers into an index, valid while the index lives.
struct Matching {
    let root: JSONNode
    /// The alert's columns.
    let columns: UnsafePointer<UInt32>
    let ranks: UnsafePointer<UInt32>
    let words: UnsafePointer<UInt32>
    let rules: UnsafePointer<Rule>
    let buckets: UnsafePointer<BucketShard.View>

    // MARK: Tests

    /// Whether a test holds.
    @inline(__always)
    func holds(_ code: TestCode) -> Bool {
        if code.isLong { return holdsLong(code.place) }
        let value = columns[code.column]
        var operand = code.operand
        if code.isThreshold { operand = ranks[Int(operand)] }
        return Self.isIn(code.bits >> 28, value, operand)
    }

    /// Whether the result of comparing is among the results that satisfy a test.
    @inline(__always)
    private static func isIn(_ results: UInt32, _ value: UInt32, _ operand: UInt32) -> Bool {
        let result: UInt32 = (value > operand ? 1 : 0) | (value < operand ? 2 : 0)
        return results >> result & 1 != 0
    }

    @inline(never)
    private func holdsLong(_ place: Int) -> Bool {
        let head = words[place]
        let operands = words + place + 1
        let count = Int(head & 0xFF_FFFF)
        switch head >> 24 {
        case LongTests.Kind.oneOf.rawValue:
            return Self.contains(operands, count, columns[Int(operands[0])])
        case LongTests.Kind.noneOf.rawValue:
            let value = columns[Int(operands[0])]
            return value != ColumnValue.absent && !Self.contains(operands, count, value)
        case LongTests.Kind.compare.rawValue:
            let operand = operands[1] == 0 ? operands[3] : ranks[Int(operands[3])]
            return Self.isIn(operands[0], columns[Int(operands[2])], operand)
        case LongTests.Kind.notNumber.rawValue:
            return columns[Int(operands[0])] != ColumnValue.absent
                && columns[Int(operands[1])] != ranks[Int(operands[2])]
        case LongTests.Kind.all.rawValue:
            for index in 0..<count where !holds(TestCode(bits: operands[index])) { return false }
            return true
        case LongTests.Kind.any.rawValue:
            for index in 0..<count where holds(TestCode(bits: operands[index])) { return true }
            return false
        default:
            return rules[Int(operands[0])].matches(root)
        }
    }

    /// Whether a value is among the operands behind the first.
    @inline(__always)
    private static func contains(_ operands: UnsafePointer<UInt32>, _ count: Int, _ value: UInt32) -> Bool {
        var found = false
        var index = 1
        while index < count {
            found = found || operands[index] == value
            index &+= 1
        }
        return found
    }

    // MARK: Buckets

    /// A bucket that an alert's key led to.
    struct Found {
        var place: UInt32
        var info: UInt32
        var words: UnsafePointer<UInt32>
    }

    /// Looks up the key of each shape, and collects the rules of the buckets found.
    func collect(
        _ shapes: UnsafePointer<ShapeProbe>, _ count: Int, keys: UnsafeMutablePointer<UInt64>,
        found: UnsafeMutablePointer<Found>, into matches: inout MatchBuffer
    ) {
        // Three passes: the memory accesses of each are independent of one another and overlap.
        var keyCount = 0
        for index in 0..<count {
            let shape = shapes[index]
            let first = columns[Int(shape.first)]
            let second = columns[Int(shape.second)]
            let third = columns[Int(shape.third)]
            keys[keyCount] = KeyShape.key(
                shape: Int(shape.number), columnCount: Int(shape.columnCount), first, second, third)
            let isKnown =
                min(first, min(second, third)) > ColumnValue.other
                && max(first, max(second, third)) <= KeyShape.valueMax(columnCount: Int(shape.columnCount))
            keyCount &+= isKnown ? 1 : 0
        }
        var foundCount = 0
        for index in 0..<keyCount {
            let key = keys[index]
            let spread = BucketShard.spread(key)
            let view = buckets[Int(truncatingIfNeeded: spread >> Buckets.shardShift)]
            var slot = BucketShard.start(spread, view.slotCount)
            while true {
                let entry = view.slots[slot]
                if entry.key == key {
                    found[foundCount] = Found(place: entry.place, info: entry.info, words: UnsafePointer(view.words))
                    foundCount &+= 1
                    break
                }
                if entry.key == 0 { break }
                slot = slot &+ 1 == Int(truncatingIfNeeded: view.slotCount) ? 0 : slot &+ 1
            }
        }
        for index in 0..<foundCount { collect(found[index], into: &matches) }
    }

    @inline(__always)
    private func collect(_ found: Found, into matches: inout MatchBuffer) {
        if found.info & BucketShard.chunkedFlag == 0 {
            collectPlain(found.words + Int(found.place), found.info, into: &matches)
            return
        }
        var place = found.place
        while place != BucketChunk.none {
            let chunk = found.words + Int(place)
            collectChunk(chunk, into: &matches)
            place = chunk[0]
        }
    }

    @inline(__always)
    private func collectPlain(_ words: UnsafePointer<UInt32>, _ info: UInt32, into matches: inout MatchBuffer) {
        let count = Int(info & 0xFF)
        matches.reserve(count)
        for index in 0..<count {
            let record = words + index &* BucketShard.plainWords
            let holds =
                holds(TestCode(bits: record[1])) && holds(TestCode(bits: record[2]))
                && holds(TestCode(bits: record[3]))
            matches.put(record[0], if: holds)
            if holds, info >> UInt32(8 &+ index) & 1 != 0 { matches.mayRepeat = true }
        }
    }

    @inline(__always)
    private func collectChunk(_ chunk: UnsafePointer<UInt32>, into matches: inout MatchBuffer) {
        let runs = Int(chunk[1] & 0xFFFF)
        let heads = chunk + BucketChunk.headWords
        let records = heads + runs &* BucketChunk.runWords
        var start = 0
        for run in 0..<runs {
            let mark = heads[run &* 2 &+ 1]
            let end = Int(mark & ~BucketChunk.repeatedFlag)
            if holds(TestCode(bits: heads[run &* 2])) {
                matches.reserve(end &- start)
                let before = matches.count
                for index in start..<end {
                    let record = records + index &* BucketChunk.recordWords
                    let holds = holds(TestCode(bits: record[1])) && holds(TestCode(bits: record[2]))
                    matches.put(record[0], if: holds)
                }
                if mark & BucketChunk.repeatedFlag != 0, matches.count > before { matches.mayRepeat = true }
            }
            start = end
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

/// The rules found for an alert.
struct MatchBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt32>
    private(set) var count = 0
    private var capacity: Int
    /// Whether a rule may be in here more than once.
    var mayRepeat = false

    init() {
        capacity = 256
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    mutating func removeAll() {
        count = 0
        mayRepeat = false
    }

    /// Makes room for so many more.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        capacity = max(count + more, capacity * 2)
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    /// Adds a rule without a branch: it is written in any case, and counts where the condition holds.
    @inline(__always)
    mutating func put(_ rule: UInt32, if holds: Bool) {
        base[count] = rule
        count &+= holds ? 1 : 0
    }

    /// Puts the rules in ascending order, each once.
    mutating func sort() {
        var rules = UnsafeMutableBufferPointer(start: base, count: count)
        rules.sort()
        guard mayRepeat else { return }
        var kept = 0
        for index in 0..<count where index == 0 || base[index] != base[kept - 1] {
            base[kept] = base[index]
            kept += 1
        }
        count = kept
        mayRepeat = false
    }
}
