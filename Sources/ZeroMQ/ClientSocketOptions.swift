/// What a client's DEALER is set to, each option with the reason for its value.
public struct ClientSocketOptions: Sendable {
    /// The name the hub routes by: another one for every connection.
    public var routingID: RoutingID
    /// The client's own keys.
    public var keyPair: CurveKeyPair
    /// The hub's public key.
    public var serverKey: CurvePublicKey
    /// Messages queued before sending reports `wouldBlock`: at least the publisher's window.
    public var sendHighWaterMark: Int32
    /// How long a closed client tries to hand over what it still has queued.
    public var linger: Duration

    /// The first pause before connecting again.
    public static let reconnectPauseMin: Duration = .milliseconds(200)
    /// The longest pause before connecting again.
    public static let reconnectPauseMax: Duration = .seconds(30)
    /// Time for a last CONFIRM to leave; alerts wait in the outbox and not in the socket.
    public static let lingerDefault: Duration = .milliseconds(500)
    /// libzmq's own default, enough for every window that is granted.
    public static let sendHighWaterMarkDefault: Int32 = 1_000

    /// Collects what a client decides; the rest is fixed. The routing id is random unless given.
    public init(
        keyPair: CurveKeyPair, serverKey: CurvePublicKey, routingID: RoutingID = .random(),
        sendHighWaterMark: Int32 = ClientSocketOptions.sendHighWaterMarkDefault,
        linger: Duration = ClientSocketOptions.lingerDefault
    ) {
        self.keyPair = keyPair
        self.serverKey = serverKey
        self.routingID = routingID
        self.sendHighWaterMark = sendHighWaterMark
        self.linger = linger
    }

    /// Sets them on a DEALER that is not connected yet.
    ///
    /// - Throws: `ZeroMQError.invalidArgument` for a value that libzmq does not accept.
    public func apply(to socket: borrowing Socket) throws(ZeroMQError) {
        // Unguessable, so that nobody can take the name before its owner does.
        try socket.set(.routingID, to: routingID)
        // A bounded queue that runs full while the connection fails can abort the process; credit bounds what comes.
        try socket.set(.receiveHighWaterMark, to: 0)
        // Sending ahead of the window is an error of the client and shows early.
        try socket.set(.sendHighWaterMark, to: sendHighWaterMark)
        // Back soon after a blip; and a hub that restarts is not stormed, because the pause doubles.
        try socket.set(.reconnectInterval, to: ClientSocketOptions.reconnectPauseMin)
        try socket.set(.reconnectIntervalMax, to: ClientSocketOptions.reconnectPauseMax)
        // The program ends even if the hub is away.
        try socket.set(.linger, to: linger)
        try TCPLiveness.apply(to: socket)
        // CURVE: who we are, and the only hub that we talk to.
        try socket.set(.curvePublicKey, to: keyPair.publicKey)
        try socket.set(.curveSecretKey, to: keyPair.secretKey)
        try socket.set(.curveServerKey, to: serverKey)
    }
}
