/// `uri`, `uri-reference`, `iri`, `iri-reference` and `uri-template`.
enum ResourceFormats {
    /// `/?#`
    static var delimiters: ASCIISet { ASCIISet(low: 0x8000_8008_0000_0000, high: 0x0000_0000_0000_0000) }
    /// `+-.`
    static var schemePunctuation: ASCIISet { ASCIISet(low: 0x0000_6800_0000_0000, high: 0x0000_0000_0000_0000) }
    /// unreserved and sub-delims of RFC 3986: letters, digits and `-._~!$&'()*+,;=`.
    static var plain: ASCIISet { ASCIISet(low: 0x2BFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }
    /// What a path has beyond these: `:@/`.
    static var pathPlain: ASCIISet { ASCIISet(low: 0x2FFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }
    /// `:@`
    static var pathExtra: ASCIISet { ASCIISet(low: 0x0400_0000_0000_0000, high: 0x0000_0000_0000_0001) }
    /// `:`
    static var colon: ASCIISet { ASCIISet(low: 0x0400_0000_0000_0000, high: 0x0000_0000_0000_0000) }
    /// `nothing`
    static var none: ASCIISet { ASCIISet(low: 0x0000_0000_0000_0000, high: 0x0000_0000_0000_0000) }
    /// RFC 6570, section 2.1, with erratum 6937: an apostrophe is a literal.
    /// `` "<>\^`|} ``
    static var templateExcluded: ASCIISet { ASCIISet(low: 0x5000_0004_0000_0000, high: 0x3000_0001_5000_0000) }
    /// `_.`
    static var variablePunctuation: ASCIISet { ASCIISet(low: 0x0000_4000_0000_0000, high: 0x0000_0000_8000_0000) }
    /// `+#./;?&=,!@|`
    static var templateOperators: ASCIISet { ASCIISet(low: 0xA800_D84A_0000_0000, high: 0x1000_0000_0000_0001) }

    static func isURI(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isPlainHTTPS(bytes) || check(bytes, needsScheme: true, allowsInternational: false)
    }

    /// Whether a text is `https://` with unreserved characters and slashes behind it, as most are: told eight bytes at a
    /// time.
    @inline(always)
    private static func isPlainHTTPS(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 16, SwarWord(bytes, at: 0).word == httpsScheme else { return false }
        var plain = SwarWord(bytes, at: bytes.count &- 8).plainInURI
        var at = 8
        while at < bytes.count &- 8 {
            plain &= SwarWord(bytes, at: at).plainInURI
            at &+= 8
        }
        return plain == ByteRanges.tops
    }

    /// `https://`, the first byte lowest.
    private static var httpsScheme: UInt64 { 0x2F2F_3A73_7074_7468 }

    static func isURIReference(_ bytes: UnsafeRawBufferPointer) -> Bool {
        check(bytes, needsScheme: false, allowsInternational: false)
    }

    static func isIRI(_ bytes: UnsafeRawBufferPointer) -> Bool {
        check(bytes, needsScheme: true, allowsInternational: true)
    }

    static func isIRIReference(_ bytes: UnsafeRawBufferPointer) -> Bool {
        check(bytes, needsScheme: false, allowsInternational: true)
    }

    /// RFC 3986, appendix A; RFC 3987, section 2.2.
    private static func check(
        _ bytes: UnsafeRawBufferPointer, needsScheme: Bool, allowsInternational: Bool
    ) -> Bool {
        var at = 0
        let scheme = schemeLength(bytes)
        if let scheme { at = scheme + 1 } else if needsScheme { return false }
        if at + 1 < bytes.count, bytes[at] == UInt8(ascii: "/"), bytes[at + 1] == UInt8(ascii: "/") {
            let start = at + 2
            at = start
            while at < bytes.count, !Self.delimiters.contains(bytes[at]) { at += 1 }
            guard isAuthority(bytes.part(start, at), allowsInternational) else { return false }
        } else if scheme == nil {
            // The first segment of a relative path has no colon, or it would be a scheme.
            var end = at
            while end < bytes.count, !Self.delimiters.contains(bytes[end]) { end += 1 }
            if bytes.part(at, end).place(of: UInt8(ascii: ":")) >= 0 { return false }
        }
        var part = Part.path
        while at < bytes.count {
            if Self.pathPlain.contains(bytes[at]) {
                at += 1
                continue
            }
            switch (bytes[at], part) {
            case (UInt8(ascii: "?"), .path): part = .query
            case (UInt8(ascii: "#"), .path), (UInt8(ascii: "#"), .query): part = .fragment
            case (UInt8(ascii: "?"), _): break
            default: if !readCharacter(bytes, &at, extra: Self.pathExtra, allowsInternational) { return false }
            }
            at += 1
        }
        return true
    }

    private enum Part {
        case path, query, fragment
    }

    private static func schemeLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count > 0, bytes[0].isASCIILetter else { return nil }
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: ":") { return at }
            guard bytes[at].isASCIIAlphanumeric || Self.schemePunctuation.contains(bytes[at]) else { return nil }
            at += 1
        }
        return nil
    }

    private static func isAuthority(_ authority: UnsafeRawBufferPointer, _ allowsInternational: Bool) -> Bool {
        var host = authority
        let sign = authority.place(of: UInt8(ascii: "@"))
        if sign >= 0 {
            guard areCharacters(authority.part(0, sign), extra: Self.colon, allowsInternational) else { return false }
            host = authority.part(sign + 1, authority.count)
        }
        if host.count > 0, host[0] == UInt8(ascii: "[") {
            let bracket = host.place(of: UInt8(ascii: "]"))
            guard bracket >= 0 else { return false }
            let rest = host.part(bracket + 1, host.count)
            let isPort =
                rest.count > 0 && rest[0] == UInt8(ascii: ":") && rest.part(1, rest.count).holds(\.isASCIIDigit)
            return (rest.count == 0 || isPort) && isLiteral(host.part(1, bracket))
        }
        let colon = host.lastPlace(of: UInt8(ascii: ":"))
        if colon >= 0 {
            guard host.part(colon + 1, host.count).holds(\.isASCIIDigit) else { return false }
            host = host.part(0, colon)
        }
        return areCharacters(host, extra: Self.none, allowsInternational)
    }

    private static func isLiteral(_ literal: UnsafeRawBufferPointer) -> Bool {
        guard let first = literal.first, first | 0x20 == UInt8(ascii: "v") else {
            return NetworkFormats.isIPv6(literal)
        }
        guard let dot = literal.firstIndex(of: UInt8(ascii: ".")), dot > 1, dot + 1 < literal.count else {
            return false
        }
        return literal[1..<dot].allSatisfy(\.isASCIIHexDigit)
            && !literal[(dot + 1)...].contains(UInt8(ascii: "%"))
            && areCharacters(rebased(literal[(dot + 1)...]), extra: Self.colon, false)
    }

    private static func rebased(_ slice: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: slice)
    }

    private static func areCharacters(
        _ bytes: UnsafeRawBufferPointer, extra: ASCIISet, _ allowsInternational: Bool
    ) -> Bool {
        var at = 0
        while at < bytes.count {
            if !readCharacter(bytes, &at, extra: extra, allowsInternational) { return false }
            at += 1
        }
        return true
    }

    /// unreserved / pct-encoded / sub-delims, and what `extra` names; leaves `at` at its last byte.
    @inline(always)
    private static func readCharacter(
        _ bytes: UnsafeRawBufferPointer, _ at: inout Int, extra: ASCIISet, _ allowsInternational: Bool
    ) -> Bool {
        let byte = bytes[at]
        if Self.plain.contains(byte) { return true }
        if byte == UInt8(ascii: "%") {
            guard at + 2 < bytes.count, bytes[at + 1].isASCIIHexDigit, bytes[at + 2].isASCIIHexDigit else {
                return false
            }
            at += 2
            return true
        }
        return byte >= 0x80 ? allowsInternational : extra.contains(byte)
    }

    /// RFC 6570, section 2.
    static func isURITemplate(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"):
                guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "}")) else { return false }
                guard isExpression(bytes[(at + 1)..<end]) else { return false }
                at = end
            case UInt8(ascii: "%"):
                guard at + 2 < bytes.count, bytes[at + 1].isASCIIHexDigit, bytes[at + 2].isASCIIHexDigit else {
                    return false
                }
                at += 2
            case 0...0x20, 0x7F: return false
            case let byte where Self.templateExcluded.contains(byte): return false
            default: break
            }
            at += 1
        }
        return true
    }

    private static func isExpression(_ expression: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = expression
        if let first = rest.first, Self.templateOperators.contains(first) { rest = rest.dropFirst() }
        return rest.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy(isVariable)
    }

    private static func isVariable(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        var name = text
        if name.last == UInt8(ascii: "*") {
            name = name.dropLast()
        } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
            let length = name[(colon + 1)...]
            let isLength = (1...4).contains(length.count) && length.allSatisfy(\.isASCIIDigit)
            guard isLength, length.first != UInt8(ascii: "0") else { return false }
            name = name[..<colon]
        }
        guard let first = name.first, first != UInt8(ascii: "."), name.last != UInt8(ascii: ".") else { return false }
        var at = name.startIndex
        while at < name.endIndex {
            if name[at] == UInt8(ascii: "."), name[at - 1] == UInt8(ascii: ".") { return false }
            if name[at] == UInt8(ascii: "%") {
                guard at + 2 < name.endIndex, name[at + 1].isASCIIHexDigit, name[at + 2].isASCIIHexDigit else {
                    return false
                }
                at += 2
            } else if !name[at].isASCIIAlphanumeric, !Self.variablePunctuation.contains(name[at]) {
                return false
            }
            at += 1
        }
        return true
    }
}
