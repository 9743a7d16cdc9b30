/// What every first frame begins with: signature, version, command, and how many frames follow.
@frozen
public struct FrameHeader: Hashable, Sendable {
    /// The first two bytes of every first frame.
    public static let signature: UInt16 = 0xC00D
    /// The version that this module speaks.
    public static let version: UInt8 = 1
    /// The length of the header, in bytes.
    public static let byteCount = 6

    /// The command.
    public var command: CommandCode
    /// How many frames follow the first one.
    public var followingFrames: Int

    /// Creates a header.
    public init(command: CommandCode, followingFrames: Int) {
        self.command = command
        self.followingFrames = followingFrames
    }

    /// Reads the header of a message's first frame; what comes after it in the frame is not looked at.
    ///
    /// - Throws: `ProtocolError` where the frame is too long or short, foreign, of another version, of an unknown
    ///   command, or announces more frames than any command may have.
    @inline(__always)
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        guard frame.count >= Self.byteCount else {
            throw ProtocolError(command: nil, field: "header", problem: .truncated)
        }
        guard frame.count <= ProtocolLimits.commandFrameBytesMax else {
            throw ProtocolError(command: nil, field: "frame", problem: .overlong)
        }
        let signature = frame.loadUnaligned(as: UInt16.self).bigEndian
        guard signature == Self.signature else {
            throw ProtocolError(command: nil, field: "signature", problem: .unknownValue(UInt64(signature)))
        }
        guard frame[2] == Self.version else {
            throw ProtocolError(command: nil, field: "version", problem: .unknownValue(UInt64(frame[2])))
        }
        guard let command = CommandCode(rawValue: frame[3]) else {
            throw ProtocolError(command: nil, field: "command", problem: .unknownValue(UInt64(frame[3])))
        }
        let following = Int(frame.loadUnaligned(fromByteOffset: 4, as: UInt16.self).bigEndian)
        guard following <= ProtocolLimits.followingFramesMax else {
            let most = UInt64(ProtocolLimits.followingFramesMax)
            let problem = ProtocolError.Problem.outOfRange(found: UInt64(following), least: 0, most: most)
            throw ProtocolError(command: command, field: "following", problem: problem)
        }
        self.init(command: command, followingFrames: following)
    }
}
