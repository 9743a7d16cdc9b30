internal import CMemory
internal import CRuleScan

/// The records of buckets: which of them match.
extension Matching {
    /// Finds the runs of a chunk whose test holds, and asks for their records. Long tests come first.
    @inline(__always)
    func findPassing(_ chunk: UnsafePointer<UInt32>, _ passing: inout PassingRuns) {
        let words = view.pointee.words
        var count = 0
        var head = chunk + BucketChunk.headWords
        let end = head + BucketChunk.runCount(chunk) &* BucketChunk.runWords
        var ahead = head
        while ahead < end, ahead[0] < TestCode.firstComparison {
            cmemory_prefetch(words + Int(ahead[0]))
            ahead += BucketChunk.runWords
        }
        while head < ahead {
            // The second word of the run before, or of the head, says where this one begins.
            passing.begins[count] = (head - 1).pointee
            passing.ends[count] = head[1]
            count &+= holdsLong(Int(head[0])) ? 1 : 0
            head += BucketChunk.runWords
        }
        var alert = alert
        count &+= crules_find_runs(
            view.pointee.way, &alert, head, (end - head) / BucketChunk.runWords, passing.begins + count,
            passing.ends + count)
        passing.take(count, end)
    }

    /// Takes the rules of the runs that have no further test.
    @inline(__always)
    func collectBare(_ passing: PassingRuns, into matches: inout MatchBuffer) {
        if passing.isRepeated { matches.mayRepeat = true }
        for index in 0..<passing.bareCount {
            let run = passing.bare[index]
            matches.reserve(run.end - run.first &+ BucketChunk.slackWords)
            var from = UnsafeRawPointer(run.first)
            let last = UnsafeRawPointer(run.end)
            var to = UnsafeMutableRawPointer(matches.end)
            repeat {
                to.storeBytes(of: from.loadUnaligned(as: SIMD4<UInt32>.self), as: SIMD4<UInt32>.self)
                from += MemoryLayout<SIMD4<UInt32>>.stride
                to += MemoryLayout<SIMD4<UInt32>>.stride
            } while from < last
            matches.advance(by: run.end - run.first)
        }
    }

    /// Lists the records of the other runs, to make their further tests.
    ///
    /// One loop over the records of all runs, as most runs have one or two: where a loop of its own would end is
    /// anyone's guess.
    @inline(__always)
    func listTested(
        _ passing: PassingRuns, _ records: inout RecordList, _ pending: inout RecordList,
        into matches: inout MatchBuffer
    ) {
        guard passing.testedCount > 0 else { return }
        var run = passing.tested
        let lastRun = run + passing.testedCount
        var record = run.pointee.first
        while true {
            let restCount = run.pointee.restCount
            // A record with one further test has it twice.
            records.append(record[0], record[1], record[restCount], TestCode.always.bits)
            if records.count == RecordList.capacity { test(&records, &pending, into: &matches) }
            record += 1 &+ restCount
            let isLast = record == run.pointee.end
            run += isLast ? 1 : 0
            if run == lastRun { return }
            record = isLast ? run.pointee.first : record
        }
    }

    /// Lists the records of a small bucket.
    @inline(__always)
    func listPlain(
        _ words: UnsafePointer<UInt32>, _ info: UInt32, _ records: inout RecordList, _ pending: inout RecordList,
        into matches: inout MatchBuffer
    ) {
        if records.count > RecordList.capacity - BucketShard.plainMax { test(&records, &pending, into: &matches) }
        if info >> 8 & 0xFF != 0 { matches.mayRepeat = true }
        for index in 0..<Int(info & 0xFF) {
            let record = words + index &* BucketShard.plainWords
            records.append(record[0], record[1], record[2], record[3])
        }
    }

    /// Makes the short tests of records that were listed: takes the rules of those that have no others, and puts off the
    /// long tests of the others.
    @inline(__always)
    func test(_ records: inout RecordList, _ pending: inout RecordList, into matches: inout MatchBuffer) {
        if pending.count > RecordList.capacity - records.count { resolve(&pending, into: &matches) }
        matches.reserve(records.count &+ crules_slack)
        var (alert, lists, later) = (alert, records.lists, pending.end)
        let counts = crules_test_records(view.pointee.way, &alert, &lists, records.count, matches.end, &later)
        matches.advance(by: counts.matching)
        pending.count &+= counts.pending
        records.count = 0
    }

    // MARK: Long tests

    /// Asks for what long tests that were put off look at.
    @inline(__always)
    func prefetch(_ pending: RecordList) {
        let words = view.pointee.words
        let lists = pending.lists
        for index in 0..<pending.count {
            // Long tests have the least codes.
            let code = min(lists.first[index], min(lists.second[index], lists.third[index]))
            cmemory_prefetch(words + TestCode(bits: code).place)
        }
    }

    /// Makes the long tests that were put off.
    @inline(__always)
    func resolve(_ pending: inout RecordList, into matches: inout MatchBuffer) {
        matches.reserve(pending.count)
        let lists = pending.lists
        for index in 0..<pending.count {
            let holds =
                mayHold(lists.first[index]) && mayHold(lists.second[index]) && mayHold(lists.third[index])
            matches.put(lists.rules[index], if: holds)
        }
        pending.count = 0
    }

    /// Whether a test holds of which it is known that it does where it is a short one.
    @inline(__always)
    private func mayHold(_ bits: UInt32) -> Bool {
        let code = TestCode(bits: bits)
        return !code.isLong || holdsLong(code.place)
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
