public import TransparencyLog

/// A log of entries: appended in batches by one thread, read by any.
///
/// Every backend passes the same contract test (`JournalContract` of the target `JournalTesting`).
/// Not called `Journal`, so that the module's name still qualifies its types.
public protocol JournalBackend: AnyObject, Sendable {
    /// The log's identity.
    var epoch: Epoch { get }

    /// The earliest position that can be read; the one after the head where the log holds no entry.
    var first: Position { get }

    /// The last committed position, ``Position/beforeFirst`` in an empty log.
    var head: Position { get }

    /// The time of the last committed numbered entry; a new entry's must not lie before it.
    var lastTime: JournalTime { get }

    /// What the committed control entries add up to, those before the last opening included.
    var controlState: ControlState { get }

    /// Appends a batch and returns when all of it is durable; it blocks for a write and a sync.
    ///
    /// Numbered entries must carry the positions that follow the head, in order. Nothing is written where an entry is
    /// refused. After an error of the disk the backend has failed for good: it throws ``JournalError/failed(cause:)``
    /// from then on, and what was not reported committed may or may not be there after the next opening.
    func append(_ entries: [JournalEntry]) throws(JournalError) -> Commit

    /// Reads numbered entries in order from `place` on and moves it behind them; empty at the head.
    ///
    /// Throws ``JournalError/trimmed(first:)`` before the earliest retained entry, and never skips what is damaged.
    func read(_ place: inout ReadPlace, limit: ReadLimit) throws(JournalError) -> [JournalEntry]

    /// Closes the log; what comes later is refused.
    func close() throws(JournalError)
}

extension JournalBackend {
    /// Reads numbered entries in order from a position on; empty beyond the head.
    public func read(from position: Position, limit: ReadLimit = ReadLimit()) throws(JournalError) -> [JournalEntry] {
        var place = ReadPlace(at: position)
        return try read(&place, limit: limit)
    }

    /// Reads the entry at a position, nil where the log has not come so far.
    public func read(at position: Position) throws(JournalError) -> JournalEntry? {
        guard position > .beforeFirst else { return nil }
        return try read(from: position, limit: ReadLimit(entries: 1)).first
    }
}

/// What one append made durable.
public struct Commit: Sendable {
    /// The head after the commit.
    public let head: Position

    /// The leaf hashes of the numbered entries, in order; the last one is that of ``head``.
    public let leafHashes: [SHA256Digest]

    /// How many entries were appended, control entries included.
    public let entryCount: Int

    /// How many bytes were written.
    public let byteCount: Int

    /// The position of the first numbered entry, nil where there were none.
    public var first: Position? {
        leafHashes.isEmpty ? nil : Position(head.rawValue - UInt64(leafHashes.count) + 1)
    }

    /// A commit that ends at `head`.
    public init(head: Position, leafHashes: [SHA256Digest], entryCount: Int, byteCount: Int) {
        self.head = head
        self.leafHashes = leafHashes
        self.entryCount = entryCount
        self.byteCount = byteCount
    }
}

/// How much one read returns at most; at least one entry is returned where there is one.
public struct ReadLimit: Sendable {
    /// The most entries.
    public var entries: Int
    /// The most bytes of content, except that a single entry is never withheld for its size.
    public var bytes: Int

    /// A limit of at least one entry.
    public init(entries: Int = 1024, bytes: Int = 4 << 20) {
        self.entries = max(1, entries)
        self.bytes = max(1, bytes)
    }
}
