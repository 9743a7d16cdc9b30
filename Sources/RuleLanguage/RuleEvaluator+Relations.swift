import JSONDocument

extension RuleEvaluator {
    mutating func relation(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let left = value(Int(instruction.first))
        if left.isFault { return left }
        let right = value(Int(instruction.second))
        if right.isFault { return right }
        switch instruction.opcode {
        case .equal: return .bool(equal(left, right))
        case .notEqual: return .bool(!equal(left, right))
        case .isIn: return membership(left, right, at)
        default: break
        }
        guard let order = order(left, right) else { return .fault(.wrongType, at: at) }
        switch instruction.opcode {
        case .less: return .bool(order == .less)
        case .lessOrEqual: return .bool(order == .less || order == .equal)
        case .greater: return .bool(order == .greater)
        default: return .bool(order == .greater || order == .equal)
        }
    }

    private mutating func membership(_ element: RuleValue, _ container: RuleValue, _ at: Int) -> RuleValue {
        switch container.kind {
        case .map: return .bool(entry(of: container, element) != nil)
        case .list:
            if container.origin == .rule {
                for index in container.start..<(container.start &+ container.count) {
                    steps &-= 1
                    if equal(element, constants[index]) { return .bool(true) }
                }
                return .bool(false)
            }
            var cursor = RuleCursor(over: container, tape: tape)
            while let candidate = next(&cursor) {
                if equal(element, candidate) { return .bool(true) }
            }
            return .bool(false)
        default: return .fault(.wrongType, at: at)
        }
    }

    // MARK: Equality

    /// Whether two values are equal: numbers by value whatever their type, texts by their bytes, lists and maps by
    /// their content. Values of different types are unequal.
    mutating func equal(_ one: RuleValue, _ other: RuleValue) -> Bool {
        if one.kind != other.kind {
            return one.isNumber && other.isNumber && RuleNumber.order(one, other) == .equal
        }
        switch one.kind {
        case .null: return true
        case .timestamp, .duration: return one.time == other.time
        case .bool, .int, .uint, .type: return one.bits == other.bits
        case .double: return one.double == other.double
        case .string, .bytes:
            let bytes = slice(one)
            charge(bytes: bytes.count)
            return Self.equalBytes(bytes, slice(other))
        case .list: return equalLists(one, other)
        case .map: return equalMaps(one, other)
        case .optional:
            if one.isNone || other.isNone { return one.isNone && other.isNone }
            return equal(unwrapped(one), unwrapped(other))
        case .fault: return false
        }
    }

    private mutating func equalLists(_ one: RuleValue, _ other: RuleValue) -> Bool {
        guard count(of: one) == count(of: other) else { return false }
        var cursor = RuleCursor(over: one, tape: tape)
        var otherCursor = RuleCursor(over: other, tape: tape)
        while let element = next(&cursor), let otherElement = next(&otherCursor) {
            if !equal(element, otherElement) { return false }
        }
        return true
    }

    private mutating func equalMaps(_ one: RuleValue, _ other: RuleValue) -> Bool {
        guard count(of: one) == count(of: other) else { return false }
        if one.origin == .alert, other.origin == .alert, count(of: one) > Self.walkedMembersMax {
            return equalObjects(one.node, other.node)
        }
        var cursor = RuleCursor(over: one, tape: tape)
        while let key = next(&cursor) {
            let own = cursorValue(cursor)
            guard let found = entry(of: other, key), equal(own, found) else { return false }
        }
        return true
    }

    /// Objects of the alert with more members than this are compared by the hashes of their names.
    private static let walkedMembersMax = 8

    /// Whether two objects of the alert with as many members are equal, in time linear in their number.
    private mutating func equalObjects(_ one: Int, _ other: Int) -> Bool {
        var places: [UInt64: Int] = [:]
        var at = other &+ 1
        while at < tape.next(after: other) {
            steps &-= 1
            places[tape.nodes[at].payload & JSONTapeNode.hashMask] = at
            at = tape.next(after: at &+ 1)
        }
        at = one &+ 1
        while at < tape.next(after: one) {
            steps &-= 1
            if isExhausted { return false }
            guard let found = places[tape.nodes[at].payload & JSONTapeNode.hashMask] else { return false }
            guard equal(load(at), load(found)), equal(load(at &+ 1), load(found &+ 1)) else { return false }
            at = tape.next(after: at &+ 1)
        }
        return true
    }

    // MARK: Order

    /// How two values lie to each other, nil where they have no order.
    private mutating func order(_ one: RuleValue, _ other: RuleValue) -> RuleOrder? {
        if one.isNumber, other.isNumber { return RuleNumber.order(one, other) }
        guard one.kind == other.kind else { return nil }
        switch one.kind {
        case .bool: return RuleOrder(one.bits, other.bits)
        case .string, .bytes: return orderBytes(slice(one), slice(other))
        case .timestamp, .duration:
            return one.int == other.int ? RuleOrder(one.extra, other.extra) : RuleOrder(one.int, other.int)
        default: return nil
        }
    }

    private mutating func orderBytes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> RuleOrder {
        let shared = min(one.count, other.count)
        charge(bytes: shared)
        for index in 0..<shared where one[index] != other[index] {
            return one[index] < other[index] ? .less : .greater
        }
        return RuleOrder(one.count, other.count)
    }

    // MARK: Bytes

    /// The bytes of a text. Valid until the next value is made.
    @inline(__always)
    func slice(_ value: RuleValue) -> UnsafeRawBufferPointer {
        let base: UnsafePointer<UInt8>? =
            switch value.origin {
            case .alert: tape.bytes
            case .rule: text.baseAddress
            case .scratch: scratch.bytes.map { UnsafePointer($0) }
            }
        return UnsafeRawBufferPointer(start: base.map { $0 + value.start }, count: base == nil ? 0 : value.count)
    }

    /// Whether two texts are the same bytes.
    @inline(__always)
    static func equalBytes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        let count = one.count
        guard count == other.count else { return false }
        var at = 0
        while at &+ 8 <= count {
            if one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                != other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            {
                return false
            }
            at &+= 8
        }
        while at < count {
            if one[at] != other[at] { return false }
            at &+= 1
        }
        return true
    }
}
