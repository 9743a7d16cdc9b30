internal import TransparencyLog

extension JournalIndex {
    private static let columns = "e.position, e.time, e.kind, e.origin, e.id, e.sender, e.leaf_hash"

    /// Up to so many entries of the matching topics are gathered and sorted; of more, all entries are gone through in
    /// order until the limit is reached, which is then soon.
    private static let gatheredMax: Int64 = 20_000

    /// The publication with this identifier, nil where there is none among what is indexed.
    public func find(_ identifier: RecordIdentifier) throws(JournalError) -> KnownRecord? {
        try query { (connection) throws(SQLiteError) in
            var found: KnownRecord?
            let sql = """
                SELECT position, body_digest, leaf_hash FROM entry WHERE origin = ? AND id = ?
                ORDER BY position LIMIT 1
                """
            try connection.prepare(sql, "look up an id").run([.bytes(identifier.origin), .bytes(identifier.id)]) {
                if let digest = SHA256Digest(bytes: $0.bytes(1)) {
                    found = KnownRecord(
                        position: $0.position(0), bodyDigest: digest, leafHash: SHA256Digest(bytes: $0.bytes(2)))
                }
                return true
            }
            return found
        }
    }

    /// The greatest id of each origin, as far as indexed.
    public func newestIdentifiers() throws(JournalError) -> [RecordIdentifier] {
        try query { (connection) throws(SQLiteError) in
            // Hops from origin to origin along the index, instead of reading all of it.
            let sql = """
                WITH RECURSIVE origins (origin) AS (
                    SELECT min(origin) FROM entry WHERE id IS NOT NULL
                    UNION ALL
                    SELECT (SELECT min(origin) FROM entry WHERE id IS NOT NULL AND origin > origins.origin)
                    FROM origins WHERE origins.origin IS NOT NULL)
                SELECT origin, (SELECT max(id) FROM entry WHERE id IS NOT NULL AND entry.origin = origins.origin)
                FROM origins WHERE origin IS NOT NULL
                """
            var found: [RecordIdentifier] = []
            try connection.prepare(sql, "find the newest ids").run([]) {
                if let identifier = RecordIdentifier(id: $0.bytes(1), origin: $0.bytes(0)) { found.append(identifier) }
                return true
            }
            return found
        }
    }

    /// The first entry accepted at `time` or later, nil where none is indexed yet.
    public func position(atOrAfter time: JournalTime) throws(JournalError) -> Position? {
        try query { (connection) throws(SQLiteError) in try Self.position(connection, atOrAfter: time) }
    }

    /// The entries that a query asks for, in the order of positions.
    public func entries(_ wanted: IndexQuery) throws(JournalError) -> [IndexedEntry] {
        if let text = wanted.text, text.utf8.count > IndexQuery.textBytesMax {
            throw .tooLarge(what: "bytes of a text query", found: text.utf8.count, max: IndexQuery.textBytesMax)
        }
        return try query { (connection) throws(SQLiteError) in
            guard let (sql, values) = try statement(wanted, connection) else { return [] }
            var found: [IndexedEntry] = []
            try connection.prepare(sql, "query the index").run(values) { row in
                found.append(Self.entry(row))
                return true
            }
            return found
        }
    }

    /// Times never go back, so that a search by halves finds the position without an index of times.
    private static func position(
        _ connection: SQLiteConnection, atOrAfter time: JournalTime
    ) throws(SQLiteError) -> Position? {
        var low: UInt64 = 0
        var high: UInt64 = 0
        let purpose = "find a time"
        try connection.prepare("SELECT max(position) FROM entry", purpose).run([]) {
            high = $0.position(0).rawValue + 1
            return true
        }
        let end = high
        let next = try connection.prepare(
            "SELECT position, time FROM entry WHERE position >= ? ORDER BY position LIMIT 1", purpose)
        var found: Position?
        while low < high {
            let middle = low + (high - low) / 2
            var at: (position: Position, time: JournalTime)?
            try next.run([.position(Position(middle))]) {
                at = ($0.position(0), JournalTime(milliseconds: UInt64(clamping: $0.integer(1))))
                return true
            }
            guard let at else {
                high = middle
                continue
            }
            if at.time < time {
                low = at.position.rawValue + 1
            } else {
                found = at.position
                high = middle
            }
        }
        return low >= end ? nil : found
    }

