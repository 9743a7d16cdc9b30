/// BYE: a client ends its session cleanly.
@frozen
public struct Bye: Hashable, Sendable {
    /// Creates a BYE.
    public init() {}

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) { buffer.appendHeader(.bye, following: 0) }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .bye)
        try reader.expectFollowing(0)
        try reader.finish()
    }
}
