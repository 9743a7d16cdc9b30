/// UNSUBSCRIBED: a subscription has ended, because the client asked or because the hub says so.
@frozen
public struct Unsubscribed: Hashable, Sendable {
    /// The subscription's tag, free for use again.
    public var tag: UInt32
    /// The number of the error code, 0 where the client asked.
    public var code: UInt16

    /// Creates an UNSUBSCRIBED; `code` is nil where the client asked.
    public init(tag: UInt32, code: ProtocolErrorCode? = nil) {
        self.tag = tag
        self.code = code?.rawValue ?? 0
    }

    /// The error code, nil where the client asked or this version does not know the number.
    public var errorCode: ProtocolErrorCode? { ProtocolErrorCode(rawValue: code) }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.unsubscribed, following: 0)
        buffer.appendInteger(tag)
        buffer.appendInteger(code)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .unsubscribed)
        try reader.expectFollowing(0)
        tag = try reader.word("tag")
        code = try reader.short("code")
        try reader.finish()
    }
}
