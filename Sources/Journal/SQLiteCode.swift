internal import CSQLite

/// A result code of SQLite's.
struct SQLiteCode: RawRepresentable, Hashable, Sendable {
    let rawValue: Int32

    static let ok = SQLiteCode(rawValue: SQLITE_OK)
    static let row = SQLiteCode(rawValue: SQLITE_ROW)
    static let done = SQLiteCode(rawValue: SQLITE_DONE)
    static let corrupt = SQLiteCode(rawValue: SQLITE_CORRUPT)
    static let notADatabase = SQLiteCode(rawValue: SQLITE_NOTADB)
    static let tooBig = SQLiteCode(rawValue: SQLITE_TOOBIG)
    static let misuse = SQLiteCode(rawValue: SQLITE_MISUSE)
    static let interrupt = SQLiteCode(rawValue: SQLITE_INTERRUPT)

    /// Without the detail in the upper bits.
    var primary: SQLiteCode { SQLiteCode(rawValue: rawValue & 0xFF) }

    /// Whether the file is damaged.
    var isCorruption: Bool { primary == .corrupt || primary == .notADatabase }
}

/// A call to SQLite that failed. It names the statement's purpose, never its values or SQLite's own message, which
/// may quote them.
struct SQLiteError: Error, CustomStringConvertible {
    let code: SQLiteCode
    let purpose: String

    var description: String { "cannot \(purpose): \(String(cString: sqlite3_errstr(code.rawValue)))" }
}
