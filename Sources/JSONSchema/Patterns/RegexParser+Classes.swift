extension RegexParser {
    /// An escape outside brackets.
    mutating func atomEscape() throws(PatternError) -> RegexNode {
        if let digit = peek(1), (0x31...0x39).contains(digit) {
            advance(2)
            while let scalar = next, (0x30...0x39).contains(scalar) { advance() }
            return .unsupported("a back-reference")
        }
        if peek(1) == 0x6B, peek(2) == 0x3C {
            while let scalar = next, scalar != 0x3E { advance() }
            if !take(">") { throw error("'\\k<' without '>'") }
            return .unsupported("a back-reference")
        }
        return .oneOf(try classEscape(inBrackets: false))
    }

    /// A class in brackets.
    mutating func characterClass() throws(PatternError) -> RegexClass {
        advance()
        var result = RegexClass(ScalarSet([]))
        result.isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while next != 0x5D {
            guard next != nil else { throw error("'[' without ']'") }
            let first = try classAtom()
            guard next == 0x2D, peek(1) != 0x5D, peek(1) != nil else {
                result.properties += first.properties
                ranges += first.set.ranges
                continue
            }
            advance()
            let last = try classAtom()
            guard let low = first.single, let high = last.single else {
                throw error("a range must be between two characters")
            }
            guard low <= high else { throw error("the bounds of a range are the wrong way round") }
            ranges.append(low...high)
        }
        advance()
        result.set = ScalarSet(ranges)
        return result
    }

    private mutating func classAtom() throws(PatternError) -> RegexClass {
        guard let scalar = next else { throw error("'[' without ']'") }
        if scalar == 0x5C { return try classEscape(inBrackets: true) }
        advance()
        return RegexClass(ScalarSet(scalar))
    }

    private mutating func classEscape(inBrackets: Bool) throws(PatternError) -> RegexClass {
        guard let escape = peek(1) else { throw error("a backslash at the end") }
        advance(2)
        switch UnicodeScalar(escape) {
        case "d": return RegexClass(.digits)
        case "D": return RegexClass(ScalarSet.digits.complement)
        case "w": return RegexClass(.word)
        case "W": return RegexClass(ScalarSet.word.complement)
        case "s": return RegexClass(.space)
        case "S": return RegexClass(ScalarSet.space.complement)
        case "p": return try property(isNegated: false)
        case "P": return try property(isNegated: true)
        case "b" where inBrackets: return RegexClass(ScalarSet(0x08))
        default: return RegexClass(ScalarSet(try characterEscape(escape)))
        }
    }

    /// ECMA-262: CharacterEscape. Punctuation may be escaped although the flag `u` forbids some of it: schemas do.
    private mutating func characterEscape(_ escape: UInt32) throws(PatternError) -> UInt32 {
        switch UnicodeScalar(escape) {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0":
            if let digit = next, (0x30...0x39).contains(digit) { throw error("an octal escape") }
            return 0
        case "c":
            guard let letter = next, letter < 0x80, UInt8(letter).isASCIILetter else {
                throw error("'\\c' must be followed by a letter")
            }
            advance()
            return letter & 0x1F
        case "x": return try hexDigits(2)
        case "u": return try unicodeEscape()
        default:
            guard escape >= 0x21, escape < 0x7F, !UInt8(escape).isASCIIAlphanumeric else {
                throw error("'\\\(UnicodeScalar(escape).map(String.init) ?? "")' is no escape")
            }
            return escape
        }
    }

    private mutating func unicodeEscape() throws(PatternError) -> UInt32 {
        if take("{") {
            var value: UInt32 = 0
            let start = at
            while let digit = next.flatMap(Self.hexValue) {
                value = value << 4 | digit
                if value > ScalarSet.scalarMax { throw error("a code point above 10FFFF") }
                advance()
            }
            if at == start || !take("}") { throw error("'\\u{' without hexadecimal digits and '}'") }
            return value
        }
        let unit = try hexDigits(4)
        if unit & 0xFC00 == 0xD800, peek(0) == 0x5C, peek(1) == 0x75 {
            let before = at
            advance(2)
            let low = try hexDigits(4)
            if low & 0xFC00 == 0xDC00 { return 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF) }
            advance(before - at)
        }
        return unit
    }

    private mutating func hexDigits(_ count: Int) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = next.flatMap(Self.hexValue) else {
                throw error("\(count) hexadecimal digits are missing")
            }
            value = value << 4 | digit
            advance()
        }
        return value
    }

    private static func hexValue(_ scalar: UInt32) -> UInt32? {
        guard scalar < 0x80, UInt8(scalar).isASCIIHexDigit else { return nil }
        return scalar <= 0x39 ? scalar - 0x30 : (scalar | 0x20) - 0x57
    }

    private mutating func property(isNegated: Bool) throws(PatternError) -> RegexClass {
        guard take("{") else { throw error("'\\p' must be followed by '{' and the name of a Unicode property") }
        var name = ""
        while let scalar = next, scalar != 0x7D {
            name.unicodeScalars.append(UnicodeScalar(scalar) ?? " ")
            advance()
        }
        if !take("}") { throw error("'\\p{' without '}'") }
        switch name {
        case "ASCII":
            let set = ScalarSet([0...0x7F])
            return RegexClass(isNegated ? set.complement : set)
        case "Any":
            let set = ScalarSet([0...ScalarSet.scalarMax])
            return RegexClass(isNegated ? ScalarSet([]) : set)
        default:
            guard let known = UnicodeProperties.name(name) else {
                throw PatternError(
                    message: "the Unicode property '\(name)' is not known; general categories (as in \\p{Lu}) and "
                        + "scripts (as in \\p{Script=Greek}) are")
            }
            return RegexClass(RegexClass.Property(name: known, isNegated: isNegated))
        }
    }
}

extension RegexClass {
    /// The only code point of a class of one.
    fileprivate var single: UInt32? {
        guard properties.isEmpty, set.ranges.count == 1, set.ranges[0].count == 1 else { return nil }
        return set.ranges[0].lowerBound
    }
}
