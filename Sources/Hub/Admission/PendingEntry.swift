internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import Trust

/// A numbered entry that was handed to the journal and is not known to be durable.
enum PendingEntry {
    /// An alert, with those who wait for its receipt and those who will get it.
    case alert(PendingAlert)
    /// A new revision of the directory, in force once it is durable.
    case directory(Directory)

    /// The bytes that it takes up.
    var byteCount: Int {
        switch self {
        case .alert(let alert): alert.record.entry.content.count
        case .directory: 0
        }
    }
}

/// An alert on its way into the log.
struct PendingAlert {
    let record: DeliveryRecord
    /// Who waits for its receipt: the publisher, then those who published the same again meanwhile.
    var waiters: [ReceiptWaiter]
    /// The subscriptions that ask for it.
    let matches: [Match]
    /// What was remarked on it.
    let warnings: [RecordHeader.Warning]

    /// A subscription that asks for an alert, and why.
    struct Match {
        let subscription: SubscriptionKey
        let reason: DeliverEntry.Reason
        /// The alerts that it updates or cancels, as far as the subscription asked for them.
        var originals: [DeliveryRecord] = []
        /// The rules that matched, where the subscription is told of them.
        var matched: MatchedRules?
    }
}

/// Somebody who published an alert and has no receipt yet.
struct ReceiptWaiter {
    let session: SessionKey
    /// The session's own number: a receipt of an earlier one must not be sent.
    let protocolSession: UInt64
    let publishID: UInt64
    /// What the alert takes up of the publisher's window.
    let byteCount: Int
}
