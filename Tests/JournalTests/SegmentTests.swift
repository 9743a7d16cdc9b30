import Journal
import JournalTesting
import Testing

@Suite("Segments follow one another")
struct SegmentTests {
    @Test("the control state is carried from segment to segment, and over openings")
    func controlIsCarried() throws {
        let disk = SimulatedFileSystem()
        var log = try disk.openLog(segmentBytes: 4 << 10)
        let keys = (0..<5).map { Array("desk \($0)".utf8) }
        for key in keys { _ = try log.append([.control(.subscription, key: key, value: key + [9], time: .earliest)]) }
        _ = try log.append([.control(.revision, key: Array("directory".utf8), value: [7], time: .earliest)])
        _ = try log.append([.control(.subscription, key: keys[4], value: [], time: .earliest)])
        for number: UInt64 in 1...100 { _ = try log.append(JournalContract.entries(number...number)) }
        #expect(try disk.segments.count > 3)
        let state = log.controlState
        #expect(state.count == 5)
        // The first segment, where all of it was appended, is not needed for it.
        #expect(try log.removeSegments(before: Position(40)) > 0)
        #expect(log.first > .first && log.first <= Position(40))
        try log.close()
        log = try disk.openLog(segmentBytes: 4 << 10)
        #expect(log.controlState == state)
        #expect(log.controlState.value(.subscription, key: keys[0]) == keys[0] + [9])
        #expect(throws: JournalError.trimmed(first: log.first)) { try log.read(from: .first) }
        #expect(same(try log.read(from: log.first), JournalContract.entries(log.first.rawValue...100)))
    }

    @Test("a segment of control entries alone is replaced, so that cursors do not fill the disk")
    func controlOnly() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: 2 << 10)
        _ = try log.append(JournalContract.entries(1...2))
        for value: UInt64 in 1...500 {
            _ = try log.append([.control(.cursor, key: [1], value: Array("\(value)".utf8), time: .earliest)])
        }
        #expect(try disk.segments.count == 2)
        var reader = JournalReader(log)
        #expect(try reader.read().count == 2)
        _ = try log.append(JournalContract.entries(3...3))
        #expect(try reader.read().map(\.position) == [Position(3)])
        let opened = try disk.afterKill().openLog(segmentBytes: 2 << 10)
        #expect(opened.controlState.value(.cursor, key: [1]) == Array("500".utf8))
        #expect(opened.head == Position(3))
    }

    @Test("the control state is bounded, and a full one may still change and shrink")
    func controlIsBounded() throws {
        let log = try SimulatedFileSystem().openLog()
        let value = [UInt8](repeating: 1, count: JournalLimits.controlValueBytesMax)
        func set(_ number: Int, _ value: [UInt8]) throws(JournalError) {
            let entry = JournalEntry.control(.cursor, key: Array("\(number)".utf8), value: value, time: .earliest)
            _ = try log.append([entry])
        }
        for number in 0..<255 { try set(number, value) }
        let error = try #require(
            #expect(throws: JournalError.self) {
                try set(255, value + []); try set(256, value)
            })
        guard case .tooLarge(_, _, JournalLimits.controlBytesMax) = error else {
            Issue.record("\(error)")
            return
        }
        try set(3, value.reversed())
        try set(4, [])
        try set(400, Array(value.dropLast(10)))
        #expect(throws: JournalError.self) { try set(5, value + [1]) }
    }

    @Test("a middle of a closed segment is found after an opening, by any reader")
    func seek() throws {
        let folder = try TemporaryFolder()
        var log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(1 << 20))
        var next: UInt64 = 1
        for _ in 0..<30 {
            _ = try log.append(JournalContract.entries(next...(next + 99), bodyBytes: 1000))
            next += 100
        }
        for _ in 0..<2 {
            for number: UInt64 in [1, 2, 99, 100, 817, 1500, 2222, 2999, 3000] {
                let found = try #require(try log.read(at: Position(number)))
                #expect(JournalContract.same(found, JournalContract.entries(number...number, bodyBytes: 1000)[0]))
            }
            #expect(log.verify().entryCount == 3000)
            try log.close()
            log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(1 << 20))
        }
        try log.close()
    }
}
