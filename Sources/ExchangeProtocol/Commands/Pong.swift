/// PONG: the hub is there; what it sent last shows whether anything was lost.
@frozen
public struct Pong: Hashable, Sendable {
    /// The number of the PING.
    public var nonce: UInt64
    /// The session sequence that the hub sent last, 0 where it sent none.
    public var lastSequence: UInt64
    /// The position of the log's newest record.
    public var head: UInt64
    /// The hub's clock, in milliseconds since 1970-01-01T00:00:00Z.
    public var hubTime: UInt64

    /// Creates a PONG.
    public init(nonce: UInt64, lastSequence: UInt64, head: UInt64, hubTime: UInt64) {
        self.nonce = nonce
        self.lastSequence = lastSequence
        self.head = head
        self.hubTime = hubTime
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.pong, following: 0)
        buffer.appendInteger(nonce)
        buffer.appendInteger(lastSequence)
        buffer.appendInteger(head)
        buffer.appendInteger(hubTime)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .pong)
        try reader.expectFollowing(0)
        nonce = try reader.long("nonce")
        lastSequence = try reader.long("last-sequence")
        head = try reader.long("head")
        hubTime = try reader.long("hub-time")
        try reader.finish()
    }
}
