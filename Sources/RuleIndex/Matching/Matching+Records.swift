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
    func collectChain(_ bucket: Found, _ passing: UnsafeMutablePointer<UInt32>, into matches: inout MatchBuffer) {
        var chunk = bucket.records
        while true {
            matches.reserve(BucketChunk.recordCount(chunk) + 1)
            let passed = passingRuns(chunk, passing)
            collectChunk(chunk, passing, passed, into: &matches)
            if chunk[0] == BucketChunk.none { return }
            chunk = bucket.words + Int(chunk[0])
        }
    }

    /// The runs of a chunk whose test holds; how many.
    ///
    /// Runs lie in the order of their tests, so that those of a kind follow one another: each kind has a loop of its
    /// own, with little to do and without a branch on the outcome.
    @inline(__always)
    private func passingRuns(_ chunk: UnsafePointer<UInt32>, _ passing: UnsafeMutablePointer<UInt32>) -> Int {
        let heads = chunk + BucketChunk.headWords
        let runs = UInt32(chunk[1] & 0xFFFF)
        let columns = columns
        let ranks = view.ranks
        var passed = 0
        var run: UInt32 = 0
        while run < runs, heads[Int(run &* 2)] < TestCode.firstComparison {
            passing[passed] = run
            passed &+= holdsLong(Int(heads[Int(run &* 2)])) ? 1 : 0
            run &+= 1
        }
        while run < runs, heads[Int(run &* 2)] < TestCode.firstSet {
            let test = TestCode(bits: heads[Int(run &* 2)])
            passing[passed] = run
            passed &+= Self.isIn(test.bits &>> 28, columns[test.column], test.operand) ? 1 : 0
            run &+= 1
        }
        while run < runs, heads[Int(run &* 2)] < TestCode.firstThreshold {
            let test = TestCode(bits: heads[Int(run &* 2)])
            let place = min(columns[test.column] &- ColumnValue.firstText, TestCode.setSize)
            passing[passed] = run
            passed &+= test.operand &>> place & 1 != 0 ? 1 : 0
            run &+= 1
        }
        while run < runs {
            // A test that always holds is one of these: any result satisfies it.
            let test = TestCode(bits: heads[Int(run &* 2)])
            passing[passed] = run
            passed &+= Self.isIn(test.bits &>> 28, columns[test.column], ranks[Int(test.operand)]) ? 1 : 0
            run &+= 1
        }
        return passed
    }

    /// Takes the rules of the passing runs whose other tests hold.
    @inline(__always)
    private func collectChunk(
        _ chunk: UnsafePointer<UInt32>, _ passing: UnsafePointer<UInt32>, _ passed: Int,
        into matches: inout MatchBuffer
    ) {
        let marks = chunk + BucketChunk.headWords + 1
        let records = chunk + BucketChunk.headWords + Int(chunk[1] & 0xFFFF) &* BucketChunk.runWords
        var end = matches.end
        for index in 0..<passed {
            let run = Int(passing[index])
            let mark = marks[run &* 2]
            let start = run == 0 ? 0 : Int(marks[run &* 2 &- 2] & ~BucketChunk.repeatedFlag)
            var record = records + start &* BucketChunk.recordWords
            let last = records + Int(mark & ~BucketChunk.repeatedFlag) &* BucketChunk.recordWords
            let before = end
            while record < last {
                end.pointee = record[0]
                end += holdsRest(record + 1) ? 1 : 0
                record += BucketChunk.recordWords
            }
            if mark & BucketChunk.repeatedFlag != 0, end != before { matches.mayRepeat = true }
        }
        matches.advance(to: end)
    }
}
