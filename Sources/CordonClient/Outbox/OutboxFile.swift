internal import ExchangeProtocol
internal import Glibc

/// The outbox's file: alerts that have no receipt yet, by number, and those that were refused for good.
///
/// An SQLite file in WAL mode that every commit syncs, open in one process at a time. Used by one thread at a time.
struct OutboxFile: ~Copyable {
    /// A refused alert that leaves the outbox.
    struct Refused: Sendable {
        let number: UInt64
        let reason: CordonError
        let findings: [UInt8]
    }

    /// The number of the first alert that waits, or where none does the next number.
    private(set) var firstNumber: UInt64
    /// The number that the next alert gets.
    private(set) var endNumber: UInt64

    private let path: String
    private let insert: SQLiteStatement
    private let count: SQLiteStatement
    private let remove: SQLiteStatement
    private let refuse: SQLiteStatement
    private let select: SQLiteStatement
    private let selectRefused: SQLiteStatement
    private let clearRefused: SQLiteStatement
    private let trimRefused: SQLiteStatement
    private let database: SQLiteDatabase

    /// What `PRAGMA application_id` says of an outbox: "CxOb".
    private static let applicationID = 0x4378_4F62
    private static let version = 1
    /// The most refused alerts that are kept; the oldest go first.
    static let refusedAlertsMax = 10_000
    private static let fileMode: mode_t = 0o600
    /// After how many pages of 4 KiB the write-ahead log goes into the file: an alert that is receipted soon is gone
    /// before that, and costs one write.
    private static let checkpointPages = 4_000
    /// How large the write-ahead log may stay, in bytes.
    private static let logBytesMax = 16 << 20

    /// Opens an outbox, or makes one that only its owner can read.
    ///
    /// - Throws: `CordonError` with code `.outbox`: the file cannot be made, others may read it, another process uses
    ///   it, or it is none.
    static func open(_ path: String) throws(CordonError) -> OutboxFile {
        try prepareFile(path)
        do throws(SQLiteError) {
            return try OutboxFile(opening: path)
        } catch {
            throw failure(path, error)
        }
    }

    // Everything that can fail comes first: what owns a handle is taken over as a whole.
    private init(opening path: String) throws(SQLiteError) {
        let database = try SQLiteDatabase(path: path)
        try Self.prepareTables(database)
        let insert = try database.prepare("INSERT INTO waiting (number, alert, signature) VALUES (?1, ?2, ?3)")
        let count = try database.prepare("UPDATE counter SET next = ?1")
        let remove = try database.prepare("DELETE FROM waiting WHERE number < ?1")
        let refuse = try database.prepare(
            """
            INSERT OR REPLACE INTO refused (number, alert, signature, code, retry, text, findings, refused_at)
            SELECT number, alert, signature, ?2, ?3, ?4, ?5, ?6 FROM waiting WHERE number = ?1
            """)
        let select = try database.prepare(
            "SELECT alert, signature FROM waiting WHERE number >= ?1 ORDER BY number LIMIT ?2")
        let selectRefused = try database.prepare(
            """
            SELECT number, alert, signature, code, retry, text, findings, refused_at
            FROM refused WHERE number > ?1 ORDER BY number LIMIT ?2
            """)
        let clearRefused = try database.prepare("DELETE FROM refused WHERE number <= ?1")
        let trimRefused = try database.prepare(
            """
            DELETE FROM refused WHERE number <=
                (SELECT number FROM refused ORDER BY number DESC LIMIT 1 OFFSET \(Self.refusedAlertsMax))
            """)
        let numbers = try Self.readNumbers(database)
        firstNumber = numbers.lowerBound
        endNumber = numbers.upperBound
        self.path = path
        self.insert = insert
        self.count = count
        self.remove = remove
        self.refuse = refuse
        self.select = select
        self.selectRefused = selectRefused
        self.clearRefused = clearRefused
        self.trimRefused = trimRefused
        self.database = database
    }

    /// The numbers of what waits, which follow each other; empty at the next number where nothing does.
    private static func readNumbers(_ database: borrowing SQLiteDatabase) throws(SQLiteError) -> Range<UInt64> {
        let rows = try database.prepare(
            """
            SELECT next, coalesce((SELECT min(number) FROM waiting), next), (SELECT count(*) FROM waiting) FROM counter
            """)
        var found: (next: UInt64, first: UInt64, count: UInt64) = (0, 0, 0)
        try rows.forEachRow { found = (rows.integer(0), rows.integer(1), rows.integer(2)) }
        guard found.first > 0, found.next >= found.count, found.next - found.count == found.first else {
            throw SQLiteError(code: corruptCode)
        }
        return found.first..<found.next
    }

    private static let corruptCode: Int32 = 11

    /// Adds alerts under the next numbers, and takes off what is finished, in one synced transaction.
    ///
    /// - Parameters:
    ///   - alerts: what comes in.
    ///   - finished: the first number that is not finished, nil for nothing.
    ///   - refused: what of the finished ones was refused for good.
    mutating func commit(
        _ alerts: [[OutgoingAlert]], finished: UInt64?, refused: [Refused], now: UInt64
    ) throws(CordonError) {
        var next = endNumber
        do throws(SQLiteError) {
            try database.transaction { () throws(SQLiteError) in
                for refusal in refused { try move(refusal, now: now) }
                if !refused.isEmpty { try trimRefused.run() }
                if let finished {
                    try remove.bind(finished, at: 1)
                    try remove.run()
                }
                guard !alerts.isEmpty else { return }
                for batch in alerts {
                    for alert in batch {
                        try insert.bind(next, at: 1)
                        try insert.run(binding: alert.bytes, alert.signature, at: 2)
                        next += 1
                    }
                }
                try count.bind(next, at: 1)
                try count.run()
            }
        } catch {
            throw Self.failure(path, error)
        }
        endNumber = next
        if let finished { firstNumber = max(firstNumber, finished) }
    }

