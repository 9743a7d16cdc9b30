/// A subscription of a client: alerts in batches, in the order of the log, for one task to read.
///
///     let subscription = try await client.subscribe("drugs", topics: ["seizure.drugs.>"])
///     for try await event in subscription {
///         guard case .alerts(let alerts) = event, let last = alerts.last else { continue }
///         try store(alerts)
///         await subscription.confirm(through: last.position)
///     }
///
/// It goes on over losses of the connection and restarts of the hub. All subscriptions of a client share its delivery
/// window: one that is not read holds up the others.
public final class Subscription: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = SubscriptionEvent
    /// Why it ends before its time: a right withdrawn, another log (`epoch-changed`), a contradiction in a delivery.
    public typealias Failure = CordonError

    /// The first position that the hub looked at when it was opened.
    public let start: UInt64
    /// The identity of the hub's log.
    public let epoch: UInt128
    /// What the hub remarks on the rule, empty for nothing.
    public let notes: String

    private let client: CordonClient
    private let tag: UInt32

    init(client: CordonClient, tag: UInt32, start: UInt64, epoch: UInt128, notes: String) {
        self.client = client
        self.tag = tag
        self.start = start
        self.epoch = epoch
        self.notes = notes
    }

    deinit {
        // What nobody can read any more must not use up the window.
        let (client, tag) = (client, tag)
        Task { await client.endSubscription(tag, forget: false) }
    }

    /// Says that everything up to a position is dealt with, so that the hub need not deliver it again.
    ///
    /// Confirmations are gathered and sent within 20 ms. They mean nothing for a live subscription.
    public func confirm(through position: UInt64) async {
        await client.confirm(tag, through: position)
    }

    /// Ends the subscription: what was delivered and not read is dropped, and a loop over it ends.
    ///
    /// - Parameter forget: whether the hub deletes a durable subscription with its cursor, which needs a connection.
    /// - Returns: false where the hub could not be told to forget it, and the subscription goes on.
    @discardableResult
    public func end(forget: Bool = false) async -> Bool {
        await client.endSubscription(tag, forget: forget)
    }

    /// Begins to read; one task at a time may.
    public func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }

    /// Reads a subscription.
    public struct Iterator: AsyncIteratorProtocol {
        let subscription: Subscription

        /// What came since the last call; waits where nothing did. Nil once the subscription was ended.
        public mutating func next() async throws(CordonError) -> SubscriptionEvent? {
            try await subscription.client.nextEvent(subscription.tag)
        }
    }
}
