extension JSONScanner {
    /// Where the string at the cursor begins and ends; moves the cursor behind it.
    @inline(always)
    private func takeString(_ cursor: inout Cursor) -> (start: Int, length: Int) {
        let start = Int(cursor.quote[0]) &+ 1
        let closing = Int(cursor.quote[1])
        cursor.at = base + (closing &+ 1)
        cursor.quote += 2
        return (start, closing &- start)
    }

    /// Whether the string just taken has a backslash; then its escapes are checked, too.
    @inline(always)
    private func checkEscapes(
        _ start: Int, _ length: Int, _ escaped: inout Bool, _ cursor: inout Cursor
    ) -> JSONFault.Raw {
        if cursor.escapedQuote >= cursor.quote { return .none }
        escaped = true
        cursor.escaped += 1
        cursor.escapedQuote = quotes + Int(cursor.escaped.pointee)
        let fault = escapeFault(start, start &+ length)
        if fault.raw != .none { cursor.at = base + fault.offset }
        return fault.raw
    }

    /// The first backslash of a range; its end where there is none.
    @inline(always)
    private func backslash(from start: Int, to end: Int) -> Int {
        let bits = UnsafeRawPointer(backslashes)
        var at = start
        while true {
            // From any byte of the bits on, at least 57 of them are whole.
            let word = UInt64(littleEndian: bits.loadUnaligned(fromByteOffset: at &>> 3, as: UInt64.self))
            let own = word &>> UInt64(truncatingIfNeeded: at & 7)
            if own != 0 { return min(at &+ own.trailingZeroBitCount, end) }
            at &+= 57
            if at >= end { return end }
        }
    }

    /// What is wrong first with the escapes of a string (RFC 8259, sections 7 and 8.2), and where.
    @inline(never)
    private func escapeFault(_ start: Int, _ end: Int) -> (raw: JSONFault.Raw, offset: Int) {
        var at = backslash(from: start, to: end)
        while at < end {
            let (raw, length) = JSONEscapes.check(base + at)
            if raw != .none { return (raw, at) }
            at = backslash(from: at &+ length, to: end)
        }
        return (.none, end)
    }

    @inline(always)
    func string(_ cursor: inout Cursor) -> JSONFault.Raw {
        let (start, length) = takeString(&cursor)
        var escaped = false
        let fault = checkEscapes(start, length, &escaped, &cursor)
        if fault != .none { return fault }
        put(.string, offset: start, length: length, payload: escaped ? JSONTapeNode.escapedFlag : 0, &cursor)
        return .none
    }

    @inline(always)
    func memberName(
        of object: Int, _ children: UInt32, _ seen: inout UInt64, _ cursor: inout Cursor
    ) -> JSONFault.Raw {
        if cursor.at.pointee != UInt8(ascii: "\"") { return .expectedName }
        let (start, length) = takeString(&cursor)
        var escaped = false
        let fault = checkEscapes(start, length, &escaped, &cursor)
        if fault != .none { return fault }
        var payload: UInt64
        if escaped {
            payload = JSONEscapes.hash(base + start, count: length, by: keyHash) | JSONTapeNode.escapedFlag
        } else {
            payload = keyHash.hash(base + start, count: length)
        }
        if children <= Self.membersWatchedMax {
            let bit: UInt64 = 1 &<< (payload & 63)
            if seen & bit != 0, hasMember(object, cursor.count, start, length, payload) {
                cursor.at = base + (start &- 1)
                return .duplicateKey
            }
            seen |= bit
        }
        put(.string, offset: start, length: length, payload: payload, &cursor)
        skipSpace(&cursor)
        if cursor.at.pointee != UInt8(ascii: ":") { return .expectedColon }
        cursor.at += 1
        skipSpace(&cursor)
        return .none
    }

    /// Objects of more members are searched for repeated names when they end.
    static var membersWatchedMax: UInt32 { 32 }

    /// Whether an object, of few members so far, has one of this name.
    @inline(never)
    private func hasMember(_ container: Int, _ count: Int, _ start: Int, _ length: Int, _ payload: UInt64) -> Bool {
        if allowsRepeatedNames { return false }
        var at = container &+ 1
        while at < count {
            if isSame(nodes[at], start, length, payload) { return true }
            at &+= 1
            at = kinds[at] <= JSONKind.array.rawValue ? Int(truncatingIfNeeded: nodes[at].payload) : at &+ 1
        }
        return false
    }

    @inline(always)
    private func isSame(_ other: JSONTapeNode, _ start: Int, _ length: Int, _ payload: UInt64) -> Bool {
        if (other.payload ^ payload) & JSONTapeNode.hashMask != 0 { return false }
        return JSONEscapes.equal(
            base + start, length, payload, base + Int(other.offset), Int(other.length), other.payload)
    }

    /// The offset of the first name that an object of many members, read to its end, has twice.
    @inline(never)
    func repeatedName(_ object: Int, _ count: Int) -> Int? {
        if allowsRepeatedNames { return nil }
        var size = 64
        while size < count &- object { size *= 2 }
        var table = [UInt32](repeating: 0, count: size)
        var at = object &+ 1
        while at < count {
            let name = nodes[at]
            var slot = Int(truncatingIfNeeded: name.payload & JSONTapeNode.hashMask) & (size &- 1)
            // The root is nobody's member name, so 0 marks what is free.
            while table[slot] != 0 {
                let isSame = isSame(nodes[Int(table[slot])], Int(name.offset), Int(name.length), name.payload)
                if isSame { return Int(name.offset) &- 1 }
                slot = (slot &+ 1) & (size &- 1)
            }
            table[slot] = UInt32(truncatingIfNeeded: at)
            at &+= 1
            at = kinds[at] <= JSONKind.array.rawValue ? Int(truncatingIfNeeded: nodes[at].payload) : at &+ 1
        }
        return nil
    }
}
