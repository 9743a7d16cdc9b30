/// An alert that the hub refused for good, kept in the outbox's file with the reason until it is cleared.
public struct RefusedAlert: Sendable, Hashable {
    /// The alert's number, as `publish` gave it.
    public let number: UInt64
    /// The alert.
    public let alert: OutgoingAlert
    /// Why it was refused.
    public let reason: CordonError
    /// The hub's findings, a JSON array; empty where there are none.
    public let findings: [UInt8]
    /// When it was refused, in milliseconds since 1970-01-01T00:00:00Z.
    public let refusedAt: UInt64
}
