internal import CSQLite

/// One connection to a database file, closed with the object.
///
/// `@unchecked Sendable`: the handle is used by one thread at a time, which the locks in ``JournalIndex`` see to.
final class SQLiteConnection: @unchecked Sendable {
    let handle: OpaquePointer
    /// How many more times the progress handler lets a statement go on.
    private let stepsLeft: UnsafeMutablePointer<Int>

    private static let busyMilliseconds: Int32 = 2000
    private static let progressInterval: Int32 = 10_000

    /// Opens a file, created where `writable`.
    init(path: String, writable: Bool) throws(SQLiteError) {
        var opened: OpaquePointer?
        let mode = writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLiteError(code: SQLiteCode(rawValue: code), purpose: "open \(path)")
        }
        handle = opened
        stepsLeft = .allocate(capacity: 1)
        stepsLeft.initialize(to: .max)
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
        sqlite3_progress_handler(
            handle, Self.progressInterval,
            { context in
                guard let left = context?.assumingMemoryBound(to: Int.self) else { return 0 }
                left.pointee -= 1
                return left.pointee < 0 ? 1 : 0
            }, stepsLeft)
    }

    deinit {
        sqlite3_close_v2(handle)
        stepsLeft.deallocate()
    }

    /// Lets the statements that follow take about so many steps of SQLite's machine together.
    func limitSteps(_ steps: Int) { stepsLeft.pointee = steps / Int(Self.progressInterval) }

    /// Runs statements that take no values and return no rows.
    func run(_ sql: String, _ purpose: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: SQLiteCode(rawValue: code), purpose: purpose) }
    }

    /// Prepares a statement.
    func prepare(_ sql: String, _ purpose: String) throws(SQLiteError) -> SQLiteStatement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteError(code: SQLiteCode(rawValue: code), purpose: purpose)
        }
        return SQLiteStatement(prepared, connection: self, purpose: purpose)
    }
}