    /// The statement for a query, nil where it can have no answer.
    private func statement(
        _ wanted: IndexQuery, _ connection: SQLiteConnection
    ) throws(SQLiteError) -> (String, [SQLiteStatement.Value])? {
        var low = wanted.after?.next ?? .first
        var high = wanted.before?.previous ?? Position(UInt64(Int64.max))
        if let from = wanted.from {
            guard let first = try Self.position(connection, atOrAfter: from) else { return nil }
            low = max(low, first)
        }
        if let until = wanted.until, let end = try Self.position(connection, atOrAfter: until) {
            high = min(high, end.previous)
        }
        guard low <= high else { return nil }
        var conditions = ["e.position BETWEEN ? AND ?"]
        var values: [SQLiteStatement.Value] = [.position(low), .position(high)]
        if let member = wanted.member {
            conditions.append(
                "EXISTS (SELECT 1 FROM entry_member m WHERE m.member = ? AND m.position = e.position)")
            values.append(.text(member))
        }
        if let topic = wanted.topic {
            guard let condition = try topicCondition(topic, connection) else { return nil }
            conditions.append(condition)
        }
        if let text = wanted.text {
            guard let match = Self.match(text), !schema.textColumns.isEmpty else { return nil }
            conditions.append("e.position IN (SELECT rowid FROM entry_text WHERE entry_text MATCH ?)")
            values.append(.text(match))
        }
        values.append(.integer(Int64(min(max(1, wanted.limit), IndexQuery.limitMax))))
        let sql = """
            SELECT \(Self.columns) FROM entry e WHERE \(conditions.joined(separator: " AND "))
            ORDER BY e.position \(wanted.newestFirst ? "DESC" : "ASC") LIMIT ?
            """
        return (sql, values)
    }

    /// The condition that an entry has one of the topics that match, nil where none does.
    private func topicCondition(
        _ matches: @Sendable (String) -> Bool, _ connection: SQLiteConnection
    ) throws(SQLiteError) -> String? {
        var numbers: [Int64] = []
        var total: Int64 = 0
        try connection.prepare("SELECT number, name, entries FROM topic", "read the topics").run([]) { row in
            if let name = row.text(1), matches(name) {
                numbers.append(row.integer(0))
                total += row.integer(2)
            }
            return true
        }
        guard !numbers.isEmpty else { return nil }
        let list = numbers.map(String.init).joined(separator: ",")
        return total <= Self.gatheredMax
            ? "e.position IN (SELECT position FROM entry_topic WHERE topic IN (\(list)))"
            : "EXISTS (SELECT 1 FROM entry_topic t WHERE t.position = e.position AND t.topic IN (\(list)))"
    }

    /// The words of a text, each quoted, so that nothing in them is taken for an operator; nil where there are none.
    private static func match(_ text: String) -> String? {
        let words = text.split { !$0.isLetter && !$0.isNumber }.prefix(IndexQuery.wordsMax)
        return words.isEmpty ? nil : words.map { "\"\($0)\"" }.joined(separator: " ")
    }

    private static func entry(_ row: SQLiteStatement) -> IndexedEntry {
        IndexedEntry(
            position: row.position(0), time: JournalTime(milliseconds: UInt64(clamping: row.integer(1))),
            kind: EntryKind(rawValue: UInt8(clamping: row.integer(2))),
            identifier: RecordIdentifier(id: row.bytes(4), origin: row.bytes(3)), sender: row.text(5),
            leafHash: SHA256Digest(bytes: row.bytes(6)))
    }
}
