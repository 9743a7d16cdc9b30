internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import RuleIndex
internal import RuleLanguage
internal import Trust

/// What the core wants done: gathered while it takes events, carried out by its owner.
struct HubActions {
    /// A message for a peer.
    struct Message {
        /// Where to.
        let routingID: [UInt8]
        /// The first frame.
        let frame: [UInt8]
        /// The frame that follows it, where one does.
        var attachment: [UInt8]?
        /// The records that follow it, three frames each.
        var records: [DeliveryRecord] = []
    }

    /// A connection that is to be cut.
    struct Cut: Equatable {
        /// The ticket that it came by: a routing id may stand for another connection by now.
        let ticket: Ticket
        /// Whose connection it is: `GT/desk-1`.
        let principal: String
        /// The key whose holder has to wait before it may come again, nil where it did nothing wrong.
        var offender: TransportKey?
    }

    /// Messages, in the order in which they must leave.
    var messages: [Message] = []
    /// Entries for the journal, in order.
    var entries: [JournalEntry] = []
    /// Questions that are answered elsewhere.
    var readings: [LogReading] = []
    /// Connections that are to be cut.
    var cuts: [Cut] = []
    /// The index of rules whose keys are to be chosen anew, off the hub's own thread.
    var reclustering: RuleIndex?

    /// Principals whose rules took too much of the hub's thread: operators are to be told.
    var dearRules: [DearRules] = []

    /// Rules that took too much of the hub's thread on an alert.
    struct DearRules: Equatable {
        /// Whose they are: `GT/desk-1`.
        let principal: String
        /// The steps that all rules took on the alert.
        let steps: Int
        /// The names of the subscriptions that are served from the log from now on; `live` for those without one.
        let subscriptions: [String]
    }

    /// Whether there is nothing to do.
    var isEmpty: Bool {
        messages.isEmpty && entries.isEmpty && readings.isEmpty && cuts.isEmpty && reclustering == nil
            && dearRules.isEmpty
    }
}

/// A question that only the log can answer, or that takes long. It is answered off the hub's own thread.
enum LogReading: Sendable {
    /// Hold the rules that a client files against what rules may speak of.
    case rules(RulesRequest)
    /// Read on for a subscription that is behind.
    case replay(ReplayRequest)
    /// Find the alerts that an update or cancellation refers to.
    case references(ReferenceRequest)
    /// Find the first position accepted at a time or later.
    case time(TimeRequest)
    /// Tell whether an identifier was recorded long ago.
    case identifier(IdentifierRequest)
}

/// Where a subscription that is behind goes on, and what it asks for.
struct ReplayRequest: Sendable {
    let subscription: SubscriptionKey
    /// Tells the answer from one that an earlier attachment asked for.
    let stamp: UInt64
    let from: Position
    /// Nothing after this is read: it may not be committed.
    let through: Position
    let begin: Position
    let terms: SubscriptionTerms
    let earlierTerms: [SubscriptionTerms]

    /// Whether reading may take long by the rules alone.
    var isDear: Bool {
        terms.options.contains(.reasons)
            || ([terms] + earlierTerms).contains { $0.rules.cost >= HubLimits.dearStepsMin }
    }
}

/// What a reading for a subscription found.
struct ReplayAnswer: Sendable {
    let subscription: SubscriptionKey
    let stamp: UInt64
    /// Records that the subscription asks for, in order, each with the reason.
    let records: [Found]
    /// Everything up to here was looked at.
    let through: Position
    /// Why the log could not be read, nil where it could.
    let failure: JournalError?

    /// A record that a subscription asks for.
    struct Found: Sendable {
        let record: DeliveryRecord
        let reason: DeliverEntry.Reason
        /// The alerts that it updates or cancels, as far as the subscription asked for them.
        let originals: [DeliveryRecord]
        /// The rules that matched, where the subscription is told of them.
        let matched: MatchedRules?
    }
}

/// What an alert refers to, for an admission that waits.
struct ReferenceRequest: Sendable {
    let ticket: UInt64
    let references: [AlertReference]
}

/// The alerts that were found, and those that they refer to in turn.
struct ReferenceAnswer: Sendable {
    let ticket: UInt64
    let found: [DeliveryRecord]
}

/// A subscription whose rules are to be checked: some tenths of a second for the heaviest list.
struct RulesRequest: Sendable {
    let session: SessionKey
    /// Whose they are.
    let principal: String
    let subscribe: Subscribe
    /// Tells the look-up from an earlier one under the same tag, which was given up.
    let stamp: UInt64
    let vocabulary: RuleDeclarations

    /// The answer.
    func answer() -> RulesAnswer {
        do throws(TermsFailure) {
            return RulesAnswer(
                request: self, result: .success(try SubscriptionRules(filing: subscribe.rule, vocabulary)))
        } catch {
            return RulesAnswer(request: self, result: .failure(error))
        }
    }
}

/// The rules, or what is wrong with them.
struct RulesAnswer: Sendable {
    let request: RulesRequest
    let result: Result<SubscriptionRules, TermsFailure>
}

/// A subscription that is to begin at a time.
struct TimeRequest: Sendable {
    let session: SessionKey
    let subscribe: Subscribe
    let rules: SubscriptionRules
    /// Tells the look-up from an earlier one under the same tag, which was given up.
    let stamp: UInt64
}

/// The position that a time stands for.
struct TimeAnswer: Sendable {
    let request: TimeRequest
    let position: Position
}

/// An identifier that memory does not know and that is too old to be surely new.
struct IdentifierRequest: Sendable {
    let ticket: UInt64
    let reference: AlertReference
}

/// What the index says of an identifier.
struct IdentifierAnswer: Sendable {
    let ticket: UInt64
    let found: JournalEntry?
}
