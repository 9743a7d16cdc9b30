internal import CJSONScan

extension JSONScanner {
    /// The string at the cursor, which moves behind it. The flag is that of nodes.
    @inline(always)
    private func takeString(_ cursor: inout Cursor) -> (start: Int, length: Int, escapedFlag: UInt64) {
        let start = Int(cursor.quote[0]) &+ 1
        let closing = cursor.quote[1]
        let end = Int(closing & ~CJSON_ESCAPED)
        cursor.at = base + (end &+ 1)
        cursor.quote += 2
        return (start, end &- start, UInt64(closing & CJSON_ESCAPED) &<< 25)
    }

    @inline(always)
    func string(_ cursor: inout Cursor) {
        let (start, length, escapedFlag) = takeString(&cursor)
        put(.string, offset: start, length: length, payload: escapedFlag, &cursor)
    }

    @inline(always)
    func memberName(
        of object: Int, _ count: UInt32, _ names: inout NameSet, _ cursor: inout Cursor
    ) -> JSONFault.Raw {
        if cursor.at.pointee != UInt8(ascii: "\"") { return .expectedName }
        let (start, length, escapedFlag) = takeString(&cursor)
        let payload: UInt64
        if escapedFlag == 0 {
            payload = keyHash.hash(base + start, count: length)
        } else {
            if let fault = JSONEscapes.fault(in: base, from: start, to: start &+ length) {
                cursor.at = base + fault.offset
                return fault.raw
            }
            payload = JSONEscapes.hash(base + start, count: length, by: keyHash) | escapedFlag
        }
        if count <= Self.membersWatchedMax, !names.insert(payload),
            hasMember(object, cursor.count, start, length, payload)
        {
            cursor.at = base + (start &- 1)
            return .duplicateKey
        }
        put(.string, offset: start, length: length, payload: payload, &cursor)
        if cursor.at.pointee != UInt8(ascii: ":") {
            skipSpace(&cursor)
            if cursor.at.pointee != UInt8(ascii: ":") { return .expectedColon }
        }
        cursor.at += 1
        skipSpace(&cursor)
        return .none
    }

    // MARK: Names that stand twice

    /// The names of an object so far, as few bits as make most look-ups unnecessary.
    struct NameSet {
        private var words = SIMD4<UInt64>.zero

        /// False where a name may be there already.
        @inline(always)
        mutating func insert(_ hash: UInt64) -> Bool {
            withUnsafeMutableBytes(of: &words) { bytes in
                let offset = Int(truncatingIfNeeded: hash &>> 8 & 3) &* 8
                let known = bytes.load(fromByteOffset: offset, as: UInt64.self)
                let bit: UInt64 = 1 &<< (hash & 63)
                bytes.storeBytes(of: known | bit, toByteOffset: offset, as: UInt64.self)
                return known & bit == 0
            }
        }
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

    // MARK: What is wrong in strings

    /// Whether nothing is.
    @inline(always)
    static func areGood(
        _ strings: cjson_scan_result, in text: UnsafePointer<UInt8>, escapes: UnsafePointer<UInt32>
    ) -> Bool {
        // Offsets of nothing are the largest.
        strings.control_offset & strings.broken_offset == Int(bitPattern: UInt.max)
            && (strings.escape_count == 0 || JSONEscapes.fault(text, escapes, count: strings.escape_count) == nil)
    }

    /// What is wrong first in the strings before an offset, and where.
    @inline(always)
    func stringFault(before end: Int) -> (raw: JSONFault.Raw, offset: Int)? {
        // Offsets of nothing are the largest.
        let control = UInt(bitPattern: strings.control_offset)
        let broken = UInt(bitPattern: strings.broken_offset)
        var first = (raw: JSONFault.Raw.none, offset: UInt(bitPattern: end))
        if control < first.offset { first = (.controlCharacter, control) }
        if broken < first.offset { first = (.invalidUTF8, broken) }
        if strings.escape_count > 0, let escape = JSONEscapes.fault(base, escapes, count: strings.escape_count),
            UInt(bitPattern: escape.offset) < first.offset
        {
            first = (escape.raw, UInt(bitPattern: escape.offset))
        }
        return first.raw == .none ? nil : (first.raw, Int(bitPattern: first.offset))
    }
}
