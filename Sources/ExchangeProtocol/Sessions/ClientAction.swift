/// What a client has to do, or learns, after something went into its session.
public enum ClientAction: Sendable {
    /// Send this command; REQUEST and PUBLISH with their frames.
    case send(ClientMessage)
    /// The session stands: publish again what is unacknowledged; subscriptions come back by themselves.
    case ready(Welcome)
    /// The session is void; the client says HELLO again by itself.
    case lost(SessionLoss)
    /// The hub will have nothing to do with this client until something changes: `connected` tries again.
    case stopped(Refusal)
    /// What became of a published alert.
    case receipt(ReceiptEntry)
    /// The frame after the first is a report in JSON on the alerts of this RECEIPT.
    case report
    /// How long to wait before publishing again what is to be retried later, in milliseconds.
    case publishLater(milliseconds: UInt32)
    /// The session was lost before the alert's receipt came: publish the alert again, under a new id.
    case unacknowledged(publishID: UInt64)
    /// The subscription stands, for the first time or again.
    case subscribed(Subscribed)
    /// The subscription was refused; where `willRetry`, the session asks again by itself.
    case subscriptionRefused(tag: UInt32, Refusal, willRetry: Bool)
    /// The subscription has ended.
    case unsubscribed(Unsubscribed)
    /// An alert came; `processed` is told when it is dealt with.
    case deliver(Delivery)
    /// Alerts were skipped.
    case gap(Gap)
    /// The frame after the first is the answer to this request.
    case response(id: UInt32)
    /// The request was refused, or its session was lost: nil.
    case requestFailed(id: UInt32, Refusal?)
    /// The hub refused something else.
    case refused(Refusal)
}

/// One alert that came, and where it lies in its message.
public struct Delivery: Hashable, Sendable {
    /// The session in which it came.
    public let session: UInt64
    /// Its session sequence.
    public let sequence: UInt64
    /// Its place in the message: `Deliver.headerFrame(index)` and so on are its frames.
    public let index: Int
    /// Its subscription, its position, and how it came.
    public let entry: DeliverEntry
    /// The length of its three frames, in bytes.
    public let byteCount: Int
    /// The rules that the alert matches, nil where the hub does not say.
    public var matched: MatchedRules?
}

/// Why a session is void.
public enum SessionLoss: Hashable, Sendable {
    /// A session sequence is missing or came twice.
    case hole(expected: UInt64, found: UInt64)
    /// The hub sent more than came.
    case lostTail(sent: UInt64, received: UInt64)
    /// Nothing came for too long.
    case silent
    /// A receipt or the answer to a SUBSCRIBE did not come in time.
    case overdue
    /// The hub does not know the session.
    case reset(Reset)
    /// The hub ended the session.
    case refused(Refusal)
    /// The transport connected anew.
    case reconnected
    /// The transport is gone.
    case disconnected
    /// The hub broke the rules of the protocol.
    case malformed(ProtocolError)
}
