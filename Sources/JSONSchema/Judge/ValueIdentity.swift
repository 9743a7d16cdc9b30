internal import JSONDocument

/// Equality of JSON values (JSON Schema Core 2020-12, section 4.2.2), and a hash that agrees with it.
///
/// Numbers are equal by value, strings by code points, objects whatever the order of their members. Recursion is
/// bounded by the depth that the parser allows.
enum ValueIdentity {
    static func equal(_ one: JSONNode, _ other: JSONNode) -> Bool {
        switch (one.kind, other.kind) {
        case (.object, .object): return equalObjects(one, other)
        case (.array, .array): return equalArrays(one, other)
        case (.string, .string): return equalStrings(one, other)
        case (.integer, .integer): return one.integer == other.integer
        case (.integer, .double), (.integer, .bigNumber), (.double, .integer), (.double, .double),
            (.double, .bigNumber), (.bigNumber, .integer), (.bigNumber, .double), (.bigNumber, .bigNumber):
            return DecimalText(one).compare(DecimalText(other)) == 0
        default: return one.kind == other.kind
        }
    }

    static func equalStrings(_ one: JSONNode, _ other: JSONNode) -> Bool {
        if !one.isEscaped, !other.isEscaped {
            let left = one.rawBytes
            let right = other.rawBytes
            return left.count == right.count && left.elementsEqual(right)
        }
        // Escaped is the exception; without escapes a string is never longer.
        let (most, otherMost) = (one.rawBytes.count, other.rawBytes.count)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most + otherMost + 1) { room in
            guard let left = room.baseAddress else { return false }
            let count = one.copyStringBytes(to: left)
            let right = left + most
            guard other.copyStringBytes(to: right) == count else { return false }
            var at = 0
            while at < count, left[at] == right[at] { at += 1 }
            return at == count
        }
    }

    private static func equalArrays(_ one: JSONNode, _ other: JSONNode) -> Bool {
        guard one.childCount == other.childCount else { return false }
        var others = other.elements
        for element in one.elements {
            guard let counterpart = others.next(), equal(element, counterpart) else { return false }
        }
        return true
    }

    private static func equalObjects(_ one: JSONNode, _ other: JSONNode) -> Bool {
        guard one.childCount == other.childCount else { return false }
        // Members mostly come in the same order, so each search goes on where the last one ended.
        var rest = other.members
        for (name, value) in one.members {
            let hash = name.tape.nodes[name.index].payload & JSONTapeNode.hashMask
            var found: JSONNode?
            var left = other.childCount
            while left > 0, found == nil {
                guard let member = rest.next() else {
                    rest = other.members
                    continue
                }
                left -= 1
                let otherHash = member.name.tape.nodes[member.name.index].payload & JSONTapeNode.hashMask
                if otherHash == hash, equalStrings(name, member.name) { found = member.value }
            }
            guard let found, equal(value, found) else { return false }
        }
        return true
    }

    static func hash(_ value: JSONNode) -> UInt64 {
        switch value.kind {
        case .object:
            var sum: UInt64 = 0
            for (name, member) in value.members {
                let own = name.tape.nodes[name.index].payload & JSONTapeNode.hashMask
                sum &+= mix(own, hash(member))
            }
            return mix(sum, 1)
        case .array:
            var state: UInt64 = 2
            for element in value.elements { state = mix(state, hash(element)) }
            return state
        case .string: return mix(hash(ofString: value), 3)
        case .integer, .double, .bigNumber: return mix(DecimalText(value).hash(seed: seed), 4)
        case .true: return mix(seed, 5)
        case .false: return mix(seed, 6)
        case .null: return mix(seed, 7)
        }
    }

    private static func hash(ofString value: JSONNode) -> UInt64 {
        if !value.isEscaped {
            let node = value.tape.nodes[value.index]
            return JSONKeyHash.shared.hash(value.tape.bytes + Int(node.offset), count: Int(node.length))
        }
        return value.withStringBytes { plain in
            let padded = Array(plain) + [UInt8](repeating: 0, count: 8)
            return padded.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { JSONKeyHash.shared.hash($0, count: plain.count) } ?? 0
            }
        }
    }

    /// Fresh in each process, so that nobody can prepare values that collide.
    private static let seed = UInt64.random(in: .min ... .max)
    private static let multiplier = UInt64.random(in: .min ... .max) | 1

    @inline(__always)
    private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = (one ^ seed).multipliedFullWidth(by: (other &+ 0x9E37_79B9_7F4A_7C15) ^ multiplier)
        return product.high ^ product.low
    }
}
