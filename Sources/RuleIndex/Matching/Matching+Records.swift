internal import CMemory

/// The records of a bucket: which of them match.
extension Matching {
    @inline(__always)
    func collectPlain(
        _ words: UnsafePointer<UInt32>, _ info: UInt32, _ pending: inout PendingRecords, into matches: inout MatchBuffer
    ) {
        let count = Int(info & 0xFF)
        matches.reserve(BucketShard.plainMax)
        if pending.isFull { resolve(&pending, into: &matches) }
        if info >> 8 & 0xFF != 0 { matches.mayRepeat = true }
        for index in 0..<count {
            let record = words + index &* BucketShard.plainWords
            let first = TestCode(bits: record[1])
            let second = TestCode(bits: record[2])
            let third = TestCode(bits: record[3])
            let holds = mayHold(first) && mayHold(second) && mayHold(third)
            let isLong = first.isLong || second.isLong || third.isLong
            matches.put(record[0], if: holds && !isLong)
            pending.put(record[0], third, second, first, if: holds && isLong)
        }
    }

    /// Whether a test holds, true for any long one: those are made later.
    @inline(__always)
    private func mayHold(_ test: TestCode) -> Bool { test.isLong || holdsShort(test) }

    /// Makes the long tests that were put off. Where they lie is fetched for all before the first is made.
    @inline(__always)
    func resolve(_ pending: inout PendingRecords, into matches: inout MatchBuffer) {
        for index in 0..<pending.count {
            // Long tests have the least codes.
            let record = pending.records[index]
            cmemory_prefetch(view.words + TestCode(bits: min(record.y, min(record.z, record.w))).place)
        }
        matches.reserve(pending.count)
        for index in 0..<pending.count {
            let record = pending.records[index]
            let holds =
                holds(TestCode(bits: record.y)) && holds(TestCode(bits: record.z)) && holds(TestCode(bits: record.w))
            matches.put(record.x, if: holds)
        }
        pending.clear()
    }

    /// The chunks of a bucket, one after the other.
    @inline(__always)
    func collectChain(
        _ bucket: Found, _ passing: PassingRuns, _ pending: inout PendingRecords, into matches: inout MatchBuffer
    ) {
        var passing = passing
        var chunk = bucket.records
        while true {
            matches.reserve(BucketChunk.recordCount(chunk) + BucketChunk.slackWords)
            findPassing(chunk, &passing)
            collectRules(chunk, passing, into: &matches)
            if pending.isFull { resolve(&pending, into: &matches) }
            collectTested(chunk, passing, &pending, into: &matches)
            if chunk[0] == BucketChunk.none { return }
            chunk = bucket.words + Int(chunk[0])
        }
    }

    /// Finds the runs of a chunk whose test holds.
    ///
    /// Runs lie in the order of their tests, so that those of a kind follow one another: each kind has a loop of its
    /// own, with little to do and without a branch on the outcome.
    @inline(__always)
    private func findPassing(_ chunk: UnsafePointer<UInt32>, _ passing: inout PassingRuns) {
        let columns = columns
        let ranks = view.ranks
        var head = chunk + BucketChunk.headWords
        let end = head + BucketChunk.runCount(chunk) &* BucketChunk.runWords
        passing.clear()
        var ahead = head
        while ahead < end, ahead[0] < TestCode.firstComparison {
            cmemory_prefetch(view.words + Int(ahead[0]))
            ahead += BucketChunk.runWords
        }
        while head < end, head[0] < TestCode.firstComparison {
            passing.put(head, if: holdsLong(Int(head[0])))
            head += BucketChunk.runWords
        }
        while head < end, head[0] < TestCode.firstSet {
            let test = TestCode(bits: head[0])
            passing.put(head, if: Self.isIn(test.bits &>> 28, columns[test.column], test.operand))
            head += BucketChunk.runWords
        }
        while head < end, head[0] < TestCode.firstThreshold {
            let test = TestCode(bits: head[0])
            let place = min(columns[test.column] &- ColumnValue.firstText, TestCode.setSize)
            passing.put(head, if: test.operand &>> place & 1 != 0)
            head += BucketChunk.runWords
        }
        while head < end {
            // A test that always holds is one of these: any result satisfies it.
            let test = TestCode(bits: head[0])
            passing.put(head, if: Self.isIn(test.bits &>> 28, columns[test.column], ranks[Int(test.operand)]))
            head += BucketChunk.runWords
        }
    }

