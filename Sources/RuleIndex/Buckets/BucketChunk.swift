/// Many records in one piece of words, in runs that share their first test and have as many others.
///
///     0       the place of the chunk that follows in the bucket, `none` at the end
///     1       the number of runs, and 16 bits up the number of records
///     2       the words set aside for the chunk
///     3       0: where the records of the first run begin
///     4…      runs: the test; where the run's records end, with flags in the top bits (see `RunMark`)
///     …       records: rule, and those of the second and third test that are not `TestCode.always`
///
/// A run whose test fails costs two words, whatever its length. Of most records nothing is left to be tested behind the
/// first test: such a run is but a list of rules.
enum BucketChunk {
    static let none = UInt32.max
    static let headWords = 4
    static let runWords = 2
    static let recordWordsMax = 3
    /// The most records; a larger bucket is a chain of chunks, so that an insertion moves a bounded amount.
    static let recordsMax = 1 << 10
    /// Words behind the last chunk that reading may touch: rules are copied four at a time.
    static let slackWords = 4

    /// The second word of a run.
    struct RunMark {
        var bits: UInt32

        static let endMask: UInt32 = 1 << 29 - 1

        init(bits: UInt32) { self.bits = bits }

        init(_ record: BucketRecord, end: Int) {
            bits = (record.isRepeated ? 1 << 31 : 0) | record.restCount << 29 | UInt32(end)
        }

        /// Where the records end, in words from the first record of the chunk.
        @inline(__always)
        var end: Int { Int(truncatingIfNeeded: bits & Self.endMask) }
        /// How many tests the records have behind the first.
        @inline(__always)
        var restCount: Int { Int(truncatingIfNeeded: bits >> 29 & 3) }
        /// Whether the rules may be found repeatedly.
        @inline(__always)
        var isRepeated: Bool { bits >> 31 == 1 }
        /// Runs of one test lie in the order of their flags.
        var flags: UInt32 { bits >> 29 }
    }

    static func recordCount(_ chunk: UnsafePointer<UInt32>) -> Int { Int(chunk[1] >> 16) }

    @inline(__always)
    static func runCount(_ chunk: UnsafePointer<UInt32>) -> Int { Int(chunk[1] & 0xFFFF) }

    /// The words in use.
    static func wordCount(_ chunk: UnsafePointer<UInt32>) -> Int {
        let runs = runCount(chunk)
        return headWords + runs * runWords + (runs == 0 ? 0 : RunMark(bits: chunk[headWords + runs * runWords - 1]).end)
    }

    /// The records of a chunk, in their order.
    static func records(_ chunk: UnsafePointer<UInt32>) -> [BucketRecord] {
        let runs = runCount(chunk)
        let base = chunk + headWords + runs * runWords
        var records: [BucketRecord] = []
        records.reserveCapacity(recordCount(chunk) + 1)
        var at = 0
        for run in 0..<runs {
            let head = chunk + headWords + run * runWords
            let mark = RunMark(bits: head[1])
            while at < mark.end {
                let rest = (1..<recordWordsMax).map { $0 <= mark.restCount ? TestCode(bits: base[at + $0]) : .always }
                records.append(
                    BucketRecord(
                        rule: base[at], isRepeated: mark.isRepeated, first: TestCode(bits: head[0]), second: rest[0],
                        third: rest[1]))
                at += 1 + mark.restCount
            }
        }
        return records
    }

    /// How many words records take, which are in order.
    static func wordCount(_ records: [BucketRecord]) -> Int {
        var words = headWords
        for (index, record) in records.enumerated() {
            if index == 0 || !record.isInRun(of: records[index - 1]) { words += runWords }
            words += 1 + Int(record.restCount)
        }
        return words
    }

    /// Writes records, which are in order, behind a head of which the first and third word are left alone.
    static func write(_ records: [BucketRecord], to chunk: UnsafeMutablePointer<UInt32>) {
        var runs = 0
        var end = 0
        for (index, record) in records.enumerated() {
            if index == 0 || !record.isInRun(of: records[index - 1]) { runs += 1 }
            end += 1 + Int(record.restCount)
            let head = chunk + headWords + (runs - 1) * runWords
            head[0] = record.first.bits
            head[1] = RunMark(record, end: end).bits
        }
        var place = chunk + headWords + runs * runWords
        for record in records { place += write(record, to: place) }
        chunk[1] = UInt32(runs) | UInt32(records.count) << 16
        chunk[3] = 0
    }

    /// Writes what a record has behind its first test; how many words that are.
    private static func write(_ record: BucketRecord, to place: UnsafeMutablePointer<UInt32>) -> Int {
        place[0] = record.rule
        if record.restCount > 0 { place[1] = record.second.bits }
        if record.restCount > 1 { place[2] = record.third.bits }
        return 1 + Int(record.restCount)
    }

    // MARK: Insertion

    /// How many words one more record takes at most.
    static let insertionWords = runWords + recordWordsMax

    /// Adds a record where it belongs; there is room for `insertionWords` more.
    static func insert(_ record: BucketRecord, into chunk: UnsafeMutablePointer<UInt32>) {
        var runs = runCount(chunk)
        let used = wordCount(chunk)
        let heads = chunk + headWords
        let wanted = RunMark(record, end: 0)
        var run = 0
        while run < runs, isBefore(heads + run * runWords, record.first, wanted) { run += 1 }
        let start = run == 0 ? 0 : RunMark(bits: heads[run * runWords - 1]).end
        let head = heads + run * runWords
        let isKnown = run < runs && head[0] == record.first.bits && RunMark(bits: head[1]).flags == wanted.flags
        if !isKnown {
            move(head, by: runWords, until: chunk + used)
            head[0] = record.first.bits
            head[1] = wanted.bits | UInt32(start)
            runs += 1
        }
        let records = heads + runs * runWords
        let place = insertionPlace(record, records + start, records + RunMark(bits: head[1]).end)
        let size = 1 + Int(record.restCount)
        move(place, by: size, until: chunk + used + (isKnown ? 0 : runWords))
        _ = write(record, to: place)
        for later in run..<runs { heads[later * runWords + 1] += UInt32(size) }
        chunk[1] = UInt32(runs) | UInt32(recordCount(chunk) + 1) << 16
    }

    private static func isBefore(_ head: UnsafePointer<UInt32>, _ test: TestCode, _ mark: RunMark) -> Bool {
        head[0] != test.bits ? head[0] < test.bits : RunMark(bits: head[1]).flags < mark.flags
    }

    private static func move(
        _ words: UnsafeMutablePointer<UInt32>, by distance: Int, until end: UnsafeMutablePointer<UInt32>
    ) {
        (words + distance).update(from: words, count: end - words)
    }

    /// Where a record belongs among those of its run.
    private static func insertionPlace(
        _ record: BucketRecord, _ start: UnsafeMutablePointer<UInt32>, _ end: UnsafeMutablePointer<UInt32>
    ) -> UnsafeMutablePointer<UInt32> {
        let rest = Int(record.restCount)
        let size = 1 + rest
        var low = 0
        var high = (end - start) / size
        while low < high {
            let middle = (low + high) / 2
            let other = start + middle * size
            let isLess =
                rest > 0 && other[1] != record.second.bits
                ? other[1] < record.second.bits
                : rest > 1 && other[2] != record.third.bits
                    ? other[2] < record.third.bits : other[0] < record.rule
            if isLess { low = middle + 1 } else { high = middle }
        }
        return start + low * size
    }
}
