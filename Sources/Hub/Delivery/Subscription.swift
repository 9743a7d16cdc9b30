internal import ExchangeProtocol
internal import Journal

/// The name of a durable subscription: unique within its principal.
struct SubscriptionName: Hashable, Sendable {
    /// The principal that holds it: `GT/desk-1`.
    let principal: String
    /// Its name there.
    let name: String

    /// The key of its control entries: both parts, between them a byte that neither can contain.
    var controlKey: [UInt8] { Array(principal.utf8) + [0] + Array(name.utf8) }

    init(principal: String, name: String) {
        self.principal = principal
        self.name = name
    }

    /// Reads a control key; nil where it is none.
    init?(controlKey: [UInt8]) {
        guard let separator = controlKey.firstIndex(of: 0),
            let principal = String(validating: controlKey[..<separator], as: UTF8.self),
            let name = String(validating: controlKey[(separator + 1)...], as: UTF8.self)
        else { return nil }
        self.init(principal: principal, name: name)
    }
}

/// A subscription, durable or live, and how far it has come.
///
/// A class, since it is looked at for every alert that it gets; the core alone holds it.
final class Subscription {
    /// Its name, nil where it is live.
    let name: SubscriptionName?
    /// The principal that gets its alerts.
    let principal: String
    /// What it asks for now.
    var terms: SubscriptionTerms
    /// What it asked for before, oldest first.
    var earlierTerms: [SubscriptionTerms] = []
    /// The first position it was ever to get.
    var begin: Position
    /// Everything up to here is confirmed, or was not for it.
    private(set) var cursor: Position
    /// The furthest that the cursor ever stood: what was confirmed and is asked for again is no redelivery.
    private(set) var confirmedThrough: Position
    /// Whether the cursor in the journal lies behind.
    var isCursorDirty = false
    /// The highest position ever sent, by which a later sending is known as a repetition.
    var sentThrough: Position
    /// The session it is open in, nil where its desk is away.
    var attachment: Attachment?
    /// What became of alerts that it asked for.
    var counts = Counts()

    /// What became of the alerts that a subscription asked for, since the hub's start.
    struct Counts {
        /// Sent, repetitions included.
        var delivered: UInt64 = 0
        /// Asked for, and not released.
        var withheld: UInt64 = 0
        /// Skipped by a live subscription that had no credit.
        var skipped: UInt64 = 0
    }

    /// A subscription that is open in a session.
    struct Attachment {
        /// How it gets what comes.
        enum Mode: Equatable {
            /// From memory, as it is committed.
            case live
            /// From the journal, at `next`; `isReading` while a reading is under way.
            case replaying(isReading: Bool)
        }

        /// The session.
        let session: SessionKey
        /// The session's handle for the subscription.
        let tag: UInt32
        /// How it gets what comes.
        var mode: Mode
        /// The position to look at next; kept up only while replaying.
        var next: Position
        /// From this position on the match of new alerts includes the subscription; before, it reads from the log.
        var matchedFrom: Position
        /// Tells this attachment's readings from those of an earlier one.
        let stamp: UInt64

        /// The `matchedFrom` of one that always reads from the log.
        static let never = Position(UInt64.max)
        /// Whether it always reads from the log.
        var isLeftToLog: Bool { matchedFrom == Self.never }
    }

    init(
        name: SubscriptionName?, principal: String, terms: SubscriptionTerms, earlierTerms: [SubscriptionTerms] = [],
        begin: Position, cursor: Position
    ) {
        self.name = name
        self.principal = principal
        self.terms = terms
        self.earlierTerms = earlierTerms
        self.begin = begin
        self.cursor = cursor
        confirmedThrough = cursor
        sentThrough = cursor
    }

    /// Moves the cursor: forward as alerts are confirmed, or anywhere at its desk's wish.
    func moveCursor(to position: Position) {
        cursor = position
        confirmedThrough = max(confirmedThrough, position)
    }

    /// Notes that a position is being sent; true where it was sent before and never confirmed.
    func noteSent(_ position: Position) -> Bool {
        let isRepetition = position <= sentThrough && position > confirmedThrough
        sentThrough = max(sentThrough, position)
        return isRepetition
    }

    /// Whether it survives its session.
    var isDurable: Bool { name != nil }

    /// The terms that applied at a position.
    func terms(at position: Position) -> SubscriptionTerms {
        if position >= terms.since { return terms }
        return earlierTerms.last { $0.since <= position } ?? earlierTerms.first ?? terms
    }

    /// Puts new terms in the place of those that would apply from the same position on; what applied before is
    /// remembered.
    func replaceTerms(with newTerms: SubscriptionTerms) {
        earlierTerms = (earlierTerms + [terms]).filter { $0.since < newTerms.since }
        if earlierTerms.count > HubLimits.earlierRulesMax { earlierTerms.removeFirst() }
        terms = newTerms
    }
}

/// Where a session stands.
typealias SessionKey = Slab<PeerSession>.Key

/// Where a subscription stands.
typealias SubscriptionKey = Slab<Subscription>.Key
