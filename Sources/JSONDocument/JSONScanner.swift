internal import CJSONScan

/// The second pass over a text, which builds the tape, where `cjson_read` gave up: slower, and with a word for everything
/// that can be wrong. The first has found where strings begin and end and what is wrong in them, so that this one need
/// not look at what is in them.
///
/// One function reads objects, one arrays; they call each other as deep as the limit allows. Nothing is allocated.
struct JSONScanner {
    /// Where the reading is: small enough to be handed from function to function in registers.
    struct Cursor {
        /// The next byte.
        var at: UnsafePointer<UInt8>
        /// The next quote.
        var quote: UnsafePointer<UInt32>
        /// The nodes so far.
        var count = 0
    }

    let base: UnsafePointer<UInt8>
    let textCount: Int
    let nodes: UnsafeMutablePointer<JSONTapeNode>
    let kinds: UnsafeMutablePointer<UInt8>
    let quotes: UnsafePointer<UInt32>
    let escapes: UnsafePointer<UInt32>
    let powersOfTen: UnsafePointer<Double>
    let wholePowersOfTen: UnsafePointer<UInt64>
    let strings: cjson_scan_result
    let depthMax: Int
    let allowsRepeatedNames: Bool
    let keyHash: JSONKeyHash

    init(
        text: UnsafePointer<UInt8>, count: Int, limits: JSONLimits, store: borrowing JSONNodeStore,
        strings: cjson_scan_result
    ) {
        base = text
        textCount = count
        nodes = store.nodes
        kinds = store.kinds
        quotes = UnsafePointer(store.quotes)
        escapes = UnsafePointer(store.escapes)
        powersOfTen = UnsafePointer(store.powersOfTen)
        wholePowersOfTen = UnsafePointer(store.wholePowersOfTen)
        self.strings = strings
        depthMax = limits.depthMax
        allowsRepeatedNames = limits.allowsRepeatedNames
        keyHash = JSONKeyHash.shared
    }

    /// Reads the whole text. The fault is nil where the text is good.
    func run(_ nodeCount: inout Int) -> JSONFault? {
        var cursor = Cursor(at: base, quote: quotes)
        skipSpace(&cursor)
        var fault = scalar(&cursor)
        if fault == .opened { fault = container(&cursor, depth: 1) }
        if fault == .none {
            skipSpace(&cursor)
            if cursor.at != base + textCount { fault = .trailing }
        }
        nodeCount = cursor.count
        var offset = cursor.at - base
        // A string that nothing closes ends, by the first pass, with the text; this one stumbles behind it.
        if offset > textCount {
            fault = .controlCharacter
            offset = textCount
        }
        // What is wrong in strings counts where it comes before what ended the reading.
        if let inString = stringFault(before: offset) { (fault, offset) = inString }
        return fault == .none ? nil : JSONFault(raw: fault, offset: offset, depthMax: depthMax)
    }

    @inline(always)
    func skipSpace(_ cursor: inout Cursor) {
        var byte = cursor.at.pointee
        if byte > 0x20 { return }
        while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            cursor.at += 1
            byte = cursor.at.pointee
        }
    }

    @inline(always)
    func put(_ kind: JSONKind, offset: Int, length: Int, payload: UInt64, _ cursor: inout Cursor) {
        kinds[cursor.count] = kind.rawValue
        nodes[cursor.count] = JSONTapeNode(offset: offset, length: length, payload: payload)
        cursor.count &+= 1
    }

    /// Reads a scalar; `.opened` where a container begins.
    @inline(always)
    private func scalar(_ cursor: inout Cursor) -> JSONFault.Raw {
        // One jump: what comes next cannot be foretold, and is to be guessed wrong once only.
        switch cursor.at.pointee {
        case UInt8(ascii: "\""):
            string(&cursor)
            return .none
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .opened
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return number(&cursor)
        default: return literal(&cursor)
        }
    }

    // MARK: Containers

    @inline(always)
    private func container(_ cursor: inout Cursor, depth: Int) -> JSONFault.Raw {
        if depth > depthMax { return .tooDeep }
        let fault: JSONFault.Raw
        (cursor, fault) =
            cursor.at.pointee == UInt8(ascii: "{") ? object(cursor, depth: depth) : array(cursor, depth: depth)
        return fault
    }

    private func object(_ cursor: Cursor, depth: Int) -> (Cursor, JSONFault.Raw) {
        children(cursor, depth: depth, areMembers: true)
    }

    private func array(_ cursor: Cursor, depth: Int) -> (Cursor, JSONFault.Raw) {
        children(cursor, depth: depth, areMembers: false)
    }

    /// Reads a container: written once, compiled once for each kind.
    @inline(always)
    private func children(_ start: Cursor, depth: Int, areMembers: Bool) -> (Cursor, JSONFault.Raw) {
        var cursor = start
        let container = cursor.count
        let closing = UInt8(ascii: areMembers ? "}" : "]")
        var count: UInt32 = 0
        var names = NameSet()
        put(areMembers ? .object : .array, offset: cursor.at - base, length: 0, payload: 0, &cursor)
        cursor.at += 1
        skipSpace(&cursor)
        if cursor.at.pointee != closing {
            while true {
                count &+= 1
                if areMembers {
                    let fault = memberName(of: container, count, &names, &cursor)
                    if fault != .none { return (cursor, fault) }
                }
                var fault = scalar(&cursor)
                if fault == .opened { fault = self.container(&cursor, depth: depth &+ 1) }
                if fault != .none { return (cursor, fault) }
                if cursor.at.pointee != UInt8(ascii: ",") {
                    skipSpace(&cursor)
                    if cursor.at.pointee != UInt8(ascii: ",") { break }
                }
                cursor.at += 1
                skipSpace(&cursor)
            }
            if cursor.at.pointee != closing {
                return (cursor, areMembers ? .expectedCommaOrBrace : .expectedCommaOrBracket)
            }
        }
        if areMembers, count > Self.membersWatchedMax, let repeated = repeatedName(container, cursor.count) {
            cursor.at = base + repeated
            return (cursor, .duplicateKey)
        }
        nodes[container].length = count
        nodes[container].payload = UInt64(truncatingIfNeeded: cursor.count)
        cursor.at += 1
        return (cursor, .none)
    }

    // MARK: Literals

    @inline(always)
    private func literal(_ cursor: inout Cursor) -> JSONFault.Raw {
        let word = UnsafeRawPointer(cursor.at).loadUnaligned(as: UInt32.self)
        let kind: JSONKind
        var length = 4
        switch UInt32(littleEndian: word) {
        case 0x6575_7274: kind = .true
        case 0x6C6C_756E: kind = .null
        case 0x736C_6166 where cursor.at[4] == UInt8(ascii: "e"):
            kind = .false
            length = 5
        default: return .expectedValue
        }
        put(kind, offset: cursor.at - base, length: length, payload: 0, &cursor)
        cursor.at += length
        return .none
    }
}
