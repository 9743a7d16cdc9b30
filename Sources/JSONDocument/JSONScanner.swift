/// One pass over one text. All state lies in local storage while it runs; nothing is allocated.
struct JSONScanner {
    let base: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    let nodes: UnsafeMutablePointer<JSONTapeNode>
    let kinds: UnsafeMutablePointer<UInt8>
    let names: UnsafeMutablePointer<JSONNodeStore.SeenName>
    let nameMask: Int
    let open: UnsafeMutablePointer<UInt32>
    let depthMax: Int
    let allowsRepeatedNames: Bool
    let generation: UInt32
    let keyHash: JSONKeyHash

    /// The next byte.
    var at: UnsafePointer<UInt8>
    var nodeCount = 0
    var depth = 0
    /// The innermost open container, and whether it is an object.
    var container: UInt32 = 0
    var inObject = false
    /// The children of that container so far.
    var children: UInt32 = 0

    init(text: UnsafePointer<UInt8>, count: Int, limits: JSONLimits, store: borrowing JSONNodeStore) {
        base = text
        end = text + count
        at = text
        nodes = store.nodes
        kinds = store.kinds
        names = store.names
        nameMask = store.nameMask
        open = store.open
        generation = store.generation
        depthMax = limits.depthMax
        allowsRepeatedNames = limits.allowsRepeatedNames
        keyHash = JSONKeyHash.shared
    }

    /// Marks, in the stack of open containers, that the outer one is an object.
    private static let objectBit: UInt32 = 0x8000_0000

    /// Reads the whole text. The fault is nil where the text is good.
    mutating func run() -> JSONFault? {
        skipSpace()
        while true {
            var fault: JSONFault.Raw
            switch at.pointee {
            case UInt8(ascii: "\""): fault = string()
            case UInt8(ascii: "{"):
                fault = openContainer(.object)
                if fault == .opened { continue }
            case UInt8(ascii: "["):
                fault = openContainer(.array)
                if fault == .opened { continue }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): fault = number()
            default: fault = literal()
            }
            if fault != .none { return JSONFault(raw: fault, offset: at - base, depthMax: depthMax) }
            fault = afterValue()
            if fault == .opened { continue }
            if fault == .finished { return nil }
            return JSONFault(raw: fault, offset: at - base, depthMax: depthMax)
        }
    }

    @inline(__always)
    private mutating func skipSpace() {
        var byte = at.pointee
        if byte > 0x20 { return }
        while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            at += 1
            byte = at.pointee
        }
    }

    @inline(__always)
    mutating func put(_ kind: JSONKind, at start: UnsafePointer<UInt8>, length: Int, payload: UInt64) {
        kinds[nodeCount] = kind.rawValue
        nodes[nodeCount] = JSONTapeNode(offset: start - base, length: length, payload: payload)
        nodeCount &+= 1
    }

    // MARK: Containers

    /// `.opened`: a value is expected next. `.none`: it was empty, and is done but for its closing bracket.
    @inline(__always)
    private mutating func openContainer(_ kind: JSONKind) -> JSONFault.Raw {
        if depth >= depthMax { return .tooDeep }
        open[depth] = container | (inObject ? Self.objectBit : 0)
        depth &+= 1
        if nodeCount > 0 { nodes[Int(container)].length = children }
        container = UInt32(truncatingIfNeeded: nodeCount)
        children = 0
        inObject = kind == .object
        put(kind, at: at, length: 0, payload: 0)
        at += 1
        skipSpace()
        if at.pointee == closingByte { return .none }
        if inObject {
            let fault = memberName()
            if fault != .none { return fault }
        }
        children = 1
        return .opened
    }

    @inline(__always)
    private var closingByte: UInt8 { inObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }

    /// What follows a value: `.opened` where another value is expected, `.finished` at the end of a good text.
    @inline(__always)
    private mutating func afterValue() -> JSONFault.Raw {
        while true {
            skipSpace()
            if depth == 0 { return at == end ? .finished : .trailing }
            let byte = at.pointee
            if byte == UInt8(ascii: ",") && children > 0 {
                at += 1
                skipSpace()
                children &+= 1
                if inObject {
                    let fault = memberName()
                    if fault != .none { return fault }
                }
                return .opened
            }
            if byte != closingByte { return inObject ? .expectedCommaOrBrace : .expectedCommaOrBracket }
            at += 1
            closeContainer()
        }
    }

    @inline(__always)
    private mutating func closeContainer() {
        nodes[Int(container)].length = children
        nodes[Int(container)].payload = UInt64(truncatingIfNeeded: nodeCount)
        depth &-= 1
        let outer = open[depth]
        container = outer & ~Self.objectBit
        inObject = outer & Self.objectBit != 0
        if depth > 0 { children = nodes[Int(container)].length }
    }

    @inline(__always)
    private mutating func memberName() -> JSONFault.Raw {
        if at.pointee != UInt8(ascii: "\"") { return .expectedName }
        let start = at + 1
        var escaped = false
        at = start
        let fault = JSONStringScan.run(&at, escaped: &escaped)
        if fault != .none { return fault }
        let length = at - start
        var payload: UInt64
        if escaped {
            payload = JSONEscapes.hash(start, count: length, by: keyHash) | JSONTapeNode.escapedFlag
        } else {
            payload = keyHash.hash(start, count: length)
        }
        if !allowsRepeatedNames, isRepeated(start, length: length, payload: payload) {
            at = start - 1
            return .duplicateKey
        }
        put(.string, at: start, length: length, payload: payload)
        at += 1
        skipSpace()
        if at.pointee != UInt8(ascii: ":") { return .expectedColon }
        at += 1
        skipSpace()
        return .none
    }

    /// Whether the open object has a member of this name already; notes the name otherwise.
    @inline(__always)
    private mutating func isRepeated(_ start: UnsafePointer<UInt8>, length: Int, payload: UInt64) -> Bool {
        let hash = payload & JSONTapeNode.hashMask
        let mixed = hash ^ (UInt64(container) &* 0x9E37_79B9_7F4A_7C15)
        var slot = Int(truncatingIfNeeded: mixed) & nameMask
        while names[slot].generation == generation {
            if names[slot].mixed == mixed {
                let other = nodes[Int(names[slot].node)]
                if JSONEscapes.equal(
                    start, length, payload, base + Int(other.offset), Int(other.length), other.payload)
                {
                    return true
                }
            }
            slot = (slot &+ 1) & nameMask
        }
        names[slot] = .init(mixed: mixed, node: UInt32(truncatingIfNeeded: nodeCount), generation: generation)
        return false
    }

    // MARK: Scalars

    @inline(__always)
    private mutating func string() -> JSONFault.Raw {
        let start = at + 1
        var escaped = false
        at = start
        let fault = JSONStringScan.run(&at, escaped: &escaped)
        if fault != .none { return fault }
        put(.string, at: start, length: at - start, payload: escaped ? JSONTapeNode.escapedFlag : 0)
        at += 1
        return .none
    }

    @inline(__always)
    private mutating func literal() -> JSONFault.Raw {
        let word = UnsafeRawPointer(at).loadUnaligned(as: UInt32.self)
        let kind: JSONKind
        var length = 4
        switch UInt32(littleEndian: word) {
        case 0x6575_7274: kind = .true
        case 0x6C6C_756E: kind = .null
        case 0x736C_6166 where at[4] == UInt8(ascii: "e"):
            kind = .false
            length = 5
        default: return .expectedValue
        }
        put(kind, at: at, length: length, payload: 0)
        at += length
        return .none
    }
}
