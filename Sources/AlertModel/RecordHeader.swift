/// What the hub writes in front of every alert that it takes: where, when and from whom.
///
/// The encoded bytes are delivered, stored and covered by the record's leaf hash, so they never change: a later layout
/// gets another version byte. docs/protocol.md describes them byte by byte.
public struct RecordHeader: Hashable, Sendable {
    /// Whether an alert is new, or updates or cancels earlier ones.
    public enum MessageType: UInt8, CaseIterable, Sendable {
        /// A new alert.
        case alert = 0
        /// An update of the alerts that it references.
        case update = 1
        /// A cancellation of the alerts that it references.
        case cancel = 2
    }

    /// Advice on an alert that was taken all the same: a wrong check digit on a number as observed, for instance.
    public struct Warning: Hashable, Sendable {
        /// A stable name: `check-digit`.
        public var code: String
        /// A JSON Pointer (RFC 6901) to the place in the alert.
        public var pointer: String
        /// One sentence for people; it carries no value of the alert.
        public var sentence: String

        /// Creates a warning; what is longer than its bound is cut when it is encoded.
        public init(code: String, pointer: String, sentence: String) {
            self.code = code
            self.pointer = pointer
            self.sentence = sentence
        }
    }

    /// The record's place in the log.
    public var position: UInt64
    /// The identity of the log: sixteen bytes, the most significant first.
    public var epoch: UInt128
    /// When the hub took the alert, in milliseconds since 1970-01-01T00:00:00Z; it never goes back within a log.
    public var acceptedAt: UInt64
    /// The alert's id (UUID), the most significant byte first.
    public var alertID: UInt128
    /// Whether the alert is new, an update or a cancellation.
    public var messageType: MessageType
    /// The alert's kind: `seizure`.
    public var kind: String
    /// The sending member, stamped from its key: `GT`.
    public var senderMember: String
    /// The sending principal of that member: `enforcement-1`.
    public var senderPrincipal: String
    /// Whose alert it is: the member that issued it.
    public var origin: String
    /// The topics that the hub derived from the alert.
    public var topics: [String]
    /// What the hub remarked on the alert.
    public var warnings: [Warning]

    /// Creates a header of all its parts.
    public init(
        position: UInt64, epoch: UInt128, acceptedAt: UInt64, alertID: UInt128, messageType: MessageType, kind: String,
        senderMember: String, senderPrincipal: String, origin: String, topics: [String], warnings: [Warning] = []
    ) {
        self.position = position
        self.epoch = epoch
        self.acceptedAt = acceptedAt
        self.alertID = alertID
        self.messageType = messageType
        self.kind = kind
        self.senderMember = senderMember
        self.senderPrincipal = senderPrincipal
        self.origin = origin
        self.topics = topics
        self.warnings = warnings
    }

    /// The sender in one word: `GT/enforcement-1`.
    public var sender: String { senderMember + "/" + senderPrincipal }
}

// MARK: - Bounds

extension RecordHeader {
    /// The version of the layout.
    public static let version: UInt8 = 1
    /// The longest kind, in bytes.
    public static let kindBytesMax = 32
    /// The longest name of a member, in bytes.
    public static let memberBytesMax = 32
    /// The longest name of a principal, in bytes.
    public static let principalBytesMax = 64
    /// The most topics of one alert.
    public static let topicsMax = 32
    /// The longest topic, in bytes.
    public static let topicBytesMax = 128
    /// The most warnings that are kept of one alert.
    public static let warningsMax = 32
    /// The longest code of a warning, in bytes.
    public static let warningCodeBytesMax = 64
    /// The longest pointer of a warning, in bytes.
    public static let pointerBytesMax = 512
    /// The longest sentence of a warning, in bytes.
    public static let sentenceBytesMax = 512
    /// The longest encoded header, in bytes.
    public static let bytesMax = 49_152
}
