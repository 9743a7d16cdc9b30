/// One value of a parsed text. Valid as long as its tape is.
@frozen public struct JSONNode: Sendable {
    /// The tape it stands on.
    public let tape: JSONTape
    /// Its index there.
    public let index: Int

    /// The value at an index of a tape, which must be that of a value and not of a member name.
    @inlinable
    public init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// What it is.
    @inlinable
    public var kind: JSONKind { tape.kind(index) }

    /// Where it begins: at the quote of a string, the bracket of a container, the first byte of anything else.
    @inlinable
    public var byteOffset: Int {
        let offset = Int(tape.nodes[index].offset)
        return kind == .string ? offset &- 1 : offset
    }

    /// The bytes it takes up in the text, quotes and brackets included. Linear in what a container holds.
    public var byteRange: Range<Int> {
        switch kind {
        case .string: return byteOffset..<(byteOffset + Int(tape.nodes[index].length) + 2)
        case .object, .array: return byteOffset..<containerEnd
        default: return byteOffset..<(byteOffset + Int(tape.nodes[index].length))
        }
    }

    /// One past the closing bracket: found from the last child on, as only white space and brackets can follow it.
    private var containerEnd: Int {
        var at = byteOffset + 1
        var child = index + 1
        let end = tape.next(after: index)
        while child < end {
            if kind == .object { child += 1 }
            at = JSONNode(tape: tape, index: child).byteRange.upperBound
            child = tape.next(after: child)
        }
        let closing = kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        while at < tape.byteCount, tape.bytes[at] != closing { at += 1 }
        return at + 1
    }

    // MARK: Scalars

    /// Whether it is `null`.
    @inlinable
    public var isNull: Bool { kind == .null }

    /// A boolean, nil for anything else.
    @inlinable
    public var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A number without fraction or exponent that fits; nil for anything else.
    @inlinable
    public var integer: Int64? {
        if kind == .integer { return Int64(bitPattern: tape.nodes[index].payload) }
        return kind == .bigNumber ? bigInteger : nil
    }

    @usableFromInline
    var bigInteger: Int64? { Int64(String(decoding: rawBytes, as: UTF8.self)) }

    /// Any number, as the nearest `Double` (infinite where it is too large); nil for anything else.
    @inlinable
    public var double: Double? {
        switch kind {
        case .integer: Double(Int64(bitPattern: tape.nodes[index].payload))
        case .double: Double(bitPattern: tape.nodes[index].payload)
        case .bigNumber: bigDouble
        default: nil
        }
    }

    @usableFromInline
    var bigDouble: Double? { Double(String(decoding: rawBytes, as: UTF8.self)) }

    /// A string without its escapes, nil for anything else. Allocates; see `withStringBytes`.
    public var string: String? {
        guard kind == .string else { return nil }
        return withStringBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes as they stand in the text: of a string the content with its escapes.
    @inlinable
    public var rawBytes: UnsafeRawBufferPointer {
        let node = tape.nodes[index]
        return UnsafeRawBufferPointer(start: tape.bytes + Int(node.offset), count: Int(node.length))
    }

    /// Whether a string contains a backslash, so that its raw bytes are not its content.
    @inlinable
    public var isEscaped: Bool { tape.nodes[index].payload & JSONTapeNode.escapedFlag != 0 }

    /// Calls `body` with a string's bytes, unescaped. The value must be a string (or a member name).
    @inlinable
    public func withStringBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        if !isEscaped { return try body(rawBytes) }
        return try unescapedBytes.withUnsafeBytes(body)
    }

    @usableFromInline
    var unescapedBytes: [UInt8] {
        var plain: [UInt8] = []
        let raw = rawBytes.assumingMemoryBound(to: UInt8.self)
        if let start = raw.baseAddress { JSONEscapes.unescape(start, count: raw.count, into: &plain) }
        return plain
    }
}
