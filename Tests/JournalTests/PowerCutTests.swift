import Journal
import JournalTesting
import Testing

@Suite("A power cut at any moment loses nothing that was acknowledged")
struct PowerCutTests {
    private static let key = Array("desk".utf8)

    /// What the run before a cut was told.
    private struct Told {
        var head: UInt64 = 0
        var cursor: UInt64 = 0
        var attempted: UInt64 = 0
        var attemptedCursor: UInt64 = 0
    }

    /// Appends until the power goes, by batches drawn from chance, each with the cursor at its number.
    private func run(_ log: SegmentLog, _ chance: inout SeededGenerator, told: inout Told) {
        told.head = max(told.head, log.head.rawValue)
        for _ in 0..<60 {
            let count = UInt64.random(in: 0...6, using: &chance)
            var batch = count == 0 ? [] : JournalContract.entries((told.head + 1)...(told.head + count))
            told.attemptedCursor += 1
            batch.insert(
                .control(.cursor, key: Self.key, value: Array("\(told.attemptedCursor)".utf8), time: .earliest),
                at: Int.random(in: 0...batch.count, using: &chance))
            told.attempted = told.head + count
            guard let commit = try? log.append(batch) else { return }
            told.head = commit.head.rawValue
            told.cursor = told.attemptedCursor
        }
    }

    @Test("600 cuts: nothing lost, nothing invented, order kept, twice over", arguments: [1 << 10, 3 << 10, 1 << 20])
    func cuts(segmentBytes: Int) throws {
        var cutsWithTornEnd = 0
        var cutsWithSegments = 0
        for seed: UInt64 in 0..<100 {
            var chance = SeededGenerator(seed: seed &* 7919 &+ UInt64(segmentBytes))
            var disk = SimulatedFileSystem()
            var told = Told()
            for round in 0..<2 {
                disk.faults.callsUntilPowerCut = disk.calls + Int.random(in: 1...90, using: &chance)
                if let log = try? disk.openLog(segmentBytes: segmentBytes) { run(log, &chance, told: &told) }
                disk = disk.afterPowerCut(seed: chance.next())
                let log = try disk.openLog(segmentBytes: segmentBytes)
                let entries = try log.all()
                let (head, cursor) = (log.head.rawValue, log.controlState.value(.cursor, key: Self.key))
                let place = "seed \(seed), round \(round)"
                #expect(head >= told.head, "\(place): acknowledged up to \(told.head), found \(head)")
                #expect(head <= max(told.attempted, told.head), "\(place): \(head) was never appended")
                #expect(entries.count == Int(head), "\(place)")
                if head > 0 { #expect(same(entries, JournalContract.entries(1...head)), "\(place)") }
                let number = cursor.flatMap { UInt64(String(decoding: $0, as: UTF8.self)) } ?? 0
                #expect(number >= told.cursor && number <= told.attemptedCursor, "\(place): cursor \(number)")
                #expect(log.verify().damages.isEmpty, "\(place)")
                if log.recovery.cut != nil { cutsWithTornEnd += 1 }
                if try disk.segments.count > 1 { cutsWithSegments += 1 }
                // A second process, after the first was killed without another cut, must find the same.
                told.head = head
                told.cursor = number
                disk = disk.afterKill()
            }
        }
        #expect(cutsWithTornEnd > 3, "the cuts must tear something")
        if segmentBytes < 1 << 20 { #expect(cutsWithSegments > 10) }
    }

    @Test("the same test sees a journal that acknowledges before its sync")
    func earlyAcknowledgement() throws {
        var lost = 0
        for seed: UInt64 in 0..<30 {
            var chance = SeededGenerator(seed: seed)
            let disk = UnsyncedFileSystem()
            let log = try SegmentLog.open(folder: "/log", hub: "hub", fileSystem: disk)
            var told = Told()
            run(log, &chance, told: &told)
            let after = disk.system.afterPowerCut(seed: seed)
            let head = (try? after.openLog().head.rawValue) ?? 0
            if head < told.head { lost += 1 }
        }
        #expect(lost > 15)
    }
}

/// A disk whose syncs do nothing, as a faulty journal's would.
private struct UnsyncedFileSystem: FileSystem {
    let system = SimulatedFileSystem()

    func open(_ path: String, create: Bool) throws(FileError) -> any File {
        UnsyncedFile(try system.open(path, create: create))
    }
    func list(_ folder: String) throws(FileError) -> [String] { try system.list(folder) }
    func makeFolder(_ path: String) throws(FileError) { try system.makeFolder(path) }
    func rename(_ path: String, to target: String) throws(FileError) { try system.rename(path, to: target) }
    func remove(_ path: String) throws(FileError) { try system.remove(path) }
    func synchronizeFolder(_ path: String) throws(FileError) { try system.synchronizeFolder(path) }
    func lock(_ path: String) throws(FileError) -> (any FileLock)? { try system.lock(path) }
}

private final class UnsyncedFile: File {
    private let file: any File
    init(_ file: any File) { self.file = file }
    func size() throws(FileError) -> Int { try file.size() }
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        try file.write(bytes, at: offset)
    }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        try file.read(into: buffer, at: offset)
    }
    func synchronizeData() throws(FileError) {}
    func truncate(to size: Int) throws(FileError) { try file.truncate(to: size) }
}
