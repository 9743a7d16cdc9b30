internal import CJSONScan

/// Escaped strings: rare, so all of it off the fast path. But for `check`, the text is known to be good.
enum JSONEscapes {
    /// What is wrong first with the escapes of a text (RFC 8259, sections 7 and 8.2), and where. They are given by the
    /// offsets of the bytes behind their backslashes.
    static func fault(
        _ text: UnsafePointer<UInt8>, _ escapes: UnsafePointer<UInt32>, count: Int
    ) -> (raw: JSONFault.Raw, offset: Int)? {
        if cjson_escapes_are_usual(text, escapes, count) { return nil }
        var end = 0
        for index in 0..<count {
            let at = Int(escapes[index]) &- 1
            // The second half of a pair is taken with the first.
            if at < end { continue }
            let (raw, length) = check(text + at)
            if raw != .none { return (raw, at) }
            end = at &+ length
        }
        return nil
    }

    /// What is wrong first with the escapes of one string, and where.
    static func fault(
        in text: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> (raw: JSONFault.Raw, offset: Int)? {
        var at = start
        while at < end {
            guard text[at] == UInt8(ascii: "\\") else {
                at &+= 1
                continue
            }
            let (raw, length) = check(text + at)
            if raw != .none { return (raw, at) }
            at &+= length
        }
        return nil
    }

    /// Checks one escape: what is wrong with it, else how long it is, both halves of a pair included.
    private static func check(_ at: UnsafePointer<UInt8>) -> (raw: JSONFault.Raw, length: Int) {
        switch at[1] {
        case UInt8(ascii: "u"):
            guard let unit = hexUnit(at + 2) else { return (.invalidEscape, 0) }
            if unit & 0xF800 != 0xD800 { return (.none, 6) }
            guard unit & 0xFC00 == 0xD800, at[6] == UInt8(ascii: "\\"), at[7] == UInt8(ascii: "u"),
                let low = hexUnit(at + 8), low & 0xFC00 == 0xDC00
            else { return (.loneSurrogate, 0) }
            return (.none, 12)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return (.none, 2)
        default: return (.invalidEscape, 0)
        }
    }

    /// Four hexadecimal digits, nil where they are not.
    @inline(always)
    static func hexUnit(_ at: UnsafePointer<UInt8>) -> UInt32? {
        var unit: UInt32 = 0
        for index in 0..<4 {
            switch at[index] {
            case let digit where digit &- 0x30 <= 9: unit = unit << 4 | UInt32(digit &- 0x30)
            case let letter where (letter | 0x20) &- 0x61 <= 5: unit = unit << 4 | UInt32((letter | 0x20) &- 0x57)
            default: return nil
            }
        }
        return unit
    }

    /// The bytes of an escaped string, appended to `output` without the escapes.
    static func unescape(_ start: UnsafePointer<UInt8>, count: Int, into output: inout [UInt8]) {
        var at = start
        let end = start + count
        while at < end {
            guard at.pointee == UInt8(ascii: "\\") else {
                output.append(at.pointee)
                at += 1
                continue
            }
            let escape = at[1]
            at += 2
            switch escape {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"): appendScalar(&at, into: &output)
            default: output.append(escape)
            }
        }
    }

    private static func appendScalar(_ at: inout UnsafePointer<UInt8>, into output: inout [UInt8]) {
        var value = hexUnit(at) ?? 0xFFFD
        at += 4
        if value & 0xFC00 == 0xD800, let low = hexUnit(at + 2) {
            value = 0x10000 + ((value & 0x3FF) << 10) + (low & 0x3FF)
            at += 6
        }
        output.append(contentsOf: UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}").unsafelyUnwrapped)
    }

    /// The hash of an escaped name: that of the same name written without escapes.
    static func hash(_ start: UnsafePointer<UInt8>, count: Int, by keyHash: JSONKeyHash) -> UInt64 {
        var plain: [UInt8] = []
        unescape(start, count: count, into: &plain)
        let length = plain.count
        plain.append(contentsOf: repeatElement(0, count: 8))
        return plain.withUnsafeBufferPointer { keyHash.hash($0.baseAddress.unsafelyUnwrapped, count: length) }
    }

    /// Whether two strings of a text, each with its payload, are the same once unescaped.
    static func equal(
        _ one: UnsafePointer<UInt8>, _ oneCount: Int, _ onePayload: UInt64, _ other: UnsafePointer<UInt8>,
        _ otherCount: Int, _ otherPayload: UInt64
    ) -> Bool {
        if (onePayload | otherPayload) & JSONTapeNode.escapedFlag == 0 {
            return oneCount == otherCount
                && UnsafeBufferPointer(start: one, count: oneCount)
                    .elementsEqual(UnsafeBufferPointer(start: other, count: otherCount))
        }
        var plainOne: [UInt8] = []
        var plainOther: [UInt8] = []
        unescape(one, count: oneCount, into: &plainOne)
        unescape(other, count: otherCount, into: &plainOther)
        return plainOne == plainOther
    }
}
