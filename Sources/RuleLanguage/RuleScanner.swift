/// Splits a rule's text into words.
struct RuleScanner {
    private let text: [UInt8]
    private var at = 0
    private var tokens: [RuleToken] = []

    private init(_ text: [UInt8]) { self.text = text }

    /// The words of a text, the last of kind `end`; nil after a fault, which is reported.
    static func tokens(of text: [UInt8], reportingTo diagnostics: inout RuleDiagnostics) -> [RuleToken]? {
        var scanner = RuleScanner(text)
        while scanner.skipBlanks() {
            guard let token = scanner.next(&diagnostics) else { return nil }
            scanner.tokens.append(token)
        }
        scanner.tokens.append(RuleToken(kind: .end, range: text.count..<text.count))
        return scanner.tokens
    }

    private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < text.count ? text[at + ahead] : 0 }

    /// Skips white space and comments; false at the end of the text.
    private mutating func skipBlanks() -> Bool {
        while at < text.count {
            switch text[at] {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: at += 1
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
                while at < text.count, text[at] != 0x0A { at += 1 }
            default: return true
            }
        }
        return false
    }

    private mutating func next(_ diagnostics: inout RuleDiagnostics) -> RuleToken? {
        let start = at
        if let prefix = stringPrefix() { return string(prefix, &diagnostics) }
        if Self.isNameStart(byte()) {
            while Self.isNamePart(byte()) { at += 1 }
            return RuleToken(kind: .identifier, range: start..<at)
        }
        if Self.isDigit(byte()) || byte() == UInt8(ascii: ".") && Self.isDigit(byte(1)) {
            return number(&diagnostics)
        }
        if byte() == UInt8(ascii: "`") { return quotedIdentifier(&diagnostics) }
        for (bytes, symbol) in RuleSymbol.byFirstByte[Int(text[at])] where text[at...].starts(with: bytes) {
            at += bytes.count
            return RuleToken(kind: .symbol(symbol), range: start..<at)
        }
        reportStray(&diagnostics)
        return nil
    }

    private func reportStray(_ diagnostics: inout RuleDiagnostics) {
        let range = at..<(at + max(1, Self.lengthOfCharacter(text[at])))
        let character = String(decoding: text[range.clamped(to: 0..<text.count)], as: UTF8.self)
        switch character {
        case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}", "\u{B4}":
            diagnostics.report(
                .syntax, range, "a text stands between plain quotes: write ' instead of \(character)", replacement: "'")
        case "\u{2260}":
            diagnostics.report(.syntax, range, "write != instead of \(character)", replacement: "!=")
        case "\u{2264}": diagnostics.report(.syntax, range, "write <= instead of \(character)", replacement: "<=")
        case "\u{2265}": diagnostics.report(.syntax, range, "write >= instead of \(character)", replacement: ">=")
        case ";", "#", "$", "@", "\\", "~", "^":
            diagnostics.report(.syntax, range, "'\(character)' has no meaning in a rule; leave it out")
        default:
            diagnostics.report(
                .syntax, range,
                "an unexpected character; a field name that is not of a-z, A-Z, 0-9 and _ is reached by ['name']")
        }
    }

    private static func lengthOfCharacter(_ first: UInt8) -> Int {
        switch first {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }

    private mutating func quotedIdentifier(_ diagnostics: inout RuleDiagnostics) -> RuleToken? {
        let start = at
        at += 1
        while Self.isNamePart(byte()) || [0x2D, 0x2E, 0x2F, 0x20].contains(byte()) { at += 1 }
        guard byte() == UInt8(ascii: "`"), at > start + 1 else {
            diagnostics.report(
                .syntax, start..<(at + 1), "between back-ticks stand letters, digits and any of _ - . / and the space")
            return nil
        }
        at += 1
        return RuleToken(kind: .quotedIdentifier, range: start..<at)
    }

    // MARK: Numbers

    private mutating func number(_ diagnostics: inout RuleDiagnostics) -> RuleToken? {
        let start = at
        var kind = RuleToken.Kind.integer
        if byte() == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "x") {
            at += 2
            while Self.hexValue(byte()) != nil { at += 1 }
        } else {
            while Self.isDigit(byte()) { at += 1 }
            if byte() == UInt8(ascii: "."), Self.isDigit(byte(1)) {
                kind = .double
                at += 1
                while Self.isDigit(byte()) { at += 1 }
            }
            if let length = exponentLength() {
                kind = .double
                at += length
                while Self.isDigit(byte()) { at += 1 }
            }
        }
        if kind == .integer, byte() | 0x20 == UInt8(ascii: "u") {
            kind = .unsigned
            at += 1
        }
        guard !Self.isNamePart(byte()) else {
            while Self.isNamePart(byte()) { at += 1 }
            diagnostics.report(.literal, start..<at, "neither a number nor a name; a text stands between quotes")
            return nil
        }
        return RuleToken(kind: kind, range: start..<at)
    }

    /// The length of `e`, `e+` or `e-` where digits follow.
    private func exponentLength() -> Int? {
        guard byte() | 0x20 == UInt8(ascii: "e") else { return nil }
        let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
        return Self.isDigit(byte(1 + sign)) ? 1 + sign : nil
    }

    // MARK: Strings

    private struct StringPrefix {
        var length = 0
        var isRaw = false
        var isBytes = false
    }

    /// What stands before the quote where a string begins here.
    private func stringPrefix() -> StringPrefix? {
        var prefix = StringPrefix()
        while prefix.length < 2 {
            switch byte(prefix.length) | 0x20 {
            case UInt8(ascii: "r") where !prefix.isRaw: prefix.isRaw = true
            case UInt8(ascii: "b") where !prefix.isBytes: prefix.isBytes = true
            default: return Self.isQuote(byte(prefix.length)) ? prefix : nil
            }
            prefix.length += 1
        }
        return Self.isQuote(byte(prefix.length)) ? prefix : nil
    }

    private mutating func string(_ prefix: StringPrefix, _ diagnostics: inout RuleDiagnostics) -> RuleToken? {
        let start = at
        at += prefix.length
        let quote = byte()
        let quoteCount = byte(1) == quote && byte(2) == quote ? 3 : 1
        at += quoteCount
        while at < text.count {
            if text[at] == quote, quoteCount == 1 || byte(1) == quote && byte(2) == quote {
                at += quoteCount
                return RuleToken(kind: prefix.isBytes ? .bytes : .string, range: start..<at)
            }
            if quoteCount == 1, text[at] == 0x0A || text[at] == 0x0D { break }
            at += text[at] == UInt8(ascii: "\\") && !prefix.isRaw ? 2 : 1
        }
        let shown = String(decoding: [quote], as: UTF8.self)
        diagnostics.report(
            .literal, start..<min(at, text.count),
            "the text has no closing \(String(repeating: shown, count: quoteCount))"
                + (quoteCount == 1 ? " on its line" : ""))
        return nil
    }

    // MARK: Characters

    static func isNameStart(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") }
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }

    static func hexValue(_ byte: UInt8) -> UInt32? {
        if isDigit(byte) { return UInt32(byte &- 0x30) }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? UInt32(letter) + 10 : nil
    }
}
