import Journal
import JournalTesting
import Testing

@Suite("Every journal keeps the contract")
struct JournalContractTests {
    /// Makes logs in folders of their own, and opens again what was made last.
    private func contract(_ parent: String, _ disk: any FileSystem, segmentBytes: Int) -> JournalContract {
        let counter = Counter()
        let open: @Sendable (String) throws -> any JournalBackend = { folder in
            try SegmentLog.open(folder: folder, hub: "hub", fileSystem: disk, options: .small(segmentBytes))
        }
        return JournalContract(
            make: { try open("\(parent)/log\(counter.next())") },
            reopen: { try open(#require($0 as? SegmentLog).folder) })
    }

    @Test("the journal in memory", arguments: JournalContract.checks)
    func inMemory(_ check: JournalContract.Check) throws {
        try check.run(JournalContract(make: { InMemoryJournal() }))
    }

    @Test(
        "the segment log on a disk that interrupts and takes half", arguments: JournalContract.checks,
        [1 << 10, 64 << 20])
    func segmentLogSimulated(_ check: JournalContract.Check, segmentBytes: Int) throws {
        let disk = SimulatedFileSystem()
        disk.faults.interruptEvery = 3
        disk.faults.shortWriteEvery = 2
        try check.run(contract("", disk, segmentBytes: segmentBytes))
    }

    @Test("the segment log on the system's disk", arguments: JournalContract.checks)
    func segmentLog(_ check: JournalContract.Check) throws {
        let folder = try TemporaryFolder()
        try check.run(contract(folder.path, PosixFileSystem(), segmentBytes: 4 << 10))
    }
}
