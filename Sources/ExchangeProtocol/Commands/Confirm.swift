/// CONFIRM: everything delivered under a durable subscription up to a position is dealt with.
@frozen
public struct Confirm: Hashable, Sendable {
    /// The subscription's tag.
    public var tag: UInt32
    /// The highest position dealt with.
    public var position: UInt64

    /// Creates a CONFIRM.
    public init(tag: UInt32, position: UInt64) {
        self.tag = tag
        self.position = position
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.confirm, following: 0)
        buffer.appendInteger(tag)
        buffer.appendInteger(position)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .confirm)
        try reader.expectFollowing(0)
        tag = try reader.word("tag")
        position = try reader.long("position")
        try reader.finish()
    }
}
