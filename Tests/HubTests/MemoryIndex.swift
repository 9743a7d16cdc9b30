import Journal
import Synchronization
import TransparencyLog

@testable import Hub

/// An index over a journal in memory that comes along only when told to.
final class MemoryIndex: LogIndex {
    private let journal: any JournalBackend
    private let state = Mutex<Position?>(nil)
    /// What happens between a look-up that found nothing and its return.
    let afterMiss = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ journal: any JournalBackend) { self.journal = journal }

    /// Lets the index know the log up to a position only; nil lets it know everything at once.
    func hold(at position: Position?) { state.withLock { $0 = position } }

    var indexed: Position { state.withLock { $0 } ?? journal.head }

    func find(_ identifier: RecordIdentifier) throws(JournalError) -> KnownRecord? {
        let through = indexed
        var reader = JournalReader(journal, at: journal.first)
        while reader.next <= through {
            let entries = try reader.read()
            if entries.isEmpty { break }
            for entry in entries where entry.position <= through && RecordIdentifier(entry) == identifier {
                return KnownRecord(
                    position: entry.position, bodyDigest: .init(of: Array(entry.body)), leafHash: entry.leafHash)
            }
        }
        afterMiss.withLock { $0 }?()
        return nil
    }

    func position(atOrAfter time: JournalTime) throws(JournalError) -> Position? {
        var reader = JournalReader(journal, at: journal.first)
        while true {
            let entries = try reader.read()
            if entries.isEmpty { return nil }
            for entry in entries where entry.time >= time { return entry.position }
        }
    }
}