    /// Reads alerts that wait, from a number on, up to a number of alerts and about as many bytes.
    func load(from number: UInt64, atMost alertsMax: Int, bytesMax: Int) throws(CordonError) -> [OutgoingAlert] {
        var alerts: [OutgoingAlert] = []
        var bytes = 0
        do throws(SQLiteError) {
            try select.bind(number, at: 1)
            try select.bind(UInt64(alertsMax), at: 2)
            try select.forEachRow {
                guard bytes < bytesMax else { return }
                let alert = OutgoingAlert(select.bytes(0), signature: select.bytes(1))
                bytes += alert.byteCount
                alerts.append(alert)
            }
        } catch {
            throw Self.failure(path, error)
        }
        return alerts
    }

    /// Refused alerts with a number greater than `number`, in the order of their numbers.
    func refused(after number: UInt64, atMost alertsMax: Int) throws(CordonError) -> [RefusedAlert] {
        var found: [RefusedAlert] = []
        do throws(SQLiteError) {
            try selectRefused.bind(number, at: 1)
            try selectRefused.bind(UInt64(clamping: alertsMax), at: 2)
            try selectRefused.forEachRow {
                let reason = CordonError(
                    .refused(UInt16(clamping: selectRefused.integer(3))),
                    retry: RetryClass(rawValue: UInt8(clamping: selectRefused.integer(4))) ?? .never,
                    selectRefused.text(5))
                found.append(
                    RefusedAlert(
                        number: selectRefused.integer(0),
                        alert: OutgoingAlert(selectRefused.bytes(1), signature: selectRefused.bytes(2)),
                        reason: reason, findings: selectRefused.bytes(6), refusedAt: selectRefused.integer(7)))
            }
        } catch {
            throw Self.failure(path, error)
        }
        return found
    }

    /// Forgets refused alerts up to a number.
    func clearRefused(through number: UInt64) throws(CordonError) {
        do throws(SQLiteError) {
            try clearRefused.bind(number, at: 1)
            try clearRefused.run()
        } catch {
            throw Self.failure(path, error)
        }
    }

    private func move(_ refusal: Refused, now: UInt64) throws(SQLiteError) {
        guard case .refused(let code) = refusal.reason.code else { return }
        try refuse.bind(refusal.number, at: 1)
        try refuse.bind(UInt64(code), at: 2)
        try refuse.bind(UInt64(refusal.reason.retry.rawValue), at: 3)
        try refuse.bind(refusal.reason.text, at: 4)
        try refuse.bind(refusal.findings, at: 5)
        try refuse.bind(now, at: 6)
        try refuse.run()
    }
}

// MARK: - Opening

extension OutboxFile {
    private static func failure(_ path: String, _ error: SQLiteError) -> CordonError {
        guard error.isBusy else { return CordonError(.outbox, "\(path): \(error.text)") }
        return CordonError(.outbox, retry: .later, "\(path): another process uses this outbox")
    }

    /// Makes the file where it is missing; SQLite gives its log the same permissions.
    private static func prepareFile(_ path: String) throws(CordonError) {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let descriptor = Glibc.open(path, flags, fileMode)
        guard descriptor >= 0 else { throw CordonError(.outbox, "\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CordonError(.outbox, "\(path): an outbox is a regular file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw CordonError(.outbox, "\(path): others may read or change the outbox; chmod 600 it")
        }
    }

    private static func prepareTables(_ database: borrowing SQLiteDatabase) throws(SQLiteError) {
        // One process at a time: the lock ends with the process, however it ends.
        try database.execute("PRAGMA locking_mode = EXCLUSIVE")
        let identity = try database.prepare(
            "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version")
        var found: (UInt64, UInt64) = (0, 0)
        try identity.forEachRow { found = (identity.integer(0), identity.integer(1)) }
        guard found == (0, 0) || found == (UInt64(applicationID), UInt64(version)) else {
            throw SQLiteError(code: notADatabaseCode)
        }
        try database.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA journal_size_limit = \(logBytesMax);
            PRAGMA wal_autocheckpoint = \(checkpointPages);
            BEGIN IMMEDIATE;
            PRAGMA application_id = \(applicationID);
            PRAGMA user_version = \(version);
            CREATE TABLE IF NOT EXISTS waiting (
                number INTEGER PRIMARY KEY, alert BLOB NOT NULL, signature BLOB NOT NULL);
            CREATE TABLE IF NOT EXISTS refused (
                number INTEGER PRIMARY KEY, alert BLOB NOT NULL, signature BLOB NOT NULL, code INTEGER NOT NULL,
                retry INTEGER NOT NULL, text TEXT NOT NULL, findings BLOB NOT NULL, refused_at INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS counter (one INTEGER PRIMARY KEY CHECK (one = 1), next INTEGER NOT NULL);
            INSERT OR IGNORE INTO counter (one, next) VALUES (1, 1);
            COMMIT
            """)
    }

    private static let notADatabaseCode: Int32 = 26
}
