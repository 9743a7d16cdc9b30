/// Reads the fields of one first frame in their order, each within its bound.
///
/// Reading numbers allocates nothing; field names are literals and cost a pointer.
struct WireReader {
    let frame: UnsafeRawBufferPointer
    let command: CommandCode
    let followingFrames: Int
    private(set) var offset = FrameHeader.byteCount

    /// Begins to read `frame`, which must hold `command`.
    @inline(__always)
    init(_ frame: UnsafeRawBufferPointer, _ command: CommandCode) throws(ProtocolError) {
        let header = try FrameHeader(decoding: frame)
        guard header.command == command else {
            throw ProtocolError(
                command: command, field: "command", problem: .unknownValue(UInt64(header.command.rawValue)))
        }
        self.frame = frame
        self.command = command
        followingFrames = header.followingFrames
    }

    /// Begins to read the value of an optional field.
    init(value: UnsafeRawBufferPointer, _ command: CommandCode) {
        frame = value
        self.command = command
        followingFrames = 0
        offset = 0
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { offset == frame.count }

    func failure(_ field: String, _ problem: ProtocolError.Problem) -> ProtocolError {
        ProtocolError(command: command, field: field, problem: problem)
    }

    @inline(__always)
    private mutating func take<Value: FixedWidthInteger & BitwiseCopyable>(
        _ field: String, as type: Value.Type
    ) throws(ProtocolError) -> Value {
        let end = offset + MemoryLayout<Value>.size
        guard end <= frame.count else { throw failure(field, .truncated) }
        defer { offset = end }
        return Value(bigEndian: frame.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    mutating func byte(_ field: String) throws(ProtocolError) -> UInt8 { try take(field, as: UInt8.self) }
    mutating func short(_ field: String) throws(ProtocolError) -> UInt16 { try take(field, as: UInt16.self) }
    mutating func word(_ field: String) throws(ProtocolError) -> UInt32 { try take(field, as: UInt32.self) }
    mutating func long(_ field: String) throws(ProtocolError) -> UInt64 { try take(field, as: UInt64.self) }
    mutating func octets16(_ field: String) throws(ProtocolError) -> UInt128 { try take(field, as: UInt128.self) }

    /// Refuses `value` outside `bounds`.
    @inline(__always)
    func bounded<Value: FixedWidthInteger>(
        _ value: Value, _ bounds: ClosedRange<Int>, _ field: String
    ) throws(ProtocolError) -> Int {
        guard let number = Int(exactly: value), bounds.contains(number) else {
            let least = UInt64(bounds.lowerBound)
            let most = UInt64(bounds.upperBound)
            throw failure(field, .outOfRange(found: UInt64(clamping: value), least: least, most: most))
        }
        return number
    }

    /// A string of at least `least` and at most `most` bytes behind a length of one byte.
    mutating func shortString(_ field: String, _ bounds: ClosedRange<Int>) throws(ProtocolError) -> String {
        let count = try bounded(byte(field), bounds, field)
        return try string(field, count)
    }

    /// A string within `bounds` behind a length of two bytes.
    mutating func longString(_ field: String, _ bounds: ClosedRange<Int>) throws(ProtocolError) -> String {
        let count = try bounded(short(field), bounds, field)
        return try string(field, count)
    }

    private mutating func string(_ field: String, _ count: Int) throws(ProtocolError) -> String {
        let text = try octets(field, count)
        guard let string = String(validating: text, as: UTF8.self) else { throw failure(field, .notUTF8) }
        return string
    }

    /// The next `count` bytes, not copied.
    @inline(__always)
    mutating func octets(_ field: String, _ count: Int) throws(ProtocolError) -> UnsafeRawBufferPointer {
        guard count <= frame.count - offset else { throw failure(field, .truncated) }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: frame[offset..<offset + count])
    }

    /// Refuses a message that announces another number of frames than `expected`.
    @inline(__always)
    func expectFollowing(_ expected: Int) throws(ProtocolError) {
        guard followingFrames == expected else {
            throw failure("following", .frameCount(found: followingFrames, expected: expected))
        }
    }
}
