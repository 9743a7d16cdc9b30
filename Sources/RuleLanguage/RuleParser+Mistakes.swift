/// What is written for conditions elsewhere, and what is written here.
extension RuleParser {
    /// A rule that begins like a sentence or a query.
    mutating func sentenceStop() -> RuleSyntaxStop? {
        guard current.kind == .identifier else { return nil }
        switch following.kind {
        case .identifier, .symbol(.star), .symbol(.openParenthesis), .symbol(.not): break
        default: return nil
        }
        guard ["if", "when", "where", "select"].contains(text(current).lowercased()) else { return nil }
        return stop(
            .syntax, current.range,
            "a rule is the condition alone, such as kind == 'seizure': leave out '\(text(current))'")
    }

    /// Reports what stands where an operator is expected.
    mutating func unexpected() -> RuleSyntaxStop {
        let token = current
        let last = at > 0 ? tokens[at - 1] : token
        switch token.kind {
        case .symbol(.comma):
            if last.kind == .integer, following.kind == .integer {
                return stop(
                    .syntax, token.range, "a fraction is written with a point, not with a comma", replacement: ".")
            }
            return stop(
                .syntax, token.range,
                "conditions are joined by && (and) or || (or); several values stand in square brackets: x in ['A', 'B']"
            )
        case .symbol(.closeParenthesis): return stop(.syntax, token.range, "this ) has no opening (; leave it out")
        case .symbol(.closeBracket): return stop(.syntax, token.range, "this ] has no opening [; leave it out")
        case .symbol(.colon):
            return stop(.syntax, token.range, "a field is compared by ==: write == instead of ':'", replacement: "==")
        case .double where last.kind == .double || last.kind == .integer:
            return stop(.syntax, token.range, "numbers are written without separators: 1000000")
        case .identifier: return unexpectedWord(token, after: last)
        case .string, .integer, .double, .unsigned:
            return stop(
                .syntax, token.range, "between \(text(last)) and \(text(token)) an operator is missing, such as ==")
        default:
            return stop(.syntax, token.range, "an operator such as && is expected, and '\(text(token))' stands here")
        }
    }

    /// Words for what is an operator, a method or a function here.
    private static let otherWords: [String: (advice: String, replacement: String?)] = [
        "is": ("write == instead of 'is'", "=="), "equals": ("write == instead of 'equals'", "=="),
        "eq": ("write == instead of 'eq'", "=="), "ne": ("write != instead of 'ne'", "!="),
        "gt": ("write > instead of 'gt'", ">"), "ge": ("write >= instead of 'ge'", ">="),
        "lt": ("write < instead of 'lt'", "<"), "le": ("write <= instead of 'le'", "<="),
        "xor": ("write != between two conditions instead of 'xor'", nil),
        "like": ("instead of 'like' write x.startsWith('AB'), x.contains('AB') or x.matches('^AB.*')", nil),
        "contains": ("contains is a method: x.contains('AB')", nil),
        "matches": ("matches is a method: x.matches('^AB')", nil),
        "startswith": ("startsWith is a method: x.startsWith('AB')", nil),
        "endswith": ("endsWith is a method: x.endsWith('AB')", nil),
        "between": ("instead of 'between' write low <= x && x <= high", nil),
        "exists": ("whether a field is there is asked by has(x)", nil),
    ]

    private mutating func unexpectedWord(_ token: RuleToken, after last: RuleToken) -> RuleSyntaxStop {
        let word = text(token)
        if let other = Self.otherWords[word.lowercased()] {
            return stop(.syntax, token.range, other.advice, replacement: other.replacement)
        }
        if ["not", "NOT"].contains(word) {
            return stop(
                .syntax, token.range, "write !(x in ['A', 'B']) instead of 'x not in …', and != instead of 'is not'")
        }
        if ["IN", "In"].contains(word) {
            return stop(.syntax, token.range, "write in instead of '\(word)'", replacement: "in")
        }
        if ["xor", "XOR", "And", "Or"].contains(word) {
            return stop(.syntax, token.range, "conditions are joined by && (and) or || (or)")
        }
        if last.kind == .identifier, text(last) == "has" {
            return stop(
                .syntax, last.range.lowerBound..<token.range.upperBound, "write has(\(word))",
                replacement: "has(\(word))")
        }
        return stop(
            .syntax, token.range,
            "between \(text(last)) and \(word) an operator is missing: conditions are joined by && (and) or || (or)")
    }
}
