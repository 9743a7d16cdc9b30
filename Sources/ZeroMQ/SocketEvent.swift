internal import CZeroMQ

/// Something that happened to a socket's connections, as its monitor tells it.
public struct SocketEvent: Sendable, Equatable {
    /// What happened.
    public let kind: Kind
    /// The local endpoint for what a listener saw, the remote one for what a connecting socket saw.
    public let endpoint: String

    /// What can happen.
    public enum Kind: Sendable, Equatable {
        /// A listener accepted a connection. Take `PeerConnection(descriptor:)` now: it tells who it is, and keeps the
        /// descriptor from being taken for a later connection's.
        case accepted(descriptor: Int32)
        /// A connection to an endpoint is established; the handshake follows.
        case connected(descriptor: Int32)
        /// A connection is being established.
        case connectDelayed
        /// A connection could not be established and is tried again after the pause.
        case connectRetried(pause: Duration)
        /// A listener is ready.
        case listening(descriptor: Int32)
        /// An endpoint could not be bound.
        case bindFailed(ZeroMQError)
        /// A connection could not be accepted; `tooManyDescriptors` locks clients out until some are free.
        case acceptFailed(ZeroMQError)
        /// A descriptor was closed by this side.
        case closed(descriptor: Int32)
        /// A descriptor could not be closed.
        case closeFailed(ZeroMQError)
        /// A connection ended; the descriptor is closed and may be used again already.
        case disconnected(descriptor: Int32)
        /// The monitored socket is closed: nothing more follows.
        case monitorStopped
        /// A handshake succeeded.
        case handshakeSucceeded
        /// A handshake was refused by the ZAP handler, with its status: 300, 400 or 500. After 400 and 500 a client's
        /// libzmq gives up: disconnect the endpoint and connect it again to try once more.
        case handshakeRefused(status: Int32)
        /// A handshake broke the protocol. At a hub a client with a wrong server key shows so; the client itself sees
        /// `handshakeFailed`, every time it tries.
        case handshakeViolated(HandshakeViolation)
        /// A handshake ended for a reason that is not known, such as the end of the connection.
        case handshakeFailed(ZeroMQError)
        /// An event that this version does not know.
        case unknown(event: UInt16, value: Int32)
    }
}

/// How a handshake broke the protocol: libzmq's `ZMQ_PROTOCOL_ERROR_` numbers.
public struct HandshakeViolation: RawRepresentable, Hashable, Sendable {
    /// The number as libzmq has it.
    public let rawValue: Int32

    /// Wraps a number as it stands.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// What was encrypted could not be opened: a wrong server key, or a forgery.
    public static let cryptographic = HandshakeViolation(rawValue: ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC)
    /// The two ends do not use the same mechanism.
    public static let mechanismMismatch = HandshakeViolation(rawValue: ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH)
    /// The ZAP handler's answer was not for this request.
    public static let zapBadRequestID = HandshakeViolation(rawValue: ZMQ_PROTOCOL_ERROR_ZAP_BAD_REQUEST_ID)
    /// The ZAP handler's answer was malformed.
    public static let zapMalformedReply = HandshakeViolation(rawValue: ZMQ_PROTOCOL_ERROR_ZAP_MALFORMED_REPLY)
}

extension SocketEvent.Kind {
    /// Types an event as libzmq numbers it.
    init(event: UInt16, value: Int32) {
        switch Int32(event) {
        case ZMQ_EVENT_ACCEPTED: self = .accepted(descriptor: value)
        case ZMQ_EVENT_CONNECTED: self = .connected(descriptor: value)
        case ZMQ_EVENT_CONNECT_DELAYED: self = .connectDelayed
        case ZMQ_EVENT_CONNECT_RETRIED: self = .connectRetried(pause: .milliseconds(value))
        case ZMQ_EVENT_LISTENING: self = .listening(descriptor: value)
        case ZMQ_EVENT_BIND_FAILED: self = .bindFailed(ZeroMQError(rawValue: value))
        case ZMQ_EVENT_ACCEPT_FAILED: self = .acceptFailed(ZeroMQError(rawValue: value))
        case ZMQ_EVENT_CLOSED: self = .closed(descriptor: value)
        case ZMQ_EVENT_CLOSE_FAILED: self = .closeFailed(ZeroMQError(rawValue: value))
        case ZMQ_EVENT_DISCONNECTED: self = .disconnected(descriptor: value)
        case ZMQ_EVENT_MONITOR_STOPPED: self = .monitorStopped
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: self = .handshakeSucceeded
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: self = .handshakeRefused(status: value)
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: self = .handshakeViolated(HandshakeViolation(rawValue: value))
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: self = .handshakeFailed(ZeroMQError(rawValue: value))
        default: self = .unknown(event: event, value: value)
        }
    }
}
