/// REQUEST: a look-up, or an operator's wish; one frame follows, its argument in JSON.
public struct Request: Hashable, Sendable {
    /// A number that the answer repeats.
    public var id: UInt32
    /// What is asked: `status`.
    public var verb: String

    /// Creates a REQUEST; `verb` is 1 to `ProtocolLimits.verbBytesMax` bytes.
    public init(id: UInt32, verb: String) {
        self.id = id
        self.verb = verb
    }

    /// Appends the first frame; one frame follows.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.request, following: 1)
        buffer.appendInteger(id)
        buffer.appendShortString(verb, most: ProtocolLimits.verbBytesMax)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .request)
        try reader.expectFollowing(1)
        id = try reader.word("request-id")
        verb = try reader.shortString("verb", 1...ProtocolLimits.verbBytesMax)
        try reader.finish()
    }
}
