import JSONDocument

extension RuleEvaluator {
    // The kinds as the tape stores them: making a `JSONKind` of a raw value is a call into another module.
    private static var object: UInt8 { JSONKind.object.rawValue }
    private static var array: UInt8 { JSONKind.array.rawValue }
    private static var string: UInt8 { JSONKind.string.rawValue }
    private static var integer: UInt8 { JSONKind.integer.rawValue }
    private static var double: UInt8 { JSONKind.double.rawValue }
    private static var `true`: UInt8 { JSONKind.true.rawValue }
    private static var `false`: UInt8 { JSONKind.false.rawValue }
    private static var null: UInt8 { JSONKind.null.rawValue }

    /// The value at a node of the alert.
    @inline(__always)
    mutating func load(_ node: Int) -> RuleValue {
        let entry = tape.nodes[node]
        switch tape.kinds[node] {
        case Self.string:
            if entry.payload & JSONTapeNode.escapedFlag != 0 { return loadEscaped(node) }
            return .range(.string, .alert, start: Int(entry.offset), count: Int(entry.length))
        case Self.integer: return RuleValue(.int, bits: entry.payload)
        case Self.double: return RuleValue(.double, bits: entry.payload)
        case Self.true: return .bool(true)
        case Self.false: return .bool(false)
        case Self.null: return .null
        case Self.object: return .node(.map, node)
        case Self.array: return .node(.list, node)
        default: return loadBigNumber(node)
        }
    }

    private mutating func loadEscaped(_ node: Int) -> RuleValue {
        if let known = scratch.unescaped[node] { return known }
        // Replacing escapes goes byte by byte, and costs more than comparing. Short texts, such as codes, are free.
        steps &-= max(0, Int(tape.nodes[node].length) &- RuleCost.freeEscapedBytes) / RuleCost.escapedBytesPerStep
        if isExhausted { return .fault(.tooManySteps, at: 0) }
        let plain = JSONNode(tape: tape, index: node).withStringBytes { Array($0) }
        let value = RuleValue.range(.string, .scratch, start: scratch.keep(plain), count: plain.count)
        scratch.unescaped[node] = value
        return value
    }

    /// A number too long for the tape: a whole number where it fits, else the nearest `Double`.
    private mutating func loadBigNumber(_ node: Int) -> RuleValue {
        let number = JSONNode(tape: tape, index: node)
        charge(bytes: number.rawBytes.count)
        if let whole = number.integer { return .int(whole) }
        if let unsigned = UInt64(String(decoding: number.rawBytes, as: UTF8.self)) { return .uint(unsigned) }
        return .double(number.double ?? .nan)
    }

    // MARK: Look-ups

    /// The node of a member of an object, negative where there is none. The members of objects larger than any of a
    /// schema's are charged for.
    @inline(__always)
    mutating func find(_ key: RuleKey, in object: Int) -> Int {
        guard tape.kinds[object] == Self.object else { return -1 }
        var at = object &+ 1
        let end = tape.next(after: object)
        var passed = 0
        while at < end {
            let payload = tape.nodes[at].payload
            if payload & JSONTapeNode.hashMask == key.hash, isName(at, key) { break }
            at = tape.next(after: at &+ 1)
            passed &+= 1
        }
        steps &-= passed / Self.membersPerStep
        return at < end ? at &+ 1 : -1
    }

    /// Members of an object that one step covers.
    private static let membersPerStep = 64

    /// Whether a name of the alert whose hash agrees is the name of a key.
    private func isName(_ at: Int, _ key: RuleKey) -> Bool {
        let node = tape.nodes[at]
        let own = UnsafeRawBufferPointer(
            rebasing: UnsafeRawBufferPointer(text)[Int(key.offset)...].prefix(Int(key.length)))
        if node.payload & JSONTapeNode.escapedFlag != 0 {
            return JSONNode(tape: tape, index: at).withStringBytes { Self.equalBytes($0, own) }
        }
        return Self.equalBytes(
            UnsafeRawBufferPointer(start: tape.bytes + Int(node.offset), count: Int(node.length)), own)
    }

    /// The node reached from the root by keys, negative where one is missing.
    @inline(__always)
    mutating func find(keys start: Int, count: Int) -> Int {
        var node = root
        for index in start..<(start &+ count) {
            node = find(keys[index], in: node)
            if node < 0 { return -1 }
        }
        return node
    }

    mutating func hasPath(_ start: Int, _ count: Int, _ at: Int) -> RuleValue {
        let parent = find(keys: start, count: count &- 1)
        guard parent >= 0, tape.kinds[parent] == Self.object else { return .fault(.noSuchField, at: at) }
        return .bool(find(keys[start &+ count &- 1], in: parent) >= 0)
    }

    mutating func access(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let container = value(Int(instruction.first))
        if container.isFault { return container }
        if container.kind == .optional { return chained(container, instruction, at) }
        if instruction.opcode == .element {
            let index = value(Int(instruction.second))
            return index.isFault ? index : element(of: container, index, at)
        }
        guard container.kind == .map else { return .fault(.wrongType, at: at) }
        let key = keys[Int(instruction.second)]
        if instruction.opcode == .hasMember, container.origin == .alert {
            return .bool(find(key, in: container.node) >= 0)
        }
        let found = member(key, of: container)
        if instruction.opcode == .hasMember { return .bool(found != nil) }
        return found ?? .fault(.noSuchField, at: at)
    }

    /// The member of a map, nil where it has none of that name.
    mutating func member(_ key: RuleKey, of map: RuleValue) -> RuleValue? {
        if map.origin == .alert {
            let node = find(key, in: map.node)
            return node < 0 ? nil : load(node)
        }
        return entry(of: map, .range(.string, .rule, start: Int(key.offset), count: Int(key.length)))
    }

    /// `container[index]`.
    mutating func element(of container: RuleValue, _ index: RuleValue, _ at: Int) -> RuleValue {
        switch container.kind {
        case .map: return entry(of: container, index) ?? .fault(.noSuchField, at: at)
        case .list:
            let position: Int?
            switch index.kind {
            case .int: position = Int(index.int)
            case .uint: position = Int(exactly: index.bits)
            case .double: position = Int(exactly: index.double)
            default: return .fault(.wrongType, at: at)
            }
            guard let position, position >= 0, position < count(of: container) else {
                return .fault(.indexOutOfRange, at: at)
            }
            return element(of: container, at: position)
        default: return .fault(.wrongType, at: at)
        }
    }

    /// How many elements or entries a list or a map has.
    func count(of container: RuleValue) -> Int {
        if container.origin == .alert { return JSONNode(tape: tape, index: container.node).childCount }
        return container.kind == .map ? container.count / 2 : container.count
    }

    /// The element of a list at a position that it has. Linear in the position for lists of the alert.
    private mutating func element(of list: RuleValue, at position: Int) -> RuleValue {
        switch list.origin {
        case .rule: return constants[list.start &+ position]
        case .scratch: return scratch.values[list.start &+ position]
        case .alert:
            var node = list.node &+ 1
            for _ in 0..<position { node = tape.next(after: node) }
            steps &-= position
            return load(node)
        }
    }

    /// The value of a key in a map, nil where it has no such key.
    mutating func entry(of map: RuleValue, _ key: RuleValue) -> RuleValue? {
        var cursor = RuleCursor(over: map, tape: tape)
        while let known = next(&cursor) {
            if equal(known, key) { return cursorValue(cursor) }
        }
        return nil
    }
}
