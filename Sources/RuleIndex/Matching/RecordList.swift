internal import CRuleScan

/// Records whose tests are to be made: rules, and three tests each.
struct RecordList {
    static let capacity = 2 * BucketChunk.recordsMax

    let lists: crules_records
    var count = 0

    init() {
        func list() -> UnsafeMutablePointer<UInt32> { .allocate(capacity: Self.capacity + crules_slack) }
        lists = crules_records(rules: list(), first: list(), second: list(), third: list())
    }

    func deallocate() {
        lists.rules.deallocate()
        lists.first.deallocate()
        lists.second.deallocate()
        lists.third.deallocate()
    }

    /// Adds a record; there must be room.
    @inline(__always)
    mutating func append(_ rule: UInt32, _ first: UInt32, _ second: UInt32, _ third: UInt32) {
        lists.rules[count] = rule
        lists.first[count] = first
        lists.second[count] = second
        lists.third[count] = third
        count &+= 1
    }

    /// The place behind the last.
    @inline(__always)
    var end: crules_records {
        crules_records(
            rules: lists.rules + count, first: lists.first + count, second: lists.second + count,
            third: lists.third + count)
    }
}
