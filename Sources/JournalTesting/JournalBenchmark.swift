public import Journal
internal import TransparencyLog

/// The journal's benchmarks, run small by its tests and at full size by the benchmark program.
public enum JournalBenchmark {
    /// One result: how many things in which time.
    public struct Figure: Sendable {
        /// Such as `journal.append.batch256`.
        public let name: String
        /// How many entries, commits or calls.
        public let count: Int
        /// How long they took together, in seconds.
        public let seconds: Double
        /// The slowest hundredth's fastest, in microseconds: the 99th percentile.
        public let slowMicroseconds: Double

        /// How many a second.
        public var perSecond: Double { Double(count) / seconds }
    }

    /// Entries with a body of so many bytes and a header as the hub's, time-ordered ids among them.
    public static func entries(
        from first: UInt64, count: Int, bodyBytes: Int = 1024, hashed: Bool = true
    ) -> [JournalEntry] {
        (0..<UInt64(count)).map { offset in
            let number = first + offset
            var body = [UInt8](repeating: UInt8(truncatingIfNeeded: number &* 31), count: bodyBytes)
            for index in 0..<min(8, bodyBytes) { body[index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
            var entry = JournalEntry(
                kind: .alert, position: Position(number), time: JournalTime(milliseconds: 1_700_000_000_000 + number),
                header: [UInt8](repeating: 7, count: 160), body: body)
            if hashed { entry.leafHash = entry.computeLeafHash() }
            return entry
        }
    }

    /// Appends `count` entries in batches of `batch`, each with its write and sync: `journal.append.batchN`.
    ///
    /// Leaf hashes are computed before where `hashed`, otherwise within.
    public static func append(batch: Int, count: Int, hashed: Bool = true, folder: String) throws -> Figure {
        let log = try SegmentLog.open(folder: folder, hub: "benchmark")
        defer { try? log.close() }
        var latencies: [UInt64] = []
        var position = log.head.rawValue + 1
        for _ in 0..<max(1, count / batch) {
            let entries = entries(from: position, count: batch, hashed: hashed)
            let begun = MonotonicClock.nanoseconds()
            _ = try log.append(entries)
            latencies.append(MonotonicClock.nanoseconds() - begun)
            position += UInt64(batch)
        }
        let name = "journal.append.batch\(batch)" + (hashed ? "" : ".hashing")
        return figure(name, count: latencies.count * batch, latencies)
    }

    /// Hands `count` entries to the journal thread in pieces of `batch`, never waiting: `journal.writer.batchN`.
    public static func writer(batch: Int, count: Int, folder: String) throws -> Figure {
        let log = try SegmentLog.open(folder: folder, hub: "benchmark")
        defer { try? log.close() }
        let pieces = (0..<max(1, count / batch)).map { number in
            entries(from: log.head.rawValue + 1 + UInt64(number * batch), count: batch)
        }
        let begun = MonotonicClock.nanoseconds()
        let writer = JournalWriter(log) { _ in }
        for piece in pieces {
            while (try? writer.enqueue(piece)) == nil { _ = writer.counters }
        }
        writer.stop()
        return figure(
            "journal.writer.batch\(batch)", count: pieces.count * batch, [MonotonicClock.nanoseconds() - begun])
    }

    /// Reads everything in a folder's log in order: `journal.read`.
    public static func read(folder: String) throws -> Figure {
        let log = try SegmentLog.open(folder: folder, hub: "benchmark")
        defer { try? log.close() }
        var reader = JournalReader(log)
        var latencies: [UInt64] = []
        var count = 0
        while true {
            let begun = MonotonicClock.nanoseconds()
            let found = try reader.read().count
            if found == 0 { break }
            latencies.append(MonotonicClock.nanoseconds() - begun)
            count += found
        }
        return figure("journal.read", count: count, latencies)
    }

    /// Feeds an index with everything in a folder's log, three words of text and one topic each: `index.feed`.
    public static func index(folder: String) throws -> Figure {
        let log = try SegmentLog.open(folder: folder, hub: "benchmark")
        defer { try? log.close() }
        let index = try JournalIndex(path: folder + "/index.sqlite", journal: log, textColumns: ["text"]) { entry in
            let number = entry.position.rawValue
            let id = (0..<16).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> (56 - 8 * $0) : 1) }
            return IndexColumns(
                identifier: RecordIdentifier(id: id, origin: Array("GT".utf8)), sender: "GT",
                topics: ["seizure.drugs.group\(number % 50).GT"],
                texts: ["container \(number % 1000) found with cargo number \(number) and hidden goods"])
        }
        defer { index.close() }
        var reader = JournalReader(log)
        var latencies: [UInt64] = []
        while true {
            let begun = MonotonicClock.nanoseconds()
            if try index.feed(from: &reader) == 0 { break }
            latencies.append(MonotonicClock.nanoseconds() - begun)
        }
        return figure("index.feed", count: Int(index.indexed.rawValue), latencies)
    }

    /// Writes so many bytes and syncs them, `count` times: `probe.fdatasync`, the measure of the disk itself.
    public static func probe(bytes: Int = 1024, count: Int, path: String) throws -> Figure {
        let file = try PosixFileSystem().open(path, create: true)
        let block = [UInt8](repeating: 1, count: bytes)
        var latencies: [UInt64] = []
        for number in 0..<count {
            let begun = MonotonicClock.nanoseconds()
            _ = try block.withUnsafeBytes { try file.write($0, at: number * bytes) }
            try file.synchronizeData()
            latencies.append(MonotonicClock.nanoseconds() - begun)
        }
        return figure("probe.fdatasync.\(bytes)", count: count, latencies)
    }

    /// Asks for identifiers that are new and takes them in, evictions included: `duplicates.insert`.
    public static func duplicates(capacity: Int, count: Int) throws -> Figure {
        var recent = RecentIdentifiers(capacity: capacity)
        let digest = SHA256Digest(of: [1])
        let identifiers = (0..<UInt64(count)).compactMap { number in
            RecordIdentifier(
                id: (0..<16).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> (56 - 8 * $0) : 1) },
                origin: Array("GT".utf8))
        }
        var position = Position.beforeFirst
        let begun = MonotonicClock.nanoseconds()
        for identifier in identifiers where recent.verdict(identifier, bodyDigest: digest) == .new {
            position = position.next
            recent.insert(identifier, KnownRecord(position: position, bodyDigest: digest, leafHash: digest))
        }
        return figure("duplicates.insert", count: Int(position.rawValue), [MonotonicClock.nanoseconds() - begun])
    }

    private static func figure(_ name: String, count: Int, _ latencies: [UInt64]) -> Figure {
        let sorted = latencies.sorted()
        let slow = sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        return Figure(
            name: name, count: count, seconds: Double(max(1, latencies.reduce(0, +))) / 1e9,
            slowMicroseconds: Double(slow) / 1000)
    }
}
