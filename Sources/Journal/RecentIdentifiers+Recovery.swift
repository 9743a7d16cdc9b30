internal import TransparencyLog

extension RecentIdentifiers {
    /// The identifiers of what a journal holds.
    ///
    /// With an index that has come far enough only the newest `capacity` entries are read, otherwise all of them, so
    /// that nothing published is taken for new. `identify` returns nil for entries that are no publications.
    public static func recovered(
        from journal: any JournalBackend, index: JournalIndex?, capacity: Int = RecentIdentifiers.capacityDefault,
        identify: (JournalEntry) -> RecordIdentifier?
    ) throws(JournalError) -> RecentIdentifiers {
        var recent = RecentIdentifiers(capacity: capacity)
        var start = journal.first
        let head = journal.head
        if let index, head.rawValue > UInt64(capacity) {
            let older = Position(head.rawValue - UInt64(capacity))
            if older >= start, index.indexed >= older {
                for newest in try index.newestIdentifiers() { recent.raiseFloor(newest, through: older) }
                start = older.next
            }
        }
        var reader = JournalReader(journal, at: start)
        while reader.next <= head {
            let entries = try reader.read()
            if entries.isEmpty { break }
            for entry in entries {
                guard let identifier = identify(entry) else { continue }
                let bodyDigest = entry.withUnsafeParts { _, body, _ in SHA256Digest(of: body) }
                let record = KnownRecord(
                    position: entry.position, bodyDigest: bodyDigest, leafHash: entry.leafHash)
                recent.insert(identifier, record)
            }
        }
        return recent
    }
}
