import Journal
import JournalTesting
import Testing

@Suite("A disk that fails is believed at once")
struct DiskFaultTests {
    @Test("a failed sync is final and what it was to make durable is not reported")
    func failedSync() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        _ = try log.append(JournalContract.entries(1...3))
        disk.faults.failingSync = 3  // one for the segment's beginning, one for the first commit
        let failure = try #require(
            #expect(throws: JournalError.self) { try log.append(JournalContract.entries(4...6)) })
        guard case .failed(let cause) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(cause.contains("synchronize /log/00000000000000000001.seg"))
        let calls = disk.calls
        #expect(throws: failure) { try log.append(JournalContract.entries(4...6)) }
        #expect(throws: failure) { try log.append([]) }
        #expect(disk.calls == calls, "a failed sync must not be tried again")
        #expect(log.head == Position(3) && log.failure == failure)
        #expect(same(try log.all(), JournalContract.entries(1...3)), "what is committed can be read still")
        #expect(throws: failure) { try log.close() }

        let after = disk.afterPowerCut(seed: 1)
        #expect(try after.openLog().head == Position(3))
    }

    @Test("a full disk is final, and after room was made the log goes on from what was acknowledged")
    func fullDisk() throws {
        let disk = SimulatedFileSystem()
        disk.faults.diskBytes = 5000
        let log = try disk.openLog()
        var acknowledged: UInt64 = 0
        var failure: JournalError?
        while failure == nil {
            do {
                acknowledged = try log.append(
                    JournalContract.entries((acknowledged + 1)...(acknowledged + 2))
                ).head.rawValue
            } catch { failure = error }
        }
        #expect("\(try #require(failure))".contains("No space left"))
        #expect(acknowledged > 10)
        #expect(throws: try #require(failure)) {
            try log.append(JournalContract.entries((acknowledged + 1)...(acknowledged + 1)))
        }
        let opened = try disk.afterKill().openLog()
        #expect(opened.head.rawValue >= acknowledged && opened.head.rawValue <= acknowledged + 2)
        let next = opened.head.rawValue + 1
        _ = try opened.append(JournalContract.entries(next...(next + 9)))
        #expect(same(try opened.all(), JournalContract.entries(1...(next + 9))))
    }

    @Test(
        "a disk that is full when a segment is to begin fails the log and loses nothing", arguments: [1200, 1500, 2100])
    func fullAtRoll(bytes: Int) throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog(segmentBytes: 1 << 10)
        disk.faults.diskBytes = bytes
        var acknowledged: UInt64 = 0
        let failure = #expect(throws: JournalError.self) {
            for number: UInt64 in 1...100 {
                acknowledged = try log.append(JournalContract.entries(number...number)).head.rawValue
            }
        }
        #expect(try #require(failure).isFinal)
        let opened = try disk.afterKill().openLog(segmentBytes: 1 << 10)
        #expect(same(try opened.all().prefix(Int(acknowledged)).map { $0 }, JournalContract.entries(1...acknowledged)))
    }

    @Test("a failed write is final")
    func failedWrite() throws {
        let disk = SimulatedFileSystem()
        let log = try disk.openLog()
        disk.faults.failingWrite = 2
        let failure = try #require(
            #expect(throws: JournalError.self) { try log.append(JournalContract.entries(1...3)) })
        #expect(throws: failure) { try log.append(JournalContract.entries(1...3)) }
        #expect(log.head == .beforeFirst)
        #expect(try disk.afterPowerCut(seed: 9).openLog().head == .beforeFirst)
    }

    @Test("a folder that cannot be made, opened or written says which")
    func noFolder() throws {
        let error = #expect(throws: JournalError.self) { try SegmentLog.open(folder: "/proc/none/log", hub: "hub") }
        #expect("\(try #require(error))".contains("/proc/none/log"))
        #expect(throws: JournalError.self) { try SegmentLog.open(folder: "/tmp", hub: "") }
        #expect(throws: JournalError.self) {
            try SegmentLog.open(folder: "/tmp", hub: String(repeating: "h", count: 65))
        }
    }
}
