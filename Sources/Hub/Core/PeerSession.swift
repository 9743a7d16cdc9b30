internal import ExchangeProtocol
internal import Journal
internal import Trust

/// A peer and all that the hub keeps for it: whose key it holds, its side of the protocol, what waits to be sent.
///
/// A class, since it is large and looked at for every message; the core alone holds it.
final class PeerSession {
    /// The name that libzmq routes by; chosen by the client, so it identifies nobody.
    let routingID: [UInt8]
    /// The ticket of the connection that it came by.
    let ticket: Ticket
    /// The key that it opened the connection with.
    let transportKey: TransportKey
    /// Whose key opened the connection, with the rights of now.
    var principal: Principal
    /// What the peer may do, and what may be sent to it.
    var link: HubSession
    /// Its subscriptions by tag.
    var subscriptions: [UInt32: SubscriptionKey] = [:]
    /// Subscriptions whose rules are being checked or whose start is being looked up, by tag: the stamp of the question.
    var lookUps: [UInt32: UInt64] = [:]
    /// Receipts that wait for the end of the turn.
    var receipts: [ReceiptEntry] = []
    /// What is to be said about them: refusals and warnings, one JSON object each.
    var reports: [[UInt8]] = []
    /// Alerts that wait for the end of the turn.
    var batch = DeliveryBatch()
    /// Whether the session waits to be looked at when the turn ends.
    var isTouched = false
    /// When it was created, for `status`.
    let since: UInt64
    /// What it did so far.
    var counts = Counts()

    init(
        routingID: [UInt8], ticket: Ticket, transportKey: TransportKey, principal: Principal, link: HubSession,
        since: UInt64
    ) {
        self.routingID = routingID
        self.ticket = ticket
        self.transportKey = transportKey
        self.principal = principal
        self.link = link
        self.since = since
    }

    /// What a session did since it began.
    struct Counts {
        /// Alerts it published that were taken.
        var accepted: UInt64 = 0
        /// Alerts it published before.
        var duplicates: UInt64 = 0
        /// Alerts it published that were refused.
        var refused: UInt64 = 0
        /// Alerts sent to it.
        var delivered: UInt64 = 0
    }
}

/// Alerts gathered for one DELIVER.
struct DeliveryBatch {
    /// The session sequence of the first.
    var firstSequence: UInt64 = 0
    /// The entries of the command.
    var entries: [DeliverEntry] = []
    /// The records, in the same order.
    var records: [DeliveryRecord] = []
    /// The rules that alerts match, by their places, where that is told.
    var matched: [(index: Int, rules: MatchedRules)] = []
    /// Their bytes.
    var byteCount = 0

    /// Adds an alert.
    mutating func append(
        _ entry: DeliverEntry, _ record: DeliveryRecord, matched rules: MatchedRules?, sequence: UInt64
    ) {
        if entries.isEmpty { firstSequence = sequence }
        if let rules { matched.append((entries.count, rules)) }
        entries.append(entry)
        records.append(record)
        byteCount += record.entry.content.count
    }
}
