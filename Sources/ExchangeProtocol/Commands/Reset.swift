/// RESET: there is no session; the client says HELLO.
public struct Reset: Hashable, Sendable {
    /// The number of the error code.
    public var code: UInt16
    /// How long to wait before the HELLO, in milliseconds, 0 where not said.
    public var retryAfterMilliseconds: UInt32

    /// Creates a RESET.
    public init(code: ProtocolErrorCode, retryAfterMilliseconds: UInt32 = 0) {
        self.code = code.rawValue
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// The error code, nil where this version does not know the number.
    public var errorCode: ProtocolErrorCode? { ProtocolErrorCode(rawValue: code) }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.reset, following: 0)
        buffer.appendInteger(code)
        buffer.appendRetryAfter(retryAfterMilliseconds)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .reset)
        try reader.expectFollowing(0)
        code = try reader.short("code")
        retryAfterMilliseconds = try reader.finishWithRetryAfter()
    }
}
