/// Reads a journal's committed entries in order, from any thread, while the writer appends.
public struct JournalReader: Sendable {
    private let journal: any JournalBackend
    private var place: ReadPlace

    /// A reader that begins at `position`.
    public init(_ journal: any JournalBackend, at position: Position = .first) {
        self.journal = journal
        place = ReadPlace(at: position)
    }

    /// The position that is read next.
    public var next: Position { place.next }

    /// Reads what follows; empty at the head, where later calls return what was appended meanwhile.
    ///
    /// After an error the reader stands where it stood.
    public mutating func read(_ limit: ReadLimit = ReadLimit()) throws(JournalError) -> [JournalEntry] {
        try journal.read(&place, limit: limit)
    }

    /// Goes on at another position.
    public mutating func move(to position: Position) { place.move(to: position) }
}
