import Journal
import JournalTesting
import Testing

@Suite("A log's folder read from outside")
struct SegmentFolderTests {
    private func entries(_ disk: SimulatedFileSystem) throws -> [JournalEntry] {
        var found: [JournalEntry] = []
        try SegmentFolder("/log", fileSystem: disk).forEach { found.append($0) }
        return found
    }

    @Test("all entries come in order, over many segments, while the log is open")
    func open() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: JournalLimits.segmentBytesMin)
        let expected = JournalContract.entries(1...400, bodyBytes: 4_000)
        for start in stride(from: 0, to: 400, by: 50) { _ = try log.append(Array(expected[start..<(start + 50)])) }
        #expect(try disk.segments.count > 1)
        #expect(same(try entries(disk), expected))
        _ = try log.append(JournalContract.entries(401...402, bodyBytes: 10))
        #expect(try entries(disk).count == 402)
    }

    @Test("a torn end is where it ends; damage before the last segment is said")
    func damage() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: JournalLimits.segmentBytesMin)
        let expected = JournalContract.entries(1...400, bodyBytes: 4_000)
        for start in stride(from: 0, to: 400, by: 50) { _ = try log.append(Array(expected[start..<(start + 50)])) }
        let (first, last) = (try #require(try disk.segments.first), try #require(try disk.segments.last))
        let whole = try #require(disk.contents(last))
        disk.setContents(last, Array(whole.dropLast(10)))
        #expect(try entries(disk).count == 399)
        var bytes = try #require(disk.contents(first))
        bytes[bytes.count / 2] ^= 1
        disk.setContents(first, bytes)
        #expect(throws: JournalError.self) { try entries(disk) }
    }

    @Test("a folder without a log has no entries, and one that is missing is an error")
    func missing() throws {
        let folder = try TemporaryFolder()
        var count = 0
        try SegmentFolder(folder.path).forEach { _ in count += 1 }
        #expect(count == 0)
        #expect(throws: JournalError.self) { try SegmentFolder(folder.path + "/none").forEach { _ in } }
    }
}
