public import TransparencyLog

/// What became of one published alert.
public struct AlertReceipt: Sendable, Hashable {
    /// The kinds of outcome.
    public enum Outcome: Sendable, Hashable {
        /// The alert is durable at the hub, at this position of its log and with this leaf hash.
        case accepted(position: UInt64, leafHash: SHA256Digest)
        /// The same alert was taken before, at this position.
        case duplicate(position: UInt64, leafHash: SHA256Digest)
        /// The alert was not taken, and will not be as it is: see the error's code and retry class.
        case refused(CordonError)
    }

    /// The alert's number, as `publish` gave it.
    public let number: UInt64
    /// The id that the alert names, by which one is known that an earlier run left in the outbox; empty where it cannot
    /// be read.
    public let alertID: String
    /// What became of it.
    public let outcome: Outcome
    /// The hub's findings on the alert, refusals and warnings: a JSON array of objects with `code`, `pointer` and
    /// `sentence`; empty where there are none.
    public let findings: [UInt8]
}
