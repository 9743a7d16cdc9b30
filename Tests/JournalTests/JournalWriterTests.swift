import Glibc
import Journal
import JournalTesting
import Synchronization
import Testing

@Suite("The journal thread commits what is queued and tells of it")
struct JournalWriterTests {
    private final class Outcomes: Sendable {
        let list = Mutex<[CommitOutcome]>([])
        func add(_ outcome: CommitOutcome) { list.withLock { $0.append(outcome) } }
        var all: [CommitOutcome] { list.withLock { $0 } }
        var commits: [(commit: Commit, through: HandOver)] {
            all.compactMap { if case .committed(let commit, let through) = $0 { (commit, through) } else { nil } }
        }
    }

    @Test("every hand-over is told of once, in order, with its leaf hashes")
    func inOrder() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: 32 << 10)
        let outcomes = Outcomes()
        let writer = JournalWriter(log) { outcomes.add($0) }
        let entries = JournalContract.entries(1...600)
        for start in stride(from: 0, to: 600, by: 6) {
            #expect(try writer.enqueue(Array(entries[start..<(start + 6)])) == UInt64(start / 6 + 1))
        }
        #expect(try writer.enqueue([]) == 101)
        writer.stop()

        let commits = outcomes.commits
        #expect(commits.last?.through == 101)
        #expect(commits.map(\.through) == commits.map(\.through).sorted())
        #expect(commits.flatMap(\.commit.leafHashes) == entries.map { $0.computeLeafHash() })
        #expect(same(try log.all(), entries))
        let counters = writer.counters
        #expect(counters.entries == 600 && counters.commits == UInt64(commits.count))
        #expect(counters.commitSizes.reduce(0, +) == counters.commits)
        #expect(counters.bytes == UInt64(commits.reduce(0) { $0 + $1.commit.byteCount }))
        #expect(throws: JournalWriter.Refusal.stopped) { try writer.enqueue([]) }
    }

    @Test("what is queued while a commit is under way goes in one commit, within the bounds")
    func groups() throws {
        let journal = HeldJournal()
        let outcomes = Outcomes()
        var options = JournalWriter.Options()
        options.commitEntriesMax = 10
        options.queueEntriesMax = 30
        let writer = JournalWriter(journal, options: options) { outcomes.add($0) }
        _ = try writer.enqueue(JournalContract.entries(1...1))
        journal.waitUntilHeld()
        for number: UInt64 in 2...31 { _ = try writer.enqueue(JournalContract.entries(number...number)) }
        #expect(writer.queuedEntries == 30)
        #expect(throws: JournalWriter.Refusal.queueFull) { try writer.enqueue(JournalContract.entries(32...32)) }
        journal.release()
        writer.stop()
        #expect(outcomes.commits.map(\.commit.entryCount) == [1, 10, 10, 10])
        #expect(outcomes.commits.map(\.through) == [1, 11, 21, 31])
    }

    @Test("only the faulty hand-over of a group is refused")
    func refusesOne() throws {
        let journal = HeldJournal()
        let outcomes = Outcomes()
        let writer = JournalWriter(journal) { outcomes.add($0) }
        _ = try writer.enqueue(JournalContract.entries(1...1))
        journal.waitUntilHeld()
        _ = try writer.enqueue(JournalContract.entries(2...3))
        _ = try writer.enqueue([.control(.cursor, key: [], value: [1], time: .earliest)])
        _ = try writer.enqueue(JournalContract.entries(4...5))
        journal.release()
        writer.stop()
        let refused = outcomes.all.compactMap { if case .refused(let number, _) = $0 { number } else { nil } }
        #expect(refused == [3])
        #expect(outcomes.commits.map(\.through) == [1, 2, 4])
        #expect(journal.head == Position(5))
        #expect(writer.counters.refusals == 1)
    }

    @Test("after a failed sync nothing more is taken, and what waited is told to have failed")
    func failure() throws {
        let journal = HeldJournal()
        let outcomes = Outcomes()
        let writer = JournalWriter(journal) { outcomes.add($0) }
        _ = try writer.enqueue(JournalContract.entries(1...1))
        journal.waitUntilHeld()
        _ = try writer.enqueue(JournalContract.entries(2...3))
        _ = try writer.enqueue(JournalContract.entries(4...5))
        journal.memory.failNextAppend()
        journal.release()
        writer.stop()
        #expect(outcomes.all.count == 1)
        guard case .failed(let error, from: 1)? = outcomes.all.first else {
            Issue.record("\(outcomes.all)")
            return
        }
        #expect(error.isFinal)
        #expect(throws: JournalWriter.Refusal.stopped) { try writer.enqueue(JournalContract.entries(6...6)) }
    }

    private func follow(_ log: SegmentLog, from start: UInt64, through total: UInt64) async throws {
        var reader = JournalReader(log, at: Position(start))
        var next = start
        while next <= total {
            let head = log.head
            let read = try reader.read(ReadLimit(entries: 100))
            #expect(!read.isEmpty || head < Position(next), "what is committed can be read")
            for entry in read {
                #expect(JournalContract.same(entry, JournalContract.entries(next...next)[0]))
                next += 1
            }
            if read.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("readers on other threads see committed entries only, in order, while the writer appends")
    func concurrentReaders() async throws {
        let folder = try TemporaryFolder()
        let log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(64 << 10))
        let outcomes = Outcomes()
        let total: UInt64 = 4000
        var options = JournalWriter.Options()
        options.commitEntriesMax = 100
        let writer = JournalWriter(log, options: options) { outcomes.add($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start: UInt64 in [1, 1, 1500] {
                group.addTask {
                    try await follow(log, from: start, through: total)
                }
            }
            var number: UInt64 = 1
            while number <= total {
                let end = min(number + 24, total)
                do throws(JournalWriter.Refusal) {
                    _ = try writer.enqueue(JournalContract.entries(number...end))
                    number = end + 1
                } catch { try await Task.sleep(for: .milliseconds(1)) }
            }
            try await group.waitForAll()
        }
        writer.stop()
        #expect(outcomes.commits.last?.commit.head == Position(total))
        #expect(log.closedSegmentPaths.count > 5)
        try log.close()
    }
}

/// A journal in memory whose first append waits until it is let go.
private final class HeldJournal: JournalBackend {
    let memory = InMemoryJournal()
    private let isHeld = Atomic(false)
    private let isReleased = Atomic(false)

    func waitUntilHeld() { while !isHeld.load(ordering: .acquiring) { usleep(100) } }
    func release() { isReleased.store(true, ordering: .releasing) }

    var epoch: Epoch { memory.epoch }
    var first: Position { memory.first }
    var head: Position { memory.head }
    var lastTime: JournalTime { memory.lastTime }
    var controlState: ControlState { memory.controlState }
    func append(_ entries: [JournalEntry]) throws(JournalError) -> Commit {
        isHeld.store(true, ordering: .releasing)
        while !isReleased.load(ordering: .acquiring) { usleep(100) }
        return try memory.append(entries)
    }
    func read(_ place: inout ReadPlace, limit: ReadLimit) throws(JournalError) -> [JournalEntry] {
        try memory.read(&place, limit: limit)
    }
    func close() throws(JournalError) { try memory.close() }
}