    /// Takes the rules of the passing runs that have no further test.
    @inline(__always)
    private func collectRules(
        _ chunk: UnsafePointer<UInt32>, _ passing: PassingRuns, into matches: inout MatchBuffer
    ) {
        let rules = chunk + BucketChunk.headWords + BucketChunk.runCount(chunk) &* BucketChunk.runWords
        var end = matches.end
        var flags: UInt32 = 0
        for index in 0..<passing.bareCount {
            let run = passing.bare[index]
            flags |= run[1]
            // The second word of the run before, or of the head, says where this one begins.
            var from = UnsafeRawPointer(rules + BucketChunk.RunMark(bits: (run - 1).pointee).end)
            let last = UnsafeRawPointer(rules + BucketChunk.RunMark(bits: run[1]).end)
            var to = UnsafeMutableRawPointer(end)
            end += (last - from) / MemoryLayout<UInt32>.stride
            repeat {
                to.storeBytes(of: from.loadUnaligned(as: SIMD4<UInt32>.self), as: SIMD4<UInt32>.self)
                from += MemoryLayout<SIMD4<UInt32>>.stride
                to += MemoryLayout<SIMD4<UInt32>>.stride
            } while from < last
        }
        if BucketChunk.RunMark(bits: flags).isRepeated { matches.mayRepeat = true }
        matches.advance(to: end)
    }

    /// Takes the rules of the other passing runs whose further tests hold.
    @inline(__always)
    private func collectTested(
        _ chunk: UnsafePointer<UInt32>, _ passing: PassingRuns, _ pending: inout PendingRecords,
        into matches: inout MatchBuffer
    ) {
        let records = chunk + BucketChunk.headWords + BucketChunk.runCount(chunk) &* BucketChunk.runWords
        var end = matches.end
        var flags: UInt32 = 0
        for index in 0..<passing.testedCount {
            let run = passing.tested[index]
            flags |= run[1]
            let mark = BucketChunk.RunMark(bits: run[1])
            var record = records + BucketChunk.RunMark(bits: (run - 1).pointee).end
            let last = records + mark.end
            if mark.restCount == 1 {
                while record < last {
                    let test = TestCode(bits: record[1])
                    end.pointee = record[0]
                    end += holdsShort(test) && !test.isLong ? 1 : 0
                    pending.put(record[0], test, .always, .always, if: test.isLong)
                    record += 2
                }
            } else {
                while record < last {
                    let second = TestCode(bits: record[1])
                    let third = TestCode(bits: record[2])
                    let holds = mayHold(second) && mayHold(third)
                    let isLong = second.isLong || third.isLong
                    end.pointee = record[0]
                    end += holds && !isLong ? 1 : 0
                    pending.put(record[0], third, second, .always, if: holds && isLong)
                    record += 3
                }
            }
        }
        if BucketChunk.RunMark(bits: flags).isRepeated { matches.mayRepeat = true }
        matches.advance(to: end)
    }
}

/// The runs of a chunk whose test holds: those that have no further test, and the others.
struct PassingRuns {
    let bare: UnsafeMutablePointer<UnsafePointer<UInt32>> = .allocate(capacity: BucketChunk.recordsMax + 1)
    let tested: UnsafeMutablePointer<UnsafePointer<UInt32>> = .allocate(capacity: BucketChunk.recordsMax + 1)
    private(set) var bareCount = 0
    private(set) var testedCount = 0

    func deallocate() {
        bare.deallocate()
        tested.deallocate()
    }

    @inline(__always)
    mutating func clear() {
        bareCount = 0
        testedCount = 0
    }

    /// Adds a run without a branch: it is written in any case, and counts where its test holds.
    @inline(__always)
    mutating func put(_ run: UnsafePointer<UInt32>, if holds: Bool) {
        bare[bareCount] = run
        tested[testedCount] = run
        let isBare = BucketChunk.RunMark(bits: run[1]).restCount == 0
        bareCount &+= (holds ? 1 : 0) & (isBare ? 1 : 0)
        testedCount &+= (holds ? 1 : 0) & (isBare ? 0 : 1)
    }
}

/// Records of which only long tests are left, which are made together.
struct PendingRecords {
    private static let capacity = 4 * BucketChunk.recordsMax

    /// Rule and tests; of the latter at least one is long.
    let records: UnsafeMutablePointer<SIMD4<UInt32>> = .allocate(capacity: capacity)
    private(set) var count = 0

    func deallocate() { records.deallocate() }

    /// Whether the records of a chunk might have no room.
    @inline(__always)
    var isFull: Bool { count > Self.capacity - BucketChunk.recordsMax - 1 }

    @inline(__always)
    mutating func clear() { count = 0 }

    /// Adds a record without a branch: it is written in any case, and counts where the condition holds.
    @inline(__always)
    mutating func put(_ rule: UInt32, _ one: TestCode, _ two: TestCode, _ three: TestCode, if holds: Bool) {
        records[count] = SIMD4(rule, one.bits, two.bits, three.bits)
        count &+= holds ? 1 : 0
    }
}
