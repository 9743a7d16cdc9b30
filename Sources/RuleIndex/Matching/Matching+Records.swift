/// The records of a bucket: which of them match.
extension Matching {
    @inline(__always)
    func collectPlain(_ words: UnsafePointer<UInt32>, _ info: UInt32, into matches: inout MatchBuffer) {
        let count = Int(info & 0xFF)
        matches.reserve(BucketShard.plainMax)
        for index in 0..<count {
            let record = words + index &* BucketShard.plainWords
            let holds = holds(TestCode(bits: record[1])) && holdsRest(record + 2)
            matches.put(record[0], if: holds)
            if holds, info >> UInt32(8 &+ index) & 1 != 0 { matches.mayRepeat = true }
        }
    }

    /// Whether the second and the third test hold; few records have a third.
    @inline(__always)
    private func holdsRest(_ tests: UnsafePointer<UInt32>) -> Bool {
        if tests[1] == TestCode.always.bits { return holds(TestCode(bits: tests[0])) }
        return holds(TestCode(bits: tests[0])) && holds(TestCode(bits: tests[1]))
    }

    /// The chunks of a bucket, one after the other.
    @inline(__always)
    func collectChain(_ bucket: Found, _ passing: PassingRuns, into matches: inout MatchBuffer) {
        var passing = passing
        var chunk = bucket.records
        while true {
            matches.reserve(BucketChunk.recordCount(chunk) + BucketChunk.slackWords)
            findPassing(chunk, &passing)
            collectRules(chunk, passing, into: &matches)
            collectTested(chunk, passing, into: &matches)
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
        _ chunk: UnsafePointer<UInt32>, _ passing: PassingRuns, into matches: inout MatchBuffer
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
                    end.pointee = record[0]
                    end += holds(TestCode(bits: record[1])) ? 1 : 0
                    record += 2
                }
            } else {
                while record < last {
                    end.pointee = record[0]
                    end += holds(TestCode(bits: record[1])) && holds(TestCode(bits: record[2])) ? 1 : 0
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
