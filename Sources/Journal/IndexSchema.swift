/// The tables of the index, and what identifies the log that it was made from.
struct IndexSchema {
    /// Raised with every change of the tables: an index of another version is made anew.
    static let version = 1

    let textColumns: [String]

    /// Names that may stand in SQL as they are.
    static func isColumnName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count) && name != "rank" && name != "rowid"
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
    }

    var create: String {
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind INTEGER NOT NULL, origin BLOB, id BLOB,
            sender TEXT, body_digest BLOB NOT NULL, leaf_hash BLOB NOT NULL);
        CREATE INDEX entry_by_identifier ON entry (origin, id) WHERE id IS NOT NULL;
        CREATE TABLE topic (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entries INTEGER NOT NULL);
        CREATE TABLE entry_topic (position INTEGER, topic INTEGER, PRIMARY KEY (position, topic)) WITHOUT ROWID;
        CREATE INDEX entry_topic_by_topic ON entry_topic (topic, position);
        CREATE TABLE entry_member (member TEXT, position INTEGER, PRIMARY KEY (member, position)) WITHOUT ROWID;
        """
            + (textColumns.isEmpty
                ? ""
                : """
                CREATE VIRTUAL TABLE entry_text USING fts5 (
                    \(textColumns.joined(separator: ", ")), content = '', tokenize = 'unicode61 remove_diacritics 2');
                """)
    }

    static let pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -65536;
        PRAGMA trusted_schema = OFF;
        """

    /// What must be equal for an index to be gone on with.
    func identity(epoch: Epoch, columnsVersion: Int) -> String {
        "\(Self.version) \(epoch) \(columnsVersion) \(textColumns.joined(separator: ","))"
    }
}
