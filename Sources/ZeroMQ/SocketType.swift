internal import CZeroMQ

/// The pattern a socket speaks.
public enum SocketType: Sendable {
    /// Routes by identity: the hub's front door.
    case router
    /// Talks to one ROUTER asynchronously: every client.
    case dealer
    /// Answers one request after the other: the ZAP handler.
    case rep
    /// Asks one request after the other.
    case req
    /// Exclusively paired, in one process: monitors.
    case pair
    /// Raw TCP, without the ZeroMQ protocol.
    case stream

    var rawValue: Int32 {
        switch self {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .rep: ZMQ_REP
        case .req: ZMQ_REQ
        case .pair: ZMQ_PAIR
        case .stream: ZMQ_STREAM
        }
    }
}
