internal import CSQLite

/// A prepared statement, finalized with the object; it keeps its connection open.
final class SQLiteStatement {
    /// A value bound to a parameter.
    enum Value {
        case integer(Int64)
        case text(String)
        case bytes([UInt8])
        case null

        static func position(_ position: Position) -> Value { .integer(Int64(clamping: position.rawValue)) }
    }

    private let handle: OpaquePointer
    private let connection: SQLiteConnection
    private let purpose: String

    // SQLITE_TRANSIENT, which the importer cannot express: SQLite copies what is bound.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ handle: OpaquePointer, connection: SQLiteConnection, purpose: String) {
        self.handle = handle
        self.connection = connection
        self.purpose = purpose
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement with these values and calls `body` for each row until it returns false.
    func run(_ values: [Value], _ body: (SQLiteStatement) -> Bool = { _ in true }) throws(SQLiteError) {
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1))) }
        while true {
            let code = SQLiteCode(rawValue: sqlite3_step(handle))
            if code == .done { return }
            guard code == .row else { throw SQLiteError(code: code, purpose: purpose) }
            if !body(self) { return }
        }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func position(_ column: Int32) -> Position { Position(UInt64(clamping: integer(column))) }

    func text(_ column: Int32) -> String? { sqlite3_column_text(handle, column).map { String(cString: $0) } }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .null: return sqlite3_bind_null(handle, index)
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(handle, index, $0.baseAddress, Int32(clamping: $0.count), Self.copied)
                }
            }
        case .bytes(let bytes):
            return bytes.withUnsafeBytes {
                $0.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : sqlite3_bind_blob(handle, index, $0.baseAddress, Int32(clamping: $0.count), Self.copied)
            }
        }
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code: SQLiteCode(rawValue: code), purpose: purpose) }
    }
}
