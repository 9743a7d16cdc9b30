/// ERROR: the hub refuses a command, and perhaps the session with it.
public struct Refusal: Hashable, Sendable {
    private static let endsSessionBit: UInt8 = 1 << 0

    /// The number of the error code.
    public var code: UInt16
    /// When to send the same thing again.
    public var retry: RetryClass
    /// Whether the session has ended: the client says HELLO, if at all.
    public var endsSession: Bool
    /// The command that was refused, nil where it could not be read.
    public var command: CommandCode?
    /// What it was about: the tag, the first publish id, the request id or the session, by the command; else 0.
    public var reference: UInt64
    /// One sentence for people; it carries no value of an alert.
    public var text: String
    /// How long to wait before trying again, in milliseconds, 0 where not said.
    public var retryAfterMilliseconds: UInt32

    /// Creates an ERROR; the retry class is the code's, and an empty text stands for the code's meaning.
    public init(
        code: ProtocolErrorCode, endsSession: Bool = false, command: CommandCode? = nil, reference: UInt64 = 0,
        text: String = "", retryAfterMilliseconds: UInt32 = 0
    ) {
        self.code = code.rawValue
        retry = code.retry
        self.endsSession = endsSession
        self.command = command
        self.reference = reference
        self.text = text.isEmpty ? code.registration.meaning : text
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// The error code, nil where this version does not know the number.
    public var errorCode: ProtocolErrorCode? { ProtocolErrorCode(rawValue: code) }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.error, following: 0)
        buffer.appendInteger(code)
        buffer.append(retry.rawValue)
        buffer.append(endsSession ? Self.endsSessionBit : 0)
        buffer.append(command?.rawValue ?? 0)
        buffer.appendInteger(reference)
        buffer.appendLongString(text, most: ProtocolLimits.textBytesMax)
        buffer.appendRetryAfter(retryAfterMilliseconds)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .error)
        try reader.expectFollowing(0)
        code = try reader.short("code")
        let retryByte = try reader.byte("retry-class")
        guard let retry = RetryClass(rawValue: retryByte) else {
            throw reader.failure("retry-class", .unknownValue(UInt64(retryByte)))
        }
        self.retry = retry
        let flags = try reader.byte("flags")
        guard flags & ~Self.endsSessionBit == 0 else { throw reader.failure("flags", .unknownValue(UInt64(flags))) }
        endsSession = flags & Self.endsSessionBit != 0
        let commandByte = try reader.byte("refused-command")
        command = CommandCode(rawValue: commandByte)
        guard commandByte == 0 || command != nil else {
            throw reader.failure("refused-command", .unknownValue(UInt64(commandByte)))
        }
        reference = try reader.long("reference")
        text = try reader.longString("text", 0...ProtocolLimits.textBytesMax)
        retryAfterMilliseconds = try reader.finishWithRetryAfter()
    }
}
