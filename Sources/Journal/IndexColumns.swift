public import TransparencyLog

/// What the index is to know of an entry; the journal itself knows nothing of what is in one.
public struct IndexColumns: Sendable {
    /// Id and origin, nil for what is no publication.
    public var identifier: RecordIdentifier?
    /// The member that sent it.
    public var sender: String?
    /// The topics, at most ``topicsMax``; what exceeds it is left out.
    public var topics: [String]
    /// A text for each of the index's text columns, to be found by its words; cut at ``textBytesMax``.
    public var texts: [String]

    /// The most topics of one entry.
    public static let topicsMax = 64
    /// The most bytes of one text.
    public static let textBytesMax = 64 << 10

    /// The columns of an entry.
    public init(identifier: RecordIdentifier?, sender: String?, topics: [String] = [], texts: [String] = []) {
        self.identifier = identifier
        self.sender = sender
        self.topics = topics
        self.texts = texts
    }
}

/// What a query asks for; all conditions given must hold.
public struct IndexQuery: Sendable {
    /// Which topics; asked once for each distinct topic there is, so that the caller's own patterns decide.
    public var topic: (@Sendable (String) -> Bool)?
    /// The sender or the origin.
    public var member: String?
    /// Words that must all occur in the texts, at most ``wordsMax``; there is no query syntax in it.
    public var text: String?
    /// The earliest acceptance time.
    public var from: JournalTime?
    /// The time before which it was accepted.
    public var until: JournalTime?
    /// Only entries behind this position: the way to the next page.
    public var after: Position?
    /// Only entries before this position: the way to the next page, newest first.
    public var before: Position?
    /// Whether the newest come first.
    public var newestFirst = false
    /// How many are returned at most, up to ``limitMax``.
    public var limit = 100

    /// The most entries that one query returns.
    public static let limitMax = 10_000
    /// The most words of a text query.
    public static let wordsMax = 16
    /// The longest text query, in bytes.
    public static let textBytesMax = 1024

    /// A query for everything.
    public init() {}
}

/// An entry as the index knows it.
public struct IndexedEntry: Hashable, Sendable {
    /// Its place in the log.
    public let position: Position
    /// When it was accepted.
    public let time: JournalTime
    /// What it is.
    public let kind: EntryKind
    /// Id and origin, nil for what is no publication.
    public let identifier: RecordIdentifier?
    /// The member that sent it.
    public let sender: String?
    /// Its leaf hash.
    public let leafHash: SHA256Digest?
}
