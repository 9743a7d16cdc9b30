public import ExchangeProtocol

/// Where a client's connection stands.
public enum ConnectionState: Sendable, Hashable {
    /// The client was made, and `connect` was not called.
    case idle
    /// The client seeks the hub, or awaits its welcome.
    case connecting
    /// The session stands; the hub said who the client is and what it may do.
    case ready(Welcome)
    /// There is no session at present, for this reason; the client goes on by itself.
    case away(CordonError)
    /// The hub refuses this client. Where the key is unknown the client tries again after a pause; else it has stopped.
    case refused(CordonError)
    /// The client was closed.
    case closed
}
