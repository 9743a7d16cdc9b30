extension RuleParser {
    /// `.name`, `.?name`, `.method(…)`, `[index]` and `[?index]`, as many as follow.
    mutating func members(of receiver: RuleExpression) throws(RuleSyntaxStop) -> RuleExpression {
        var operand = receiver
        let start = receiver.byteRange.lowerBound
        while true {
            if take(.dot) {
                let isOptional = take(.question)
                operand =
                    try isOptional ? optionalMember(of: operand, from: start) : memberOrMethod(of: operand, from: start)
            } else if take(.openBracket) {
                let isOptional = take(.question)
                let index = try expression()
                guard take(.closeBracket) else { throw stop(.syntax, current.range, "a closing ] is missing") }
                operand = try make(
                    isOptional ? .optionalElement(operand, index) : .element(operand, index), from: start)
            } else if isSymbol(.openBrace), operand.path != nil {
                throw stop(
                    .syntax, current.range, "there are no message types; a map is written {'name': value}")
            } else {
                return operand
            }
        }
    }

    private mutating func memberOrMethod(
        of operand: RuleExpression, from start: Int
    ) throws(RuleSyntaxStop) -> RuleExpression {
        let token = current
        switch token.kind {
        case .quotedIdentifier:
            at += 1
            return try make(.member(operand, String(text(token).dropFirst().dropLast())), from: start)
        case .identifier where !Self.literalWords.contains(text(token)):
            at += 1
            if isSymbol(.openParenthesis) { return try method(token, of: operand, from: start) }
            return try make(.member(operand, text(token)), from: start)
        default:
            throw stop(
                .syntax, token.range,
                "after the dot a field name or a method is expected; other names are reached by ['name']")
        }
    }

    /// `.?name`, of which the question mark has been taken.
    private mutating func optionalMember(
        of operand: RuleExpression, from start: Int
    ) throws(RuleSyntaxStop) -> RuleExpression {
        let token = current
        let isQuoted = token.kind == .quotedIdentifier
        guard isQuoted || token.kind == .identifier else {
            throw stop(.syntax, token.range, "after .? the name of a field that may be missing is expected")
        }
        at += 1
        if isSymbol(.openParenthesis) {
            throw stop(
                .syntax, token.range, "a method is called with a plain dot: .\(text(token))(…)",
                replacement: text(token))
        }
        let name = isQuoted ? String(text(token).dropFirst().dropLast()) : text(token)
        return try make(.optionalMember(operand, name), from: start)
    }

    mutating func primary() throws(RuleSyntaxStop) -> RuleExpression {
        let token = current
        switch token.kind {
        case .integer, .unsigned, .double, .string, .bytes:
            at += 1
            return RuleExpression(.literal(try literal(token)), token.range)
        case .identifier: return try nameOrCall()
        case .symbol(.dot) where following.kind == .identifier:
            at += 1
            return try nameOrCall()
        case .symbol(.dot) where following.kind == .symbol(.question):
            // A field of the alert itself, which has no name of its own to write before the dot.
            at += 2
            let alert = RuleExpression(.alert, token.range.lowerBound..<token.range.lowerBound)
            return try optionalMember(of: alert, from: token.range.lowerBound)
        case .symbol(.openParenthesis): return try parenthesised()
        case .symbol(.openBracket): return try list()
        case .symbol(.openBrace): return try map()
        case .end: throw stop(.syntax, token.range, "the rule ends where a value is expected")
        case .symbol(.question) where at > 0 && tokens[at - 1].kind == .symbol(.question):
            throw stop(.syntax, token.range, "what counts where a field is missing is written a.?b.orValue('…')")
        default: throw stop(.syntax, token.range, "a value is expected, and '\(text(token))' stands here")
        }
    }

    private mutating func literal(_ token: RuleToken) throws(RuleSyntaxStop) -> RuleLiteral {
        let reader = RuleLiteralReader(text: diagnostics.text)
        switch token.kind {
        case .integer:
            if let value = reader.integer(token.range, negative: false) { return value }
            throw stop(.literal, token.range, "whole numbers reach from \(Int64.min) to \(Int64.max)")
        case .unsigned:
            if let value = reader.unsigned(token.range) { return value }
            throw stop(.literal, token.range, "unsigned numbers reach from 0 to \(UInt64.max)")
        case .double:
            if let value = reader.double(token.range) { return value }
            throw stop(.literal, token.range, "not a number")
        default:
            do throws(RuleLiteralReader.Fault) {
                let content = try reader.content(token.range, isBytes: token.kind == .bytes)
                return token.kind == .bytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
            } catch {
                throw stop(.literal, error.range, error.message)
            }
        }
    }

    private mutating func parenthesised() throws(RuleSyntaxStop) -> RuleExpression {
        at += 1
        let inner = try expression()
        if isSymbol(.comma) {
            throw stop(.syntax, current.range, "a list is written in square brackets: ['A', 'B']")
        }
        guard take(.closeParenthesis) else { throw stop(.syntax, current.range, "a closing ) is missing") }
        return inner
    }

    private mutating func list() throws(RuleSyntaxStop) -> RuleExpression {
        let start = current.range.lowerBound
        at += 1
        var values: [RuleExpression] = []
        while !isSymbol(.closeBracket) {
            let isOptional = take(.question)
            values.append(try entry(isOptional: isOptional))
            guard take(.comma) else { break }
        }
        guard take(.closeBracket) else {
            throw stop(.syntax, current.range, "the list goes on with , or ends with ]")
        }
        if values.count > RuleLimits.listValuesMax {
            throw stop(
                .limit, start..<lastEnd, "a list holds at most \(RuleLimits.listValuesMax) values; split the rule")
        }
        return try make(.list(values), from: start)
    }

    /// A value of a list or map that is written out.
    private mutating func entry(isOptional: Bool) throws(RuleSyntaxStop) -> RuleExpression {
        let value = try expression()
        return isOptional ? try make(.ifPresent(value), from: value.byteRange.lowerBound) : value
    }

    private mutating func map() throws(RuleSyntaxStop) -> RuleExpression {
        let start = current.range.lowerBound
        at += 1
        var entries: [RuleMapEntry] = []
        while !isSymbol(.closeBrace) {
            let isOptional = take(.question)
            let key = try expression()
            guard take(.colon) else { throw stop(.syntax, current.range, "an entry of a map is written key: value") }
            entries.append(RuleMapEntry(key: key, value: try entry(isOptional: isOptional)))
            guard take(.comma) else { break }
        }
        guard take(.closeBrace) else { throw stop(.syntax, current.range, "the map goes on with , or ends with }") }
        if entries.count > RuleLimits.listValuesMax {
            throw stop(.limit, start..<lastEnd, "a map holds at most \(RuleLimits.listValuesMax) entries")
        }
        return try make(.map(entries), from: start)
    }

    private static let literalWords: Set<String> = ["true", "false", "null", "in"]

    private static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "in", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    private mutating func nameOrCall() throws(RuleSyntaxStop) -> RuleExpression {
        let token = current
        let name = text(token)
        at += 1
        switch name {
        case "true": return RuleExpression(.literal(.bool(true)), token.range)
        case "false": return RuleExpression(.literal(.bool(false)), token.range)
        case "null": return RuleExpression(.literal(.null), token.range)
        case _ where Self.reservedWords.contains(name):
            throw stop(.syntax, token.range, "'\(name)' is a reserved word of the language and no field name here")
        default: break
        }
        if isSymbol(.openParenthesis) { return try function(token) }
        return RuleExpression(.name(name), token.range)
    }
}
