/// What a subscription gives.
public enum SubscriptionEvent: Sendable {
    /// Alerts, at least one, in the order of the log.
    case alerts([AlertDelivery])
    /// A live subscription skipped alerts because the client had no room for them.
    case gap(SubscriptionGap)
}

/// What a live subscription skipped; a durable one skips nothing.
public struct SubscriptionGap: Sendable, Hashable {
    /// The position of the first alert skipped.
    public let fromPosition: UInt64
    /// The position of the last alert skipped.
    public let toPosition: UInt64
    /// How many alerts were skipped that would have been delivered.
    public let skipped: UInt64
}
