import Foundation
import Journal
import JournalTesting
import Testing
import TransparencyLog

@Suite("The index answers for the log and can be made anew")
struct IndexTests {
    static let members = ["GT", "MX", "PA", "ORG-RILO"]
    static let groups = ["cocaine", "ivory", "cigarettes"]

    /// Columns drawn from an entry's position; every tenth entry is no publication and has no columns.
    static func columns(_ entry: JournalEntry) -> IndexColumns? {
        let number = entry.position.rawValue
        if number.isMultiple(of: 10) { return nil }
        let origin = members[Int(number % 3)]
        var topics = ["seizure.goods.\(groups[Int(number % 3)]).\(origin)"]
        if number.isMultiple(of: 4) { topics.append("seizure.goods.\(groups[Int((number + 1) % 3)]).\(origin)") }
        return IndexColumns(
            identifier: RecentIdentifiersTests.identifier(number, origin: origin),
            sender: number.isMultiple(of: 5) ? "ORG-RILO" : origin, topics: topics,
            texts: ["Container número \(number)", number.isMultiple(of: 7) ? "hidden in frozen SHRIMP" : ""])
    }

    static func open(_ folder: String, _ log: any JournalBackend, columnsVersion: Int = 1) throws -> JournalIndex {
        try JournalIndex(
            path: folder + "/index.sqlite", journal: log, textColumns: ["title", "narrative"],
            columnsVersion: columnsVersion, columns: { columns($0) })
    }

    static func feedAll(_ index: JournalIndex, _ log: any JournalBackend, step: Int = 4096) throws {
        var reader = JournalReader(log)
        while try index.feed(from: &reader, limit: ReadLimit(entries: step)) > 0 {}
    }

    private func everything(_ index: JournalIndex) throws -> [[IndexedEntry]] {
        var queries = [IndexQuery(), IndexQuery(), IndexQuery(), IndexQuery()]
        queries[1].member = "ORG-RILO"
        queries[2].text = "shrimp"
        queries[3].topic = { $0.contains(".ivory.") }
        for position in queries.indices { queries[position].limit = IndexQuery.limitMax }
        return try queries.map { try index.entries($0) }
    }

    /// The entries that a query asks for, found by looking at all of them.
    private func expected(_ count: UInt64, _ holds: (JournalEntry, IndexColumns) -> Bool) -> [Position] {
        JournalContract.entries(1...count).filter { entry in
            Self.columns(entry).map { holds(entry, $0) } ?? false
        }.map(\.position)
    }

