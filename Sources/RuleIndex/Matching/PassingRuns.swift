internal import CMemory
internal import CRuleScan

/// The runs whose test holds: those that have no further test, and the others.
struct PassingRuns {
    /// The records of a run.
    struct Run {
        var first: UnsafePointer<UInt32>
        var end: UnsafePointer<UInt32>
        /// How many tests each has behind the first.
        var restCount: Int
    }

    private static let capacity = 2 * (BucketChunk.recordsMax + 1)

    let bare: UnsafeMutablePointer<Run> = .allocate(capacity: capacity)
    let tested: UnsafeMutablePointer<Run> = .allocate(capacity: capacity)
    /// Where those of the chunk that is looked at begin, and where they end: as `BucketChunk.RunMark` has it.
    let begins: UnsafeMutablePointer<UInt32> = .allocate(capacity: BucketChunk.recordsMax + crules_slack)
    let ends: UnsafeMutablePointer<UInt32> = .allocate(capacity: BucketChunk.recordsMax + crules_slack)
    private(set) var bareCount = 0
    private(set) var testedCount = 0
    /// Whether rules of these may be found repeatedly.
    private(set) var isRepeated = false

    func deallocate() {
        bare.deallocate()
        tested.deallocate()
        begins.deallocate()
        ends.deallocate()
    }

    /// Whether those of a chunk might have no room.
    @inline(__always)
    var isFull: Bool { max(bareCount, testedCount) >= Self.capacity - BucketChunk.recordsMax }

    @inline(__always)
    mutating func clear() {
        bareCount = 0
        testedCount = 0
        isRepeated = false
    }

    /// Takes in so many of `begins` and `ends`, whose records lie at a place, and asks for the records.
    @inline(__always)
    mutating func take(_ count: Int, _ records: UnsafePointer<UInt32>) {
        var toBare = bare + bareCount
        var toTested = tested + testedCount
        var flags: UInt32 = 0
        for index in 0..<count {
            let mark = BucketChunk.RunMark(bits: ends[index])
            let first = records + BucketChunk.RunMark(bits: begins[index]).end
            let run = Run(first: first, end: records + mark.end, restCount: mark.restCount)
            cmemory_prefetch(first)
            toBare.pointee = run
            toTested.pointee = run
            toBare += mark.restCount == 0 ? 1 : 0
            toTested += mark.restCount == 0 ? 0 : 1
            flags |= mark.bits
        }
        bareCount = toBare - bare
        testedCount = toTested - tested
        if BucketChunk.RunMark(bits: flags).isRepeated { isRepeated = true }
    }
}
