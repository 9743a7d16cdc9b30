import Journal
import JournalTesting
import Testing

@Suite("What a crash leaves is put in order")
struct RecoveryTests {
    @Test("a write torn at any byte is cut to whole records, and the report says where")
    func tornAtEveryByte() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        _ = try log.append(JournalContract.entries(1...3, bodyBytes: 20))
        let path = try #require(try disk.segments.first)
        let durable = try #require(disk.contents(path)).count
        _ = try log.append(JournalContract.entries(4...6, bodyBytes: 20))
        let whole = try #require(disk.contents(path))

        for size in durable...whole.count {
            let after = SimulatedFileSystem()
            after.setContents(path, Array(whole[..<size]))
            let opened = try after.openLog()
            let entries = try opened.all()
            #expect((3...6).contains(entries.count))
            #expect(same(entries, JournalContract.entries(1...UInt64(entries.count), bodyBytes: 20)))
            if let cut = opened.recovery.cut {
                #expect(cut.offset + cut.byteCount == size && cut.file == path)
            } else {
                #expect(size == durable || opened.head > Position(3))
            }
            let next = opened.head.rawValue + 1
            _ = try opened.append(JournalContract.entries(next...(next + 1), bodyBytes: 20))
            try opened.close()
            let again = try after.openLog()
            #expect(same(try again.all(), JournalContract.entries(1...(next + 1), bodyBytes: 20)))
            #expect(again.recovery.cut == nil && again.recovery.wasClosedInOrder)
        }
    }

    @Test("a file grown with zeros, or with the torn commit's later records alone, is cut at the hole")
    func holes() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        _ = try log.append(JournalContract.entries(1...3))
        let path = try #require(try disk.segments.first)
        let durable = try #require(disk.contents(path)).count
        _ = try log.append(JournalContract.entries(4...9))
        var bytes = try #require(disk.contents(path))
        for index in durable..<(durable + 150) { bytes[index] = 0 }
        for tail in [bytes, Array(bytes[..<durable]) + [UInt8](repeating: 0, count: 4096)] {
            let after = SimulatedFileSystem()
            after.setContents(path, tail)
            let opened = try after.openLog()
            #expect(opened.head == Position(3))
            #expect(opened.recovery.cut?.offset == durable)
            #expect(opened.recovery.cut?.byteCount == tail.count - durable)
        }
    }

    @Test("a bit flipped in what was acknowledged is damage with file and offset, not a torn end")
    func damageInLastSegment() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        let path = try #require(try disk.segments.first)
        let header = try #require(disk.contents(path)).count
        _ = try log.append(JournalContract.entries(1...5))
        try log.close()
        let intact = try #require(disk.contents(path))
        var offsets = Set<Int>()
        for byte in stride(from: header, to: intact.count - 80, by: 3) {
            var bytes = intact
            bytes[byte] ^= 1 << UInt8(byte % 8)
            disk.setContents(path, bytes)
            do {
                _ = try disk.openLog()
                Issue.record("a flipped bit at \(byte) went unseen")
            } catch {
                guard case .damaged(path, let offset, _) = error else {
                    Issue.record("error \(error)")
                    continue
                }
                #expect(offset <= byte && byte - offset < 400)
                offsets.insert(offset)
                #expect("\(error)".contains("byte \(offset)"))
            }
        }
        #expect(offsets.count == 5)
        #expect(disk.contents(path)?.count == intact.count, "damage must not be cut away")
    }

    @Test("a bit flipped in a segment's beginning is damage")
    func damageInHeader() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        _ = try log.append([.control(.cursor, key: [1], value: [2], time: .earliest)] + JournalContract.entries(1...1))
        try log.close()
        let path = try #require(try disk.segments.first)
        let intact = try #require(disk.contents(path))
        for byte in 0..<75 {
            var bytes = intact
            bytes[byte] ^= 4
            disk.setContents(path, bytes)
            #expect(throws: JournalError.self, "byte \(byte)") { try disk.openLog() }
        }
    }

    @Test("damage in a closed segment is met by the reader that comes to it, with file and offset, and never skipped")
    func damageInClosedSegment() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: 4 << 10)
        for number: UInt64 in 1...60 { _ = try log.append(JournalContract.entries(number...number)) }
        try log.close()
        let path = try disk.segments[1]
        var bytes = try #require(disk.contents(path))
        bytes[bytes.count / 2] ^= 0x10
        disk.setContents(path, bytes)
        let opened = try disk.openLog(segmentBytes: 4 << 10)
        #expect(opened.head == Position(60))

        var reader = JournalReader(opened)
        var read: [JournalEntry] = []
        var damage: JournalError?
        for _ in 0..<100 where damage == nil {
            do { read += try reader.read(ReadLimit(entries: 7)) } catch { damage = error }
        }
        guard case .damaged(path, let offset, _) = try #require(damage) else {
            Issue.record("\(String(describing: damage))")
            return
        }
        #expect(offset <= bytes.count / 2 && bytes.count / 2 - offset < 400)
        #expect(same(read, JournalContract.entries(1...UInt64(read.count))))
        #expect(throws: try #require(damage)) { try reader.read() }
        let report = opened.verify()
        #expect(report.damages == [damage])
        // What lies before the damage in the same segment, and all of the other segments, can be read.
        #expect(try opened.read(at: Position(UInt64(read.count)))?.position == Position(UInt64(read.count)))
        #expect(same(try opened.read(from: Position(50)), JournalContract.entries(50...60)))
    }

    @Test("a missing segment in the middle is found")
    func missingSegment() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: 4 << 10)
        for number: UInt64 in 1...60 { _ = try log.append(JournalContract.entries(number...number)) }
        try log.close()
        try disk.remove(try disk.segments[1])
        let opened = try disk.openLog(segmentBytes: 4 << 10)
        #expect(throws: JournalError.self) { try opened.all() }
        #expect(opened.verify().damages.count == 1)
    }

    @Test("another hub's log, another format version, and another log's segment are refused")
    func foreign() throws {
        let disk = SimulatedFileSystem()
        try disk.openLog().close()
        #expect(throws: JournalError.otherHub(file: "/log/00000000000000000001.seg", expected: "b", found: "hub")) {
            try SegmentLog.open(folder: "/log", hub: "b", fileSystem: disk)
        }
        let path = try #require(try disk.segments.first)
        var bytes = try #require(disk.contents(path))
        bytes[8] = 2
        disk.setContents(path, bytes)
        #expect(throws: JournalError.unsupportedVersion(file: path, found: 2, supported: 1)) { try disk.openLog() }
        disk.setContents(path, Array("not a segment".utf8))
        #expect(throws: JournalError.self) { try disk.openLog() }
        disk.setContents(path, [])
        #expect(throws: JournalError.self) { try disk.openLog() }
    }

    @Test("published bytes that look like a record do not pass for one")
    func forgedRecord() throws {
        // The attacker has seen a log of the same hub: its records, but not the salt of this one.
        let other = SimulatedFileSystem()
        let foreign = try other.openLog()
        _ = try foreign.append(JournalContract.entries(1...40))
        _ = try foreign.append(JournalContract.entries(41...41))
        let forged = try #require(other.contents(try other.segments[0])).suffix(200)

        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        _ = try log.append(JournalContract.entries(1...1))
        let path = try #require(try disk.segments.first)
        let durable = try #require(disk.contents(path)).count
        let entry = JournalEntry(
            kind: .alert, position: Position(2), time: .now(), header: [1], body: Array(forged))
        _ = try log.append([entry])
        var bytes = try #require(disk.contents(path))
        bytes[durable + 81] ^= 1
        let after = SimulatedFileSystem()
        after.setContents(path, bytes)
        #expect(try after.openLog().recovery.cut?.offset == durable)
    }

    @Test("two hubs do not share a folder", arguments: [true, false])
    func lock(simulated: Bool) throws {
        let folder = try TemporaryFolder()
        let disk: any FileSystem = simulated ? SimulatedFileSystem() : PosixFileSystem()
        let log = try SegmentLog.open(folder: folder.path, hub: "hub", fileSystem: disk)
        #expect(throws: JournalError.locked(folder: folder.path)) {
            try SegmentLog.open(folder: folder.path, hub: "hub", fileSystem: disk)
        }
        try log.close()
        try SegmentLog.open(folder: folder.path, hub: "hub", fileSystem: disk).close()
    }

    @Test("files of chance, and segments changed by chance, are opened or refused, never a crash")
    func chance() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        let control = JournalEntry.control(.cursor, key: [1], value: [2], time: .earliest)
        for start: UInt64 in [1, 4, 7] { _ = try log.append([control] + JournalContract.entries(start...(start + 2))) }
        let path = try #require(try disk.segments.first)
        let intact = try #require(disk.contents(path))
        var chance = SeededGenerator(seed: 11)
        var opened = 0
        for round in 0..<400 {
            var bytes = intact
            if round.isMultiple(of: 4) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &chance)) }
            let begin = round.isMultiple(of: 3) ? min(75, bytes.count) : 0
            for _ in 0..<(round % 9) where bytes.count > begin {
                bytes[Int.random(in: begin..<bytes.count, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
            }
            if round % 7 == 3 { bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &chance) } }
            let after = SimulatedFileSystem()
            after.setContents(path, bytes)
            guard let log = try? after.openLog() else { continue }
            opened += 1
            let entries = try log.all()
            #expect(entries.isEmpty || same(entries, JournalContract.entries(1...UInt64(entries.count))))
        }
        #expect(opened > 20)
    }
}
