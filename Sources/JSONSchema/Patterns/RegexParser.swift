/// Parses regular expressions of ECMA-262, section 22.2.1, with the flag `u`, as JSON Schema asks for.
struct RegexParser {
    /// How deep groups may nest.
    private static let groupDepthMax = 64
    /// The largest number of repetitions that RE2 expands.
    static let repetitionMax = 1000

    private let scalars: [UInt32]
    private(set) var at = 0
    private var depth = 0

    init(_ text: String) { scalars = text.unicodeScalars.map(\.value) }

    static func parse(_ text: String) throws(PatternError) -> RegexNode {
        var parser = RegexParser(text)
        let node = try parser.alternation()
        if parser.at < parser.scalars.count { throw parser.error("')' without '('") }
        return node
    }

    // MARK: Reading

    var next: UInt32? { at < scalars.count ? scalars[at] : nil }

    func peek(_ distance: Int) -> UInt32? { at + distance < scalars.count ? scalars[at + distance] : nil }

    mutating func advance(_ count: Int = 1) { at += count }

    mutating func take(_ character: Character) -> Bool {
        guard next == character.unicodeScalars.first?.value else { return false }
        at += 1
        return true
    }

    mutating func take(_ text: String) -> Bool {
        for (distance, scalar) in text.unicodeScalars.enumerated() where peek(distance) != scalar.value { return false }
        at += text.unicodeScalars.count
        return true
    }

    func error(_ reason: String) -> PatternError {
        PatternError(message: "not a regular expression of ECMA-262: \(reason), at character \(at + 1)")
    }

    // MARK: Grammar

    private mutating func alternation() throws(PatternError) -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.groupDepthMax { throw error("groups nest deeper than \(Self.groupDepthMax)") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence() throws(PatternError) -> RegexNode {
        var terms: [RegexNode] = []
        while let scalar = next, scalar != 0x7C, scalar != 0x29 { terms.append(try term()) }
        return terms.count == 1 ? terms[0] : terms.isEmpty ? .empty : .sequence(terms)
    }

    private mutating func term() throws(PatternError) -> RegexNode {
        if take("^") { return .start }
        if take("$") { return .end }
        if take("\\b") { return .wordBoundary(isNegated: false) }
        if take("\\B") { return .wordBoundary(isNegated: true) }
        for opening in ["(?=", "(?!", "(?<=", "(?<!"] where take(opening) {
            _ = try alternation()
            if !take(")") { throw error("'\(opening)' without ')'") }
            return .unsupported("'\(opening)…)', a look-around")
        }
        return try quantified(try atom())
    }

    private mutating func quantified(_ atom: RegexNode) throws(PatternError) -> RegexNode {
        let bounds: (min: Int, max: Int?)
        switch next {
        case 0x2A: bounds = (0, nil)
        case 0x2B: bounds = (1, nil)
        case 0x3F: bounds = (0, 1)
        case 0x7B:
            advance()
            let least = try number()
            var most: Int? = least
            if take(",") { most = next == 0x7D ? nil : try number() }
            if next != 0x7D { throw error("'{' without '}'") }
            if let most, most < least { throw error("the bounds of '{\(least),\(most)}' are the wrong way round") }
            bounds = (least, most)
        default: return atom
        }
        advance()
        return .repetition(atom, min: bounds.min, max: bounds.max, isLazy: take("?"))
    }

    private mutating func number() throws(PatternError) -> Int {
        var value = 0
        let start = at
        while let scalar = next, (0x30...0x39).contains(scalar) {
            value = min(value * 10 + Int(scalar - 0x30), 1 << 30)
            advance()
        }
        if at == start { throw error("a number is missing after '{'; a brace itself is written '\\{'") }
        return value
    }

    private mutating func atom() throws(PatternError) -> RegexNode {
        guard let scalar = next else { return .empty }
        switch scalar {
        case 0x2E:
            advance()
            return .oneOf(RegexClass(ScalarSet.lineEnds.complement))
        case 0x28: return try group()
        case 0x5B: return .oneOf(try characterClass())
        case 0x5C: return try atomEscape()
        case 0x2A, 0x2B, 0x3F: throw error("nothing to repeat")
        case 0x7B, 0x7D, 0x5D:
            let text = String(UnicodeScalar(scalar) ?? " ")
            throw error("a '\(text)' by itself; the character is written '\\\(text)'")
        default:
            advance()
            return .oneOf(RegexClass(ScalarSet(scalar)))
        }
    }

    private mutating func group() throws(PatternError) -> RegexNode {
        advance()
        if take("?:") {
        } else if take("?<") {
            while let scalar = next, scalar != 0x3E, scalar != 0x29 { advance() }
            if !take(">") { throw error("a group's name without '>'") }
        } else if next == 0x3F {
            throw error("'(?' must be followed by ':', '=', '!' or '<'")
        }
        let node = try alternation()
        if !take(")") { throw error("'(' without ')'") }
        return node
    }
}
