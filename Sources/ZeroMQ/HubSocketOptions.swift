/// What the hub's ROUTER is set to, each option with the reason for its value.
///
/// Not set, and never to be: libzmq's heartbeats (see `SocketOption`). Liveness is the protocol's PING and PONG, and
/// TCP's keepalive.
public struct HubSocketOptions: Sendable {
    /// Messages queued for one peer before it counts as full: at least twice the largest window that is granted.
    public var sendHighWaterMark: Int32
    /// The largest frame accepted, in bytes as they travel, so 33 more than the content under CURVE: the largest alert
    /// plus what surrounds it.
    public var frameBytesMax: Int64
    /// The secret half of the key that clients know the hub by.
    public var secretKey: CurveSecretKey
    /// The domain that the ZAP handler is asked about.
    public var zapDomain: String

    /// Connections that may wait to be accepted.
    public static let backlogMax: Int32 = 512
    /// Time for a connection to complete its handshake.
    public static let handshakeTimeMax: Duration = .milliseconds(5_000)

    /// Collects what a deployment decides; the rest is fixed.
    public init(
        sendHighWaterMark: Int32, frameBytesMax: Int64, secretKey: CurveSecretKey, zapDomain: String = "cordon"
    ) {
        self.sendHighWaterMark = sendHighWaterMark
        self.frameBytesMax = frameBytesMax
        self.secretKey = secretKey
        self.zapDomain = zapDomain
    }

    /// Sets them on a ROUTER that is not bound yet. The ZAP handler must run before the socket is bound.
    ///
    /// - Throws: `ZeroMQError.invalidArgument` for a value that libzmq does not accept, or a socket that is no ROUTER.
    public func apply(to socket: borrowing Socket) throws(ZeroMQError) {
        // A full or unknown peer is reported, and not silently left without its message.
        try socket.set(.routerMandatory, to: true)
        // A connection keeps its routing id as long as it lasts: with handover whoever came last under an id would get
        // what its owner had credit for, and nobody would be told. Clients take a new id for every connection.
        try socket.set(.routerHandover, to: false)
        // With a bound, a full queue stops reading a connection, and a peer that then resets it aborts the process.
        // Memory is bounded by windows, by cutting offenders, and by the service's memory limit.
        try socket.set(.receiveHighWaterMark, to: 0)
        // A subscriber that stops reading costs this many messages and no more.
        try socket.set(.sendHighWaterMark, to: sendHighWaterMark)
        // A frame's announced size is believed before its sender is authenticated; too large ends the connection.
        try socket.set(.frameBytesMax, to: frameBytesMax)
        // Idle connections that never authenticate are cleared; they would use up descriptors.
        try socket.set(.handshakeInterval, to: HubSocketOptions.handshakeTimeMax)
        // What is undelivered at the end is in the log; waiting for slow peers would only delay a restart.
        try socket.set(.linger, to: .zero)
        // Every client reconnects at once after a restart.
        try socket.set(.backlog, to: HubSocketOptions.backlogMax)
        try TCPLiveness.apply(to: socket)
        // Without it CURVE fails open: where no ZAP handler answers, any key is let in.
        try socket.set(.zapEnforceDomain, to: true)
        try socket.setCurveServer(secretKey: secretKey, zapDomain: zapDomain)
    }
}

/// How both ends notice below the protocol that a connection is dead.
enum TCPLiveness {
    /// Silence before the first probe: well under the idle limits of common firewalls.
    static let keepaliveIdle: Duration = .seconds(30)
    /// Between probes.
    static let keepaliveInterval: Duration = .seconds(10)
    /// Lost probes that end a connection: a dead peer is noticed after one minute.
    static let keepaliveProbesMax: Int32 = 3
    /// Unacknowledged data ends a connection sooner than the system's quarter of an hour.
    static let retransmitTimeMax: Duration = .seconds(30)

    static func apply(to socket: borrowing Socket) throws(ZeroMQError) {
        // A peer whose machine vanished sends no reset; only probes show it.
        try socket.set(.tcpKeepalive, to: true)
        try socket.set(.tcpKeepaliveIdle, to: keepaliveIdle)
        try socket.set(.tcpKeepaliveInterval, to: keepaliveInterval)
        try socket.set(.tcpKeepaliveCount, to: keepaliveProbesMax)
        // Probes are not sent while data is unacknowledged; this covers that case.
        try socket.set(.tcpRetransmitMax, to: retransmitTimeMax)
    }
}
