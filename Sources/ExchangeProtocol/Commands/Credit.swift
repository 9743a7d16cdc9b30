/// CREDIT: how far the hub may deliver, in absolute numbers of the session, so that a lost CREDIT does no harm.
@frozen
public struct Credit: Hashable, Sendable {
    /// The highest session sequence that may be sent.
    public var sequenceLimit: UInt64
    /// The hub sends no further alert once the delivered bytes of the session have reached this number.
    public var byteLimit: UInt64

    /// Creates a CREDIT.
    public init(sequenceLimit: UInt64, byteLimit: UInt64) {
        self.sequenceLimit = sequenceLimit
        self.byteLimit = byteLimit
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.credit, following: 0)
        buffer.appendInteger(sequenceLimit)
        buffer.appendInteger(byteLimit)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .credit)
        try reader.expectFollowing(0)
        sequenceLimit = try reader.long("sequence-limit")
        byteLimit = try reader.long("byte-limit")
        try reader.finish()
    }
}