    private func makeLog(_ folder: TemporaryFolder, count: UInt64) throws -> SegmentLog {
        let log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(16 << 10))
        for start in stride(from: 1, through: count, by: 50) {
            _ = try log.append(JournalContract.entries(start...(start + 49)))
        }
        return log
    }

    @Test("each condition, and all together, find what looking at every entry finds")
    func queries() throws {
        let folder = try TemporaryFolder()
        let log = try makeLog(folder, count: 500)
        let index = try Self.open(folder.path, log)
        #expect(index.opening == .created)
        try Self.feedAll(index, log, step: 33)
        #expect(index.indexed == Position(500))
        func positions(_ change: (inout IndexQuery) -> Void) throws -> [Position] {
            var query = IndexQuery()
            query.limit = 1000
            change(&query)
            return try index.entries(query).map(\.position)
        }
        let time = JournalContract.entries(200...200)[0].time
        #expect(try positions { _ in } == expected(500) { _, _ in true })
        #expect(try positions { $0.member = "GT" } == expected(500) { $1.identifier?.origin == Array("GT".utf8) })
        #expect(try positions { $0.member = "ORG-RILO" } == expected(500) { $1.sender == "ORG-RILO" })
        #expect(try positions { $0.member = "XX" }.isEmpty)
        #expect(
            try positions { $0.topic = { $0.hasPrefix("seizure.goods.ivory.") } }
                == expected(500) { $1.topics.contains { $0.contains(".ivory.") } })
        #expect(try positions { $0.topic = { _ in false } }.isEmpty)
        #expect(
            try positions { $0.text = "frozen Shrimp" }
                == expected(500) { entry, _ in entry.position.rawValue % 7 == 0 })
        #expect(try positions { $0.text = "numero 123" } == [Position(123)])
        #expect(try positions { $0.from = time } == expected(500) { entry, _ in entry.time >= time })
        #expect(try positions { $0.until = time } == expected(500) { entry, _ in entry.time < time })
        let all = try positions {
            $0.topic = { $0.hasSuffix(".MX") }
            $0.member = "ORG-RILO"
            $0.text = "container"
            $0.from = time
            $0.after = Position(250)
        }
        let wanted = expected(500) { entry, columns in
            entry.position > Position(250) && columns.sender == "ORG-RILO"
                && columns.topics.contains { $0.hasSuffix(".MX") }
        }
        #expect(all == wanted && !wanted.isEmpty)
        let newest = try positions {
            $0.newestFirst = true
            $0.before = Position(100)
            $0.limit = 5
        }
        #expect(newest == [99, 98, 97, 96, 95].map { Position($0) })
        try log.close()
    }

    @Test("a position is found by time")
    func byTime() throws {
        let folder = try TemporaryFolder()
        let log = try makeLog(folder, count: 200)
        let index = try Self.open(folder.path, log)
        #expect(try index.position(atOrAfter: .earliest) == nil)
        try Self.feedAll(index, log)
        let entries = JournalContract.entries(1...200).filter { Self.columns($0) != nil }
        let times = Set(entries.map(\.time.milliseconds))
        for milliseconds in (times.min() ?? 0) - 1...(times.max() ?? 0) + 1 {
            let time = JournalTime(milliseconds: milliseconds)
            #expect(try index.position(atOrAfter: time) == entries.first { $0.time >= time }?.position)
        }
        try log.close()
    }

    @Test(
        "hostile words in a text query are words, not operators",
        arguments: [
            "\"", "a\" OR \"b", "title:x", "NEAR(a b)", "*", "^", "'; DROP TABLE entry; --", "\u{0}", "((((",
            "AND OR NOT",
        ])
    func hostileText(text: String) throws {
        let folder = try TemporaryFolder()
        let log = try makeLog(folder, count: 50)
        let index = try Self.open(folder.path, log)
        try Self.feedAll(index, log)
        var query = IndexQuery()
        query.text = text
        #expect(try index.entries(query).isEmpty)
        query.member = text
        query.text = nil
        #expect(try index.entries(query).isEmpty)
        query.text = String(repeating: "x", count: IndexQuery.textBytesMax + 1)
        #expect(throws: JournalError.self) { try index.entries(query) }
        try log.close()
    }

    @Test("an index made anew equals one that was fed bit by bit")
    func rebuild() throws {
        let folder = try TemporaryFolder()
        let log = try makeLog(folder, count: 400)
        var index = try Self.open(folder.path, log)
        try Self.feedAll(index, log, step: 7)
        let fed = try everything(index)
        index.close()
        index = try Self.open(folder.path, log)
        #expect(index.opening == .continued && index.indexed == Position(400))
        #expect(try everything(index) == fed)
        index.close()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.path + "/index.sqlite" + suffix)
        }
        index = try Self.open(folder.path, log)
        #expect(index.opening == .created && index.indexed == .beforeFirst)
        try Self.feedAll(index, log)
        #expect(try everything(index) == fed)
        #expect(fed.allSatisfy { !$0.isEmpty })
        index.close()
        index = try Self.open(folder.path, log, columnsVersion: 2)
        #expect(index.opening == .rebuilt(reason: "it was made for another log or version"))
        try log.close()
    }

    @Test("a damaged file is kept under another name and the index made anew", arguments: [false, true])
    func damaged(isWhole: Bool) throws {
        let folder = try TemporaryFolder()
        let log = try makeLog(folder, count: 400)
        var index = try Self.open(folder.path, log)
        try Self.feedAll(index, log)
        let fed = try everything(index)
        index.close()
        let path = folder.path + "/index.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for at in (isWhole ? 0 : 4096)..<bytes.count { bytes[at] = UInt8(truncatingIfNeeded: at &* 31) }
        try bytes.write(to: URL(fileURLWithPath: path))
        index = try Self.open(folder.path, log)
        var reader = JournalReader(log)
        for _ in 0..<100 where try index.feed(from: &reader) > 0 {}
        guard case .rebuilt = index.opening else {
            Issue.record("\(index.opening)")
            return
        }
        #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
        #expect(try everything(index) == fed)
        try log.close()
    }

    @Test("an index that knows more than the log, or something else, is made anew")
    func ahead() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let log = try makeLog(folder, count: 100)
        let index = try Self.open(other.path, log)
        try Self.feedAll(index, log)
        index.close()
        let epoch = log.epoch
        let shorter = InMemoryJournal(epoch: epoch)
        _ = try shorter.append(JournalContract.entries(1...50))
        let reason = JournalIndex.Opening.rebuilt(reason: "it holds what the log does not")
        let again = try Self.open(other.path, shorter)
        #expect(again.opening == reason)
        try Self.feedAll(again, shorter)
        again.close()
        let different = InMemoryJournal(epoch: epoch)
        _ = try different.append(JournalContract.entries(1...60, bodyBytes: 7))
        #expect(try Self.open(other.path, different).opening == reason)
        try log.close()
    }

    @Test("the index thread follows the head, and its lag comes to nothing")
    func thread() throws {
        let folder = try TemporaryFolder()
        let log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(64 << 10))
        let index = try Self.open(folder.path, log)
        let indexer = JournalIndexer(index, journal: log)
        let writer = JournalWriter(log) { outcome in
            if case .committed(let commit, _) = outcome { indexer.notify(commit.head) }
        }
        for start: UInt64 in stride(from: 1, to: 1000, by: 10) {
            _ = try writer.enqueue(JournalContract.entries(start...(start + 9)))
        }
        writer.stop()
        #expect(indexer.wait(for: Position(1000), milliseconds: 20_000))
        #expect(indexer.lag == 0 && indexer.failure == nil)
        var query = IndexQuery()
        query.limit = IndexQuery.limitMax
        #expect(try index.entries(query).count == 900)
        #expect(!indexer.wait(for: Position(1001), milliseconds: 10))
        indexer.stop()
        try log.close()
    }

    @Test("text columns have plain names", arguments: ["", "Title", "a b", "x);--", "rank", "rowid", "tab\u{0}"])
    func columnNames(name: String) throws {
        #expect(throws: JournalError.self) {
            try JournalIndex(path: "/nonexistent/index", journal: InMemoryJournal(), textColumns: [name]) { _ in nil }
        }
    }
}
