/// One value or member name of a parsed text: 16 bytes.
@frozen public struct JSONTapeNode: Sendable {
    /// Byte offset of the first content byte: after the quote of a string, at the bracket of a container.
    public var offset: UInt32
    /// Length of strings and numbers in bytes; count of children of a container.
    public var length: UInt32
    /// See `JSONKind`. For a member name: its 56-bit hash, with `escapedFlag` above it. For a string: `escapedFlag` or 0.
    public var payload: UInt64

    /// Set in the payload of a string that contains a backslash.
    public static let escapedFlag: UInt64 = 1 << 56

    /// The bits of the payload that hold the hash of a member name.
    public static let hashMask: UInt64 = escapedFlag - 1

    @inlinable
    init(offset: Int, length: Int, payload: UInt64) {
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
        self.payload = payload
    }
}

/// A view of a parsed text: the values in document order, each container before its content, each member as the name
/// followed by the value.
///
/// The view owns nothing. It is valid until its `JSONDocument` parses again or goes away.
@frozen public struct JSONTape: @unchecked Sendable {
    // Unchecked: the pointers lead to memory that nobody writes while the view is valid (see above).

    /// The text, followed by at least `paddingBytes` zero bytes, so that words may be read past any value's start.
    public let bytes: UnsafePointer<UInt8>
    /// The nodes; the root is the first.
    public let nodes: UnsafePointer<JSONTapeNode>
    /// The kind of each node, as raw values of `JSONKind`: apart from the nodes, so that skimming reads little memory.
    public let kinds: UnsafePointer<UInt8>
    /// The number of nodes.
    public let count: Int
    /// The length of the text in bytes.
    public let byteCount: Int

    /// Zero bytes that follow every text.
    public static let paddingBytes = 64

    @inlinable
    init(
        bytes: UnsafePointer<UInt8>, nodes: UnsafePointer<JSONTapeNode>, kinds: UnsafePointer<UInt8>, count: Int,
        byteCount: Int
    ) {
        self.bytes = bytes
        self.nodes = nodes
        self.kinds = kinds
        self.count = count
        self.byteCount = byteCount
    }

    /// The kind of a node.
    @inlinable
    public func kind(_ index: Int) -> JSONKind { JSONKind(rawValue: kinds[index]).unsafelyUnwrapped }

    /// The index of the node that follows a value and all it contains.
    @inlinable
    @inline(always)
    public func next(after index: Int) -> Int {
        kinds[index] <= JSONKind.array.rawValue ? Int(truncatingIfNeeded: nodes[index].payload) : index &+ 1
    }

    /// The root value.
    @inlinable
    public var root: JSONNode { JSONNode(tape: self, index: 0) }
}
