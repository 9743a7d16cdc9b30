/// UNSUBSCRIBE: a client ends a subscription.
@frozen
public struct Unsubscribe: Hashable, Sendable {
    private static let forgetBit: UInt8 = 1 << 0

    /// The subscription's tag.
    public var tag: UInt32
    /// Whether the hub shall delete the durable subscription with its cursor.
    public var forget: Bool

    /// Creates an UNSUBSCRIBE.
    public init(tag: UInt32, forget: Bool = false) {
        self.tag = tag
        self.forget = forget
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.unsubscribe, following: 0)
        buffer.appendInteger(tag)
        buffer.append(forget ? Self.forgetBit : 0)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .unsubscribe)
        try reader.expectFollowing(0)
        tag = try reader.word("tag")
        let flags = try reader.byte("flags")
        guard flags & ~Self.forgetBit == 0 else { throw reader.failure("flags", .unknownValue(UInt64(flags))) }
        forget = flags & Self.forgetBit != 0
        try reader.finish()
    }
}
