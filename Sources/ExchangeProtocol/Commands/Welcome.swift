/// WELCOME: the hub's answer to HELLO; the session stands.
public struct Welcome: Hashable, Sendable {
    /// The version that both ends speak from now on.
    public var version: UInt8
    /// What both ends may use.
    public var features: Features
    /// The number of the HELLO that this answers.
    public var session: UInt64
    /// What the hub allows.
    public var limits: SessionLimits
    /// The hub's id.
    public var hubID: String
    /// The identity of the hub's log: sixteen bytes, the most significant first.
    public var epoch: UInt128
    /// The position of the log's newest record, 0 where it is empty.
    public var head: UInt64
    /// The hub's clock, in milliseconds since 1970-01-01T00:00:00Z.
    public var hubTime: UInt64
    /// The member to which the client's key belongs, as the hub sees it.
    public var member: String
    /// The principal to which the client's key belongs, as the hub sees it.
    public var principal: String

    /// Creates a WELCOME.
    public init(
        version: UInt8 = FrameHeader.version, features: Features, session: UInt64, limits: SessionLimits,
        hubID: String, epoch: UInt128, head: UInt64, hubTime: UInt64, member: String, principal: String
    ) {
        self.version = version
        self.features = features
        self.session = session
        self.limits = limits
        self.hubID = hubID
        self.epoch = epoch
        self.head = head
        self.hubTime = hubTime
        self.member = member
        self.principal = principal
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.welcome, following: 0)
        buffer.append(version)
        buffer.appendInteger(features.rawValue)
        buffer.appendInteger(session)
        limits.encode(into: &buffer)
        buffer.appendInteger(epoch)
        buffer.appendInteger(head)
        buffer.appendInteger(hubTime)
        buffer.appendShortString(hubID, most: ProtocolLimits.hubIDBytesMax)
        buffer.appendShortString(member, most: ProtocolLimits.memberBytesMax)
        buffer.appendShortString(principal, most: ProtocolLimits.principalBytesMax)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .welcome)
        try reader.expectFollowing(0)
        version = try reader.byte("negotiated-version")
        features = Features(rawValue: try reader.word("features"))
        session = try reader.long("session")
        limits = try SessionLimits(reading: &reader)
        epoch = try reader.octets16("epoch")
        head = try reader.long("head")
        hubTime = try reader.long("hub-time")
        hubID = try reader.shortString("hub-id", 1...ProtocolLimits.hubIDBytesMax)
        member = try reader.shortString("member", 1...ProtocolLimits.memberBytesMax)
        principal = try reader.shortString("principal", 1...ProtocolLimits.principalBytesMax)
        try reader.finish()
    }
}
