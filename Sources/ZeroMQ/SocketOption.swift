internal import CZeroMQ

/// A libzmq socket option and the type of its value; `Socket.set(_:to:)` and `Socket.get(_:)` take it.
///
/// Which values hub and client use, and why, is said in `HubSocketOptions` and `ClientSocketOptions`. libzmq's own
/// heartbeats (`ZMQ_HEARTBEAT_*`) are left out on purpose: with them, a peer that floods pings and then resets its
/// connection aborts the process of 4.3.4.
public struct SocketOption<Value>: Sendable {
    let identifier: Int32
    let unit: Duration

    init(_ identifier: Int32, unit: Duration = .milliseconds(1)) {
        self.identifier = identifier
        self.unit = unit
    }
}

extension SocketOption where Value == Bool {
    /// ROUTER: report a peer that is unknown or full instead of dropping its message. Cannot be read back.
    public static var routerMandatory: Self { Self(ZMQ_ROUTER_MANDATORY) }
    /// ROUTER: a new connection takes over the routing id of an older one. Cannot be read back.
    public static var routerHandover: Self { Self(ZMQ_ROUTER_HANDOVER) }
    /// This end is the CURVE server.
    public static var curveServer: Self { Self(ZMQ_CURVE_SERVER) }
    /// A handshake fails unless a ZAP handler answers for the socket's domain (option 93, not in the stable header).
    public static var zapEnforceDomain: Self { Self(93) }
    /// TCP keepalive on or off; the operating system decides unless set.
    public static var tcpKeepalive: Self { Self(ZMQ_TCP_KEEPALIVE) }
    /// Accept and connect by IPv6 too.
    public static var ipv6: Self { Self(ZMQ_IPV6) }
    /// Queue only for connections that are complete.
    public static var immediate: Self { Self(ZMQ_IMMEDIATE) }
}

extension SocketOption where Value == Int32 {
    /// Messages queued per peer for sending before EAGAIN; 0 is without bound. Never change it on a live socket.
    public static var sendHighWaterMark: Self { Self(ZMQ_SNDHWM) }
    /// Messages queued per peer after receipt; 0 is without bound. Never change it on a live socket.
    public static var receiveHighWaterMark: Self { Self(ZMQ_RCVHWM) }
    /// Connections that wait to be accepted.
    public static var backlog: Self { Self(ZMQ_BACKLOG) }
    /// TCP keepalive probes without answer that end a connection.
    public static var tcpKeepaliveCount: Self { Self(ZMQ_TCP_KEEPALIVE_CNT) }
    /// The security mechanism in force: 0 NULL, 1 PLAIN, 2 CURVE. Read only.
    public static var mechanism: Self { Self(ZMQ_MECHANISM) }
}

extension SocketOption where Value == Int64 {
    /// The largest frame accepted, in bytes; -1 is without bound. A larger one ends the connection.
    public static var frameBytesMax: Self { Self(ZMQ_MAXMSGSIZE) }
}

extension SocketOption where Value == Duration {
    /// How long a closed socket keeps what it has not sent; negative is for ever.
    public static var linger: Self { Self(ZMQ_LINGER) }
    /// How long a connection may take to complete its handshake.
    public static var handshakeInterval: Self { Self(ZMQ_HANDSHAKE_IVL) }
    /// The first pause before connecting again.
    public static var reconnectInterval: Self { Self(ZMQ_RECONNECT_IVL) }
    /// The longest pause before connecting again, up to which it doubles.
    public static var reconnectIntervalMax: Self { Self(ZMQ_RECONNECT_IVL_MAX) }
    /// How long a blocking receive waits; negative is for ever.
    public static var receiveTimeout: Self { Self(ZMQ_RCVTIMEO) }
    /// How long a blocking send waits; negative is for ever.
    public static var sendTimeout: Self { Self(ZMQ_SNDTIMEO) }
    /// How long TCP resends unacknowledged data before the connection counts as dead.
    public static var tcpRetransmitMax: Self { Self(ZMQ_TCP_MAXRT) }
    /// Silence before the first TCP keepalive probe, in whole seconds.
    public static var tcpKeepaliveIdle: Self { Self(ZMQ_TCP_KEEPALIVE_IDLE, unit: .seconds(1)) }
    /// Between TCP keepalive probes, in whole seconds.
    public static var tcpKeepaliveInterval: Self { Self(ZMQ_TCP_KEEPALIVE_INTVL, unit: .seconds(1)) }
}

extension SocketOption where Value == String {
    /// The domain that the ZAP handler is asked about; at most 255 bytes.
    public static var zapDomain: Self { Self(ZMQ_ZAP_DOMAIN) }
}

extension SocketOption where Value == RoutingID {
    /// The name under which a ROUTER knows this end.
    public static var routingID: Self { Self(ZMQ_ROUTING_ID) }
}

extension SocketOption where Value == CurvePublicKey {
    /// CURVE client: the server that may answer.
    public static var curveServerKey: Self { Self(ZMQ_CURVE_SERVERKEY) }
    /// CURVE: this end's own public key.
    public static var curvePublicKey: Self { Self(ZMQ_CURVE_PUBLICKEY) }
}

extension SocketOption where Value == CurveSecretKey {
    /// CURVE: this end's own secret key.
    public static var curveSecretKey: Self { Self(ZMQ_CURVE_SECRETKEY) }
}
