/// PING: is the hub there, and has everything arrived?
@frozen
public struct Ping: Hashable, Sendable {
    /// A number that PONG repeats.
    public var nonce: UInt64

    /// Creates a PING.
    public init(nonce: UInt64) { self.nonce = nonce }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.ping, following: 0)
        buffer.appendInteger(nonce)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .ping)
        try reader.expectFollowing(0)
        nonce = try reader.long("nonce")
        try reader.finish()
    }
}
