import Foundation
import Journal
import JournalTesting
import Synchronization

/// A folder on the system's disk that goes with the object.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}

extension SegmentLog.Options {
    /// Segments of the given size, and a clock that stands still.
    static func small(_ segmentBytes: Int) -> SegmentLog.Options {
        var options = SegmentLog.Options()
        options.segmentBytes = segmentBytes
        options.now = { JournalTime(milliseconds: 1_700_000_000_000) }
        return options
    }
}

extension SimulatedFileSystem {
    /// The log in the folder `/log`.
    func openLog(segmentBytes: Int = 64 << 20) throws(JournalError) -> SegmentLog {
        try SegmentLog.open(folder: "/log", hub: "hub", fileSystem: self, options: .small(segmentBytes))
    }

    /// The segments of `/log`, in order.
    var segments: [String] {
        get throws { try list("/log").filter { $0.hasSuffix(".seg") }.sorted().map { "/log/" + $0 } }
    }
}

extension JournalBackend {
    /// All numbered entries, read with a small limit so that many reads are made.
    func all() throws -> [JournalEntry] {
        var reader = JournalReader(self, at: first)
        var entries: [JournalEntry] = []
        while case let found = try reader.read(ReadLimit(entries: 17)), !found.isEmpty { entries += found }
        return entries
    }
}

func same(_ some: [JournalEntry], _ others: [JournalEntry]) -> Bool {
    some.count == others.count && zip(some, others).allSatisfy(JournalContract.same)
}
