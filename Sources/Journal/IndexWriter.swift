internal import TransparencyLog

/// The index's one writing connection: feeds entries in transactions.
///
/// `@unchecked Sendable`: used by one thread at a time, behind a lock of ``JournalIndex``.
final class IndexWriter: @unchecked Sendable {
    private struct Topic {
        let number: Int64
        var entries: Int64
    }

    private static let topicsMax = 65_536

    let connection: SQLiteConnection
    private let insertEntry: SQLiteStatement
    private let insertTopic: SQLiteStatement
    private let insertMember: SQLiteStatement
    private let insertText: SQLiteStatement?
    private let countTopic: SQLiteStatement
    private let setMeta: SQLiteStatement
    private let textColumns: Int
    private var topics: [String: Topic] = [:]
    private var touched: Set<String> = []

    init(_ connection: SQLiteConnection, schema: IndexSchema) throws(SQLiteError) {
        self.connection = connection
        textColumns = schema.textColumns.count
        let places = Array(repeating: "?", count: textColumns + 1).joined(separator: ", ")
        insertEntry = try connection.prepare(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "index an entry")
        insertTopic = try connection.prepare("INSERT OR IGNORE INTO entry_topic VALUES (?, ?)", "index a topic")
        insertMember = try connection.prepare("INSERT OR IGNORE INTO entry_member VALUES (?, ?)", "index a member")
        countTopic = try connection.prepare("INSERT OR REPLACE INTO topic VALUES (?, ?, ?)", "count a topic")
        setMeta = try connection.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)", "note what is indexed")
        insertText =
            textColumns == 0
            ? nil
            : try connection.prepare(
                "INSERT INTO entry_text (rowid, \(schema.textColumns.joined(separator: ", "))) VALUES (\(places))",
                "index a text")
        try loadTopics()
    }

    /// Notes a value under a key.
    func note(_ key: String, _ value: SQLiteStatement.Value) throws(SQLiteError) {
        try setMeta.run([.text(key), value])
    }

    /// Indexes entries in one transaction; all of them or none.
    func index(_ entries: [JournalEntry], _ columns: (JournalEntry) -> IndexColumns?) throws(SQLiteError) {
        guard let last = entries.last else { return }
        try connection.run("BEGIN IMMEDIATE", "begin a transaction")
        do throws(SQLiteError) {
            var texts: [(position: Position, texts: [String])] = []
            for entry in entries {
                guard let columns = columns(entry) else { continue }
                try insert(entry, columns)
                if columns.texts.contains(where: { !$0.isEmpty }) { texts.append((entry.position, columns.texts)) }
            }
            for name in touched {
                guard let topic = topics[name] else { continue }
                try countTopic.run([.integer(topic.number), .text(name), .integer(topic.entries)])
            }
            touched.removeAll(keepingCapacity: true)
            try note("indexed", .position(last.position))
            try note("leaf", .bytes((last.leafHash ?? last.computeLeafHash()).bytes))
            // Last: every statement that may replace a row lets FTS5 write out all the words it has gathered so far.
            for (position, texts) in texts { try insert(texts, of: position) }
            try connection.run("COMMIT", "commit a transaction")
        } catch {
            try? connection.run("ROLLBACK", "roll back a transaction")
            touched = []
            try? loadTopics()
            throw error
        }
    }

    private func insert(_ entry: JournalEntry, _ columns: IndexColumns) throws(SQLiteError) {
        let position = SQLiteStatement.Value.position(entry.position)
        let digest = entry.withUnsafeParts { _, body, _ in SHA256Digest(of: body) }
        let leaf = entry.leafHash ?? entry.computeLeafHash()
        let origin = columns.identifier?.origin
        try insertEntry.run([
            position, .integer(Int64(clamping: entry.time.milliseconds)), .integer(Int64(entry.kind.rawValue)),
            origin.map { .bytes($0) } ?? .null, columns.identifier.map { .bytes($0.id) } ?? .null,
            columns.sender.map { .text($0) } ?? .null, .bytes(digest.bytes), .bytes(leaf.bytes),
        ])
        let originName = origin.map { String(decoding: $0, as: UTF8.self) }
        if let sender = columns.sender { try insertMember.run([.text(sender), position]) }
        if let originName, originName != columns.sender { try insertMember.run([.text(originName), position]) }
        for name in columns.topics.prefix(IndexColumns.topicsMax) {
            try insertTopic.run([position, .integer(try number(ofTopic: name))])
        }
    }

    private func insert(_ texts: [String], of position: Position) throws(SQLiteError) {
        guard let insertText else { return }
        var values = [SQLiteStatement.Value.position(position)]
        for index in 0..<textColumns { values.append(.text(index < texts.count ? Self.cut(texts[index]) : "")) }
        try insertText.run(values)
    }

    /// At most so many bytes, cut between characters.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > IndexColumns.textBytesMax else { return text }
        return String(decoding: text.utf8.prefix(IndexColumns.textBytesMax), as: UTF8.self)
    }

    private func number(ofTopic name: String) throws(SQLiteError) -> Int64 {
        touched.insert(name)
        if let known = topics[name] {
            topics[name]?.entries += 1
            return known.number
        }
        guard topics.count < Self.topicsMax else {
            throw SQLiteError(code: .tooBig, purpose: "index more than \(Self.topicsMax) topics")
        }
        let number = Int64(topics.count + 1)
        topics[name] = Topic(number: number, entries: 1)
        return number
    }

    private func loadTopics() throws(SQLiteError) {
        topics = [:]
        try connection.prepare("SELECT number, name, entries FROM topic", "read the topics").run([]) { row in
            if let name = row.text(1) { topics[name] = Topic(number: row.integer(0), entries: row.integer(2)) }
            return true
        }
    }
}
