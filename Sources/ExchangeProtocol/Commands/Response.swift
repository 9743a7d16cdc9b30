/// RESPONSE: the answer to a REQUEST; one frame follows, the answer in JSON.
@frozen
public struct Response: Hashable, Sendable {
    /// The number of the request.
    public var id: UInt32

    /// Creates a RESPONSE.
    public init(id: UInt32) { self.id = id }

    /// Appends the first frame; one frame follows.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.response, following: 1)
        buffer.appendInteger(id)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .response)
        try reader.expectFollowing(1)
        id = try reader.word("request-id")
        try reader.finish()
    }
}
