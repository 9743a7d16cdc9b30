internal import CSQLite

/// A failed SQLite call: its extended result code, with SQLite's words for it and nothing of what was stored.
struct SQLiteError: Error, Hashable {
    let code: Int32

    /// The file is in use by another process.
    var isBusy: Bool { code & 0xFF == SQLITE_BUSY }

    var text: String { "\(String(cString: sqlite3_errstr(code))) (SQLite \(code))" }
}

/// An open SQLite database, closed with its owner.
struct SQLiteDatabase: ~Copyable {
    private let handle: OpaquePointer

    /// Opens a file that exists.
    init(path: String) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw SQLiteError(code: code)
        }
        sqlite3_extended_result_codes(handle, 1)
        self.handle = handle
    }

    deinit {
        // Statements that are still open keep the database until they end.
        sqlite3_close_v2(handle)
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code) }
    }

    /// Compiles one statement.
    func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteError(code: code) }
        return SQLiteStatement(statement)
    }

    /// Runs `body` in one transaction, which is rolled back where it throws.
    func transaction(_ body: () throws(SQLiteError) -> Void) throws(SQLiteError) {
        try execute("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            try body()
            try execute("COMMIT")
        } catch {
            // SQLite may have rolled back by itself already.
            try? execute("ROLLBACK")
            throw error
        }
    }
}

/// A compiled statement, ended with its owner.
struct SQLiteStatement: ~Copyable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func bind(_ value: UInt64, at index: Int32) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, index, Int64(clamping: value)))
    }

    func bind(_ text: String, at index: Int32) throws(SQLiteError) {
        let bytes = Array(text.utf8)
        let code = bytes.withUnsafeBytes { bytes in
            sqlite3_bind_text(
                handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                Self.transient)
        }
        try check(code)
    }

    /// Binds bytes without copying them, steps once and lets go of them; for statements that give no rows.
    func run(binding blobs: [UInt8], _ second: [UInt8], at index: Int32) throws(SQLiteError) {
        let code = blobs.withUnsafeBytes { first in
            second.withUnsafeBytes { second -> Int32 in
                defer { sqlite3_reset(handle) }
                var code = Self.bind(first, handle, index)
                if code == SQLITE_OK { code = Self.bind(second, handle, index + 1) }
                return code == SQLITE_OK ? sqlite3_step(handle) : code
            }
        }
        guard code == SQLITE_DONE else { throw SQLiteError(code: code) }
    }

    func bind(_ bytes: [UInt8], at index: Int32) throws(SQLiteError) {
        let code = bytes.withUnsafeBytes { bytes in
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
        }
        try check(code)
    }

    /// Steps once; for statements that give no rows.
    func run() throws(SQLiteError) {
        defer { sqlite3_reset(handle) }
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE else { throw SQLiteError(code: code) }
    }

    /// Calls `body` for every row, then is ready for the next use.
    func forEachRow(_ body: () -> Void) throws(SQLiteError) {
        defer { sqlite3_reset(handle) }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw SQLiteError(code: code) }
            body()
        }
    }

    /// The integer of a column of the present row, 0 where it is none that fits.
    func integer(_ column: Int32) -> UInt64 { UInt64(exactly: sqlite3_column_int64(handle, column)) ?? 0 }

    /// The bytes of a column of the present row.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// The text of a column of the present row.
    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    private static func bind(_ bytes: UnsafeRawBufferPointer, _ handle: OpaquePointer, _ index: Int32) -> Int32 {
        bytes.isEmpty
            ? sqlite3_bind_zeroblob(handle, index, 0)
            : sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code: code) }
    }

    /// Tells SQLite to copy what it is given: its SQLITE_TRANSIENT, a macro that Swift does not see.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
