internal import CSQLite
internal import Foundation
internal import Synchronization
internal import TransparencyLog

/// The journal's companion for queries: a SQLite file, made from the log and at any time made anew from it.
///
/// One connection writes, fed after the commit by ``JournalIndexer``; another reads. Deleting the file loses nothing.
public final class JournalIndex: Sendable {
    /// How an index was opened.
    public enum Opening: Hashable, Sendable {
        /// It goes on where it stood.
        case continued
        /// There was none.
        case created
        /// It did not fit the log, or was damaged, and is made anew; a damaged file is kept under another name.
        case rebuilt(reason: String)
    }

    private struct State: Sendable {
        var writer: IndexWriter?
        var opening = Opening.continued
    }

    private static let stepsMax = 50_000_000

    /// The file.
    public let path: String
    let schema: IndexSchema
    private let identity: String
    private let columns: @Sendable (JournalEntry) -> IndexColumns?
    private let state = Mutex(State())
    private let reading = Mutex<SQLiteConnection?>(nil)
    private let indexedNumber = Atomic<UInt64>(0)

    /// Opens the index of a journal, or begins one.
    ///
    /// `textColumns` names the texts that `columns` gives, in lower-case letters and underscores; `columnsVersion` is
    /// to be raised when `columns` gives something else for the same entry, so that the index is made anew.
    public init(
        path: String, journal: any JournalBackend, textColumns: [String] = [], columnsVersion: Int = 1,
        columns: @escaping @Sendable (JournalEntry) -> IndexColumns?
    ) throws(JournalError) {
        guard textColumns.allSatisfy(IndexSchema.isColumnName), Set(textColumns).count == textColumns.count else {
            throw .index("a text column's name has 1 to 32 lower-case letters or underscores and occurs once")
        }
        self.path = path
        self.columns = columns
        schema = IndexSchema(textColumns: textColumns)
        identity = schema.identity(epoch: journal.epoch, columnsVersion: columnsVersion)
        try open(journal)
    }

    /// How it was opened the last time; it may be made anew while it runs.
    public var opening: Opening { state.withLock { $0.opening } }

    /// The last position indexed.
    public var indexed: Position { Position(indexedNumber.load(ordering: .acquiring)) }

    /// Indexes what follows, in one transaction, and returns how many entries that was; 0 when nothing is left.
    ///
    /// For the one thread that feeds the index. A file found damaged is moved aside and the index begun anew.
    public func feed(from reader: inout JournalReader, limit: ReadLimit = ReadLimit(entries: 4096)) throws(JournalError)
        -> Int
    {
        reader.move(to: indexed.next)
        let entries: [JournalEntry]
        do throws(JournalError) {
            entries = try reader.read(limit)
        } catch .trimmed(let first) {
            reader.move(to: first)
            entries = try reader.read(limit)
        }
        guard let last = entries.last else { return 0 }
        do throws(SQLiteError) {
            try state.withLock { (state) throws(SQLiteError) in
                guard let writer = state.writer else {
                    throw SQLiteError(code: .misuse, purpose: "feed an index that was closed")
                }
                try writer.index(entries, columns)
            }
            indexedNumber.store(last.position.rawValue, ordering: .releasing)
            return entries.count
        } catch {
            guard error.code.isCorruption else { throw .index(error.description) }
            try begin(.rebuilt(reason: error.description), keepsOld: true)
            return entries.count
        }
    }

    /// Calls `body` with the reading connection, where statements may take so many steps and no more.
    func query<Result>(_ body: (SQLiteConnection) throws(SQLiteError) -> Result) throws(JournalError) -> Result {
        try reading.withLock { (connection) throws(JournalError) in
            guard let connection else { throw .index("the index is closed") }
            connection.limitSteps(Self.stepsMax)
            do throws(SQLiteError) {
                return try body(connection)
            } catch {
                if error.code.primary == .interrupt {
                    throw .index("the query takes too long; narrow it by time, topic or member")
                }
                throw .index(error.description)
            }
        }
    }

    /// Closes the file; it is not to be fed or asked any more.
    public func close() {
        reading.withLock { $0 = nil }
        state.withLock { $0.writer = nil }
    }

    private func open(_ journal: any JournalBackend) throws(JournalError) {
        guard FileManager.default.fileExists(atPath: path) else {
            return try begin(.created, keepsOld: false)
        }
        let reason: String
        do throws(SQLiteError) {
            let connection = try SQLiteConnection(path: path, writable: true)
            let (found, indexed, leaf) = try Self.mark(connection)
            if found != identity {
                reason = "it was made for another log or version"
            } else if !fits(journal, indexed: indexed, leaf: leaf) {
                reason = "it holds what the log does not"
            } else {
                try install(connection, opening: .continued)
                indexedNumber.store(indexed.rawValue, ordering: .releasing)
                return
            }
        } catch {
            return try begin(.rebuilt(reason: error.description), keepsOld: true)
        }
        try begin(.rebuilt(reason: reason), keepsOld: false)
    }

    /// Whether the last entry indexed is the log's entry at that position.
    private func fits(_ journal: any JournalBackend, indexed: Position, leaf: [UInt8]) -> Bool {
        if indexed > journal.head { return false }
        if indexed < journal.first || leaf.isEmpty { return true }
        let stored = try? journal.read(at: indexed)
        return stored?.leafHash?.bytes == leaf
    }

    /// What the file says of itself: the log it was made for, how far it came, and the leaf hash of the entry there.
    private static func mark(
        _ connection: SQLiteConnection
    ) throws(SQLiteError) -> (identity: String?, indexed: Position, leaf: [UInt8]) {
        var identity: String?
        var indexed = Position.beforeFirst
        var leaf: [UInt8] = []
        try connection.prepare("SELECT key, value FROM meta", "read what is indexed").run([]) { row in
            switch row.text(0) {
            case "identity": identity = row.text(1)
            case "indexed": indexed = row.position(1)
            case "leaf": leaf = row.bytes(1)
            default: break
            }
            return true
        }
        return (identity, indexed, leaf)
    }

    /// Begins an empty file; what was there is moved aside where it may tell what damaged it, removed otherwise.
    private func begin(_ opening: Opening, keepsOld: Bool) throws(JournalError) {
        close()
        let manager = FileManager.default
        for suffix in ["", "-wal", "-shm"] {
            let aside = path + ".damaged" + suffix
            if keepsOld, manager.fileExists(atPath: path + suffix) {
                try? manager.removeItem(atPath: aside)
                try? manager.moveItem(atPath: path + suffix, toPath: aside)
            }
            try? manager.removeItem(atPath: path + suffix)
        }
        indexedNumber.store(0, ordering: .releasing)
        do throws(SQLiteError) {
            let connection = try SQLiteConnection(path: path, writable: true)
            try connection.run(IndexSchema.pragmas + "BEGIN;" + schema.create + "COMMIT;", "create the index")
            try install(connection, opening: opening)
            try state.withLock { (state) throws(SQLiteError) in try state.writer?.note("identity", .text(identity)) }
        } catch {
            throw .index(error.description)
        }
    }

    private func install(_ connection: SQLiteConnection, opening: Opening) throws(SQLiteError) {
        try connection.run(IndexSchema.pragmas, "set up the index")
        let writer = try IndexWriter(connection, schema: schema)
        state.withLock { state in
            state.writer = writer
            state.opening = opening
        }
        // Opened read-only: it never makes a checkpoint, so that the one writer is alone in making them.
        let reader = try SQLiteConnection(path: path, writable: false)
        reading.withLock { $0 = reader }
    }
}
