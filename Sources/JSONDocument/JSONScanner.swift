internal import CJSONScan

/// The second pass over a text, which builds the tape. The first has found where strings begin and end, so that this
/// one need not look at what is in them.
///
/// One function reads objects, one arrays; they call each other as deep as the limit allows. While one of them runs, its
/// cursor lies in local storage. Nothing is allocated.
struct JSONScanner {
    struct Cursor {
        /// The next byte.
        var at: UnsafePointer<UInt8>
        /// The next quote.
        var quote: UnsafePointer<UInt32>
        /// The next string with a backslash, by the number of its closing quote.
        var escaped: UnsafePointer<UInt32>
        /// That quote.
        var escapedQuote: UnsafePointer<UInt32>
        /// The nodes so far.
        var count = 0
    }

    let base: UnsafePointer<UInt8>
    let textCount: Int
    let nodes: UnsafeMutablePointer<JSONTapeNode>
    let kinds: UnsafeMutablePointer<UInt8>
    let quotes: UnsafePointer<UInt32>
    let backslashes: UnsafePointer<UInt64>
    let escapedStrings: UnsafePointer<UInt32>
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
        backslashes = UnsafePointer(store.backslashes)
        powersOfTen = UnsafePointer(store.powersOfTen)
        wholePowersOfTen = UnsafePointer(store.wholePowersOfTen)
        self.strings = strings
        escapedStrings = UnsafePointer(store.escaped)
        depthMax = limits.depthMax
        allowsRepeatedNames = limits.allowsRepeatedNames
        keyHash = JSONKeyHash.shared
    }

    /// Reads the whole text. The fault is nil where the text is good.
    func run(_ nodeCount: inout Int) -> JSONFault? {
        var cursor = Cursor(
            at: base, quote: quotes, escaped: escapedStrings, escapedQuote: quotes + Int(escapedStrings[0]))
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
        // What the first pass found counts where it comes before what ended this one. Offsets of nothing are the largest.
        let control = UInt(bitPattern: strings.control_offset)
        let broken = UInt(bitPattern: strings.broken_offset)
        if min(control, broken) < UInt(bitPattern: offset) {
            fault = broken < control ? .invalidUTF8 : .controlCharacter
            offset = Int(bitPattern: min(control, broken))
        }
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
        let byte = cursor.at.pointee
        if byte == UInt8(ascii: "\"") { return string(&cursor) }
        // The brackets differ by this bit alone.
        if byte | 0x20 == UInt8(ascii: "{") { return .opened }
        if byte &- 0x30 <= 9 || byte == UInt8(ascii: "-") { return number(&cursor) }
        return literal(&cursor)
    }

    // MARK: Containers

    @inline(always)
    private func container(_ cursor: inout Cursor, depth: Int) -> JSONFault.Raw {
        if depth > depthMax { return .tooDeep }
        return cursor.at.pointee == UInt8(ascii: "{")
            ? object(&cursor, depth: depth) : array(&cursor, depth: depth)
    }

    private func object(_ outer: inout Cursor, depth: Int) -> JSONFault.Raw {
        var cursor = outer
        let object = cursor.count
        var children: UInt32 = 0
        var seen: UInt64 = 0
        put(.object, offset: cursor.at - base, length: 0, payload: 0, &cursor)
        cursor.at += 1
        skipSpace(&cursor)
        var fault = JSONFault.Raw.none
        if cursor.at.pointee != UInt8(ascii: "}") {
            repeat {
                children &+= 1
                fault = memberName(of: object, children, &seen, &cursor)
                if fault != .none { break }
                fault = scalar(&cursor)
                if fault == .opened {
                    outer = cursor
                    fault = container(&outer, depth: depth &+ 1)
                    cursor = outer
                }
                if fault != .none { break }
                fault = separator(UInt8(ascii: "}"), .expectedCommaOrBrace, &cursor)
            } while fault == .opened
            if fault == .none, children > Self.membersWatchedMax, let repeated = repeatedName(object, cursor.count) {
                cursor.at = base + repeated
                fault = .duplicateKey
            }
        }
        if fault == .none { close(object, children, &cursor) }
        outer = cursor
        return fault
    }

    private func array(_ outer: inout Cursor, depth: Int) -> JSONFault.Raw {
        var cursor = outer
        let array = cursor.count
        var children: UInt32 = 0
        put(.array, offset: cursor.at - base, length: 0, payload: 0, &cursor)
        cursor.at += 1
        skipSpace(&cursor)
        var fault = JSONFault.Raw.none
        if cursor.at.pointee != UInt8(ascii: "]") {
            repeat {
                children &+= 1
                fault = scalar(&cursor)
                if fault == .opened {
                    outer = cursor
                    fault = container(&outer, depth: depth &+ 1)
                    cursor = outer
                }
                if fault != .none { break }
                fault = separator(UInt8(ascii: "]"), .expectedCommaOrBracket, &cursor)
            } while fault == .opened
        }
        if fault == .none { close(array, children, &cursor) }
        outer = cursor
        return fault
    }

    /// What follows a child: `.opened` behind a comma, where another is expected, `.none` at the closing bracket.
    @inline(always)
    private func separator(
        _ closing: UInt8, _ otherwise: JSONFault.Raw, _ cursor: inout Cursor
    ) -> JSONFault.Raw {
        skipSpace(&cursor)
        let byte = cursor.at.pointee
        if byte == UInt8(ascii: ",") {
            cursor.at += 1
            skipSpace(&cursor)
            return .opened
        }
        return byte == closing ? .none : otherwise
    }

    @inline(always)
    private func close(_ container: Int, _ children: UInt32, _ cursor: inout Cursor) {
        nodes[container].length = children
        nodes[container].payload = UInt64(truncatingIfNeeded: cursor.count)
        cursor.at += 1
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
