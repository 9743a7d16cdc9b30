/// GAP: a live subscription skipped alerts while credit had run out.
@frozen
public struct Gap: Hashable, Sendable {
    /// The subscription's tag.
    public var tag: UInt32
    /// The session sequence of the GAP itself: it is numbered as an alert is.
    public var sequence: UInt64
    /// The position of the first alert skipped.
    public var fromPosition: UInt64
    /// The position of the last alert skipped.
    public var toPosition: UInt64
    /// How many alerts were skipped that would have been delivered.
    public var skipped: UInt64

    /// Creates a GAP.
    public init(tag: UInt32, sequence: UInt64, fromPosition: UInt64, toPosition: UInt64, skipped: UInt64) {
        self.tag = tag
        self.sequence = sequence
        self.fromPosition = fromPosition
        self.toPosition = toPosition
        self.skipped = skipped
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.gap, following: 0)
        buffer.appendInteger(tag)
        buffer.appendInteger(sequence)
        buffer.appendInteger(fromPosition)
        buffer.appendInteger(toPosition)
        buffer.appendInteger(skipped)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .gap)
        try reader.expectFollowing(0)
        tag = try reader.word("tag")
        sequence = try reader.long("sequence")
        fromPosition = try reader.long("from-position")
        toPosition = try reader.long("to-position")
        skipped = try reader.long("skipped")
        guard sequence > 0, sequence < .max else { throw reader.failure("sequence", .contradiction) }
        guard fromPosition <= toPosition else { throw reader.failure("to-position", .contradiction) }
        try reader.finish()
    }
}
