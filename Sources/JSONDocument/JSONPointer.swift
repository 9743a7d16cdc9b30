/// A place in a document by names and indices (RFC 6901).
public struct JSONPointer: Hashable, Sendable {
    /// The reference tokens, unescaped.
    public var tokens: [String]

    /// A pointer of these tokens; none point at the whole document.
    public init(tokens: [String] = []) { self.tokens = tokens }

    /// Parses the string form of section 5: empty, or tokens each after a slash, with `~0` for `~` and `~1` for `/`.
    /// Nil where it is neither.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        tokens = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescape(part) else { return nil }
            tokens.append(token)
        }
    }

    private static func unescape(_ part: Substring) -> String? {
        var token: [UInt8] = []
        var bytes = part.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "~") else {
                token.append(byte)
                continue
            }
            switch bytes.next() {
            case UInt8(ascii: "0"): token.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): token.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: token, as: UTF8.self)
    }

    /// The pointer to a member or element of what this one points at.
    public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: tokens + [token]) }
}

extension JSONPointer: CustomStringConvertible {
    /// The string form of RFC 6901, section 5.
    public var description: String {
        var text: [UInt8] = []
        for token in tokens {
            text.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): text.append(contentsOf: "~0".utf8)
                case UInt8(ascii: "/"): text.append(contentsOf: "~1".utf8)
                default: text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension JSONTape {
    /// The pointer to a value. Linear in the nodes before it: for findings, not for fast paths.
    public func pointer(to target: Int) -> JSONPointer {
        var tokens: [String] = []
        tokens.reserveCapacity(4)
        var container = 0
        while container != target {
            guard let (token, child) = step(from: container, towards: target) else { break }
            tokens.append(token)
            container = child
        }
        return JSONPointer(tokens: tokens)
    }

    private func step(from container: Int, towards target: Int) -> (token: String, child: Int)? {
        let isObject = kind(container) == .object
        let end = next(after: container)
        var child = container + 1
        var position = 0
        while child < end {
            let value = isObject ? child + 1 : child
            let following = next(after: value)
            if target < following {
                let name = isObject ? JSONNode(tape: self, index: child).string : nil
                return (name ?? String(position), value)
            }
            child = following
            position += 1
        }
        return nil
    }
}

extension JSONNode {
    /// The pointer to this value within its text.
    public var pointer: JSONPointer { tape.pointer(to: index) }

    /// The place of this value, for people. Linear in its offset.
    public var position: JSONTextPosition {
        JSONTextPosition(
            ofByte: byteOffset, in: UnsafeRawBufferPointer(start: tape.bytes, count: tape.byteCount))
    }

    /// The value that a pointer leads to from here, nil where there is none. Array indices are digits without leading
    /// zeros (RFC 6901, section 4).
    public func resolve(_ pointer: JSONPointer) -> JSONNode? {
        var node = self
        for token in pointer.tokens {
            switch node.kind {
            case .object:
                guard let member = node[token] else { return nil }
                node = member
            case .array:
                guard let index = Int(token), String(index) == token, index >= 0, index < node.childCount else {
                    return nil
                }
                node = Array(node.elements)[index]
            default: return nil
            }
        }
        return node
    }
}
