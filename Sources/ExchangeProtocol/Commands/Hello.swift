/// HELLO: a client begins a session, and voids the one before on the same connection.
public struct Hello: Hashable, Sendable {
    /// The lowest version that the client speaks.
    public var lowestVersion: UInt8
    /// The highest version that the client speaks.
    public var highestVersion: UInt8
    /// What the client would use.
    public var features: Features
    /// A number that the client chooses anew for each HELLO; WELCOME repeats it.
    public var session: UInt64
    /// The most alerts that the client wants in one DELIVER, 0 for no wish.
    public var deliverAlertsWished: UInt16
    /// The most bytes that the client wants in one DELIVER of several alerts, 0 for no wish.
    public var deliverBytesWished: UInt32
    /// The client's software and version: `cordon/1.0`.
    public var agent: String

    /// Creates a HELLO.
    public init(
        lowestVersion: UInt8 = FrameHeader.version, highestVersion: UInt8 = FrameHeader.version,
        features: Features = .all, session: UInt64, deliverAlertsWished: UInt16 = 0, deliverBytesWished: UInt32 = 0,
        agent: String
    ) {
        self.lowestVersion = lowestVersion
        self.highestVersion = highestVersion
        self.features = features
        self.session = session
        self.deliverAlertsWished = deliverAlertsWished
        self.deliverBytesWished = deliverBytesWished
        self.agent = agent
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.hello, following: 0)
        buffer.append(lowestVersion)
        buffer.append(highestVersion)
        buffer.appendInteger(features.rawValue)
        buffer.appendInteger(session)
        buffer.appendInteger(deliverAlertsWished)
        buffer.appendInteger(deliverBytesWished)
        buffer.appendShortString(agent, most: ProtocolLimits.agentBytesMax)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .hello)
        try reader.expectFollowing(0)
        lowestVersion = try reader.byte("lowest-version")
        highestVersion = try reader.byte("highest-version")
        guard lowestVersion <= highestVersion else { throw reader.failure("highest-version", .contradiction) }
        features = Features(rawValue: try reader.word("features"))
        session = try reader.long("session")
        deliverAlertsWished = try reader.short("deliver-alerts")
        deliverBytesWished = try reader.word("deliver-bytes")
        agent = try reader.shortString("agent", 0...ProtocolLimits.agentBytesMax)
        try reader.finish()
    }
}
