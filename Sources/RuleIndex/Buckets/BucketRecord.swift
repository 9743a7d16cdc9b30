/// An alternative of a rule as a bucket holds it: what remains to be tested once its key is found.
struct BucketRecord: Equatable {
    let rule: UInt32
    /// Whether the rule may be found more than once for one alert.
    let isRepeated: Bool
    /// The tests, the most widely shared first; `TestCode.always` where there are fewer.
    let first: TestCode
    let second: TestCode
    let third: TestCode

    /// By test, so that a test that several share is made once.
    static func < (one: BucketRecord, other: BucketRecord) -> Bool {
        if one.first != other.first { return one.first.bits < other.first.bits }
        if one.isRepeated != other.isRepeated { return other.isRepeated }
        if one.second != other.second { return one.second.bits < other.second.bits }
        if one.third != other.third { return one.third.bits < other.third.bits }
        return one.rule < other.rule
    }

    /// Whether it belongs to the same run: records whose first test is made once for all.
    func isInRun(of other: BucketRecord) -> Bool { first == other.first && isRepeated == other.isRepeated }
}

/// Many records in one piece of words, in runs that share their first test.
///
///     0       the place of the chunk that follows in the bucket, `none` at the end
///     1       the number of runs, and 16 bits up the number of records
///     2       the words set aside for the chunk
///     3…      runs: the test; one past the run's last record, the top bit set where rules may be found repeatedly
///     …       records: rule, second test, third test
///
/// A run whose test fails costs two words, whatever its length.
enum BucketChunk {
    static let none = UInt32.max
    static let headWords = 3
    static let runWords = 2
    static let recordWords = 3
    static let repeatedFlag: UInt32 = 1 << 31
    /// The most records; a larger bucket is a chain of chunks, so that an insertion moves a bounded amount.
    static let recordsMax = 1 << 10

    static func recordCount(_ chunk: UnsafePointer<UInt32>) -> Int { Int(chunk[1] >> 16) }

    /// The records of a chunk, in their order.
    static func records(_ chunk: UnsafePointer<UInt32>) -> [BucketRecord] {
        let runs = Int(chunk[1] & 0xFFFF)
        let base = chunk + headWords + runs * runWords
        var records: [BucketRecord] = []
        records.reserveCapacity(recordCount(chunk) + 1)
        for run in 0..<runs {
            let head = chunk + headWords + run * runWords
            for index in records.count..<Int(head[1] & ~repeatedFlag) {
                let record = base + index * recordWords
                records.append(
                    BucketRecord(
                        rule: record[0], isRepeated: head[1] & repeatedFlag != 0, first: TestCode(bits: head[0]),
                        second: TestCode(bits: record[1]), third: TestCode(bits: record[2])))
            }
        }
        return records
    }

    /// How many words records take, which are in order.
    static func wordCount(_ records: [BucketRecord]) -> Int {
        var runs = 0
        for (index, record) in records.enumerated() where index == 0 || !record.isInRun(of: records[index - 1]) {
            runs += 1
        }
        return headWords + runs * runWords + records.count * recordWords
    }

    /// Writes records, which are in order, behind a head of which the first and third word are left alone.
    static func write(_ records: [BucketRecord], to chunk: UnsafeMutablePointer<UInt32>) {
        var runs = 0
        for (index, record) in records.enumerated() {
            if index == 0 || !record.isInRun(of: records[index - 1]) { runs += 1 }
            let head = chunk + headWords + (runs - 1) * runWords
            head[0] = record.first.bits
            head[1] = UInt32(index + 1) | (record.isRepeated ? repeatedFlag : 0)
        }
        let base = chunk + headWords + runs * runWords
        for (index, record) in records.enumerated() {
            let words = base + index * recordWords
            words[0] = record.rule
            words[1] = record.second.bits
            words[2] = record.third.bits
        }
        chunk[1] = UInt32(runs) | UInt32(records.count) << 16
    }

    // MARK: Insertion

    /// How many words one more record takes at most.
    static let insertionWords = runWords + recordWords

    /// The words in use.
    static func wordCount(_ chunk: UnsafePointer<UInt32>) -> Int {
        headWords + Int(chunk[1] & 0xFFFF) * runWords + recordCount(chunk) * recordWords
    }

    /// Adds a record where it belongs; there is room for `insertionWords` more.
    static func insert(_ record: BucketRecord, into chunk: UnsafeMutablePointer<UInt32>) {
        var runs = Int(chunk[1] & 0xFFFF)
        let count = recordCount(chunk)
        let flag: UInt32 = record.isRepeated ? repeatedFlag : 0
        let heads = chunk + headWords
        var run = 0
        while run < runs, isBefore(heads + run * runWords, record.first.bits, flag) { run += 1 }
        let start = run == 0 ? 0 : Int(heads[run * runWords - 1] & ~repeatedFlag)
        let isKnown =
            run < runs && heads[run * runWords] == record.first.bits
            && heads[run * runWords + 1] & repeatedFlag == flag
        if !isKnown {
            let head = heads + run * runWords
            move(head, by: runWords, count: (runs - run) * runWords + count * recordWords)
            head[0] = record.first.bits
            head[1] = UInt32(start) | flag
            runs += 1
        }
        let records = heads + runs * runWords
        let end = Int(heads[run * runWords + 1] & ~repeatedFlag)
        let place = records + insertionPlace(record, records, start, end) * recordWords
        move(place, by: recordWords, count: records + count * recordWords - place)
        place[0] = record.rule
        place[1] = record.second.bits
        place[2] = record.third.bits
        for later in run..<runs { heads[later * runWords + 1] += 1 }
        chunk[1] = UInt32(runs) | UInt32(count + 1) << 16
    }

    private static func isBefore(_ head: UnsafePointer<UInt32>, _ test: UInt32, _ flag: UInt32) -> Bool {
        head[0] != test ? head[0] < test : head[1] & repeatedFlag < flag
    }

    private static func move(_ words: UnsafeMutablePointer<UInt32>, by distance: Int, count: Int) {
        (words + distance).update(from: words, count: count)
    }

    /// Where a record belongs among those of its run.
    private static func insertionPlace(
        _ record: BucketRecord, _ records: UnsafePointer<UInt32>, _ start: Int, _ end: Int
    ) -> Int {
        var low = start
        var high = end
        while low < high {
            let middle = (low + high) / 2
            let other = records + middle * recordWords
            let isLess =
                other[1] != record.second.bits
                ? other[1] < record.second.bits
                : other[2] != record.third.bits ? other[2] < record.third.bits : other[0] < record.rule
            if isLess { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
