/// A member name prepared for look-ups: made once, used on many texts.
public struct JSONKey: Sendable {
    /// The name.
    public let name: String
    @usableFromInline let bytes: [UInt8]
    @usableFromInline let count: Int
    /// The name's hash in this process; see `JSONKeyHash`.
    public let hash: UInt64

    /// Prepares a name.
    public init(_ name: String) {
        self.name = name
        let text = Array(name.utf8)
        count = text.count
        bytes = text + [UInt8](repeating: 0, count: 16)
        let length = text.count
        hash = bytes.withUnsafeBufferPointer {
            JSONKeyHash.shared.hash($0.baseAddress.unsafelyUnwrapped, count: length)
        }
    }

    /// Whether a node, which must be a member name, is this name.
    @inlinable
    public func matches(_ index: Int, in tape: JSONTape) -> Bool {
        let node = tape.nodes[index]
        if node.payload & JSONTapeNode.hashMask != hash { return false }
        if node.payload & JSONTapeNode.escapedFlag != 0 { return matchesEscaped(index, in: tape) }
        if Int(node.length) != count { return false }
        let text = tape.bytes + Int(node.offset)
        return bytes.withUnsafeBufferPointer { own in
            var at = 0
            while at &+ 8 <= count {
                if loadWord(text + at) != loadWord(own.baseAddress.unsafelyUnwrapped + at) { return false }
                at &+= 8
            }
            while at < count {
                if text[at] != own[at] { return false }
                at &+= 1
            }
            return true
        }
    }

    @usableFromInline
    func matchesEscaped(_ index: Int, in tape: JSONTape) -> Bool {
        JSONNode(tape: tape, index: index).unescapedBytes.elementsEqual(bytes.prefix(count))
    }
}

extension JSONKey: ExpressibleByStringLiteral {
    /// Prepares a name given as a literal.
    public init(stringLiteral name: String) { self.init(name) }
}
