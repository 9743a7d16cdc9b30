/// Stops the parser at a fault after which guessing on would report nonsense. The fault has been reported.
struct RuleSyntaxStop: Error {}

/// Reads a rule's text into an expression, by recursive descent with a bounded depth.
struct RuleParser {
    var diagnostics: RuleDiagnostics
    let tokens: [RuleToken]
    var at = 0
    private var nesting = 0
    var comprehensionDepth = 0

    let helpers: RuleHelpers

    private init(tokens: [RuleToken], helpers: RuleHelpers, diagnostics: RuleDiagnostics) {
        self.tokens = tokens
        self.helpers = helpers
        self.diagnostics = diagnostics
    }

    /// The expression of a text.
    static func parse(
        _ text: [UInt8], helpers: RuleHelpers = RuleHelpers(), isFiled: Bool = false
    ) throws(RuleErrors) -> RuleExpression {
        var diagnostics = RuleDiagnostics(text: text)
        if text.count > RuleLimits.textBytesMax, !isFiled {
            diagnostics.report(
                .limit, RuleLimits.textBytesMax..<text.count,
                "a rule has at most \(RuleLimits.textBytesMax) bytes; this one has \(text.count)")
        } else if let tokens = RuleScanner.tokens(of: text, reportingTo: &diagnostics) {
            var parser = RuleParser(tokens: tokens, helpers: helpers, diagnostics: diagnostics)
            let expression = parser.wholeText()
            if let expression, parser.diagnostics.errors.isEmpty { return expression }
            diagnostics = parser.diagnostics
        }
        throw diagnostics.result ?? RuleErrors(errors: [])
    }

    private mutating func wholeText() -> RuleExpression? {
        do throws(RuleSyntaxStop) {
            if current.kind == .end {
                throw stop(.syntax, current.range, "the rule is empty; write true to match every alert")
            }
            if let stop = sentenceStop() { throw stop }
            let expression = try expression()
            if current.kind != .end { throw unexpected() }
            return expression
        } catch {
            return nil
        }
    }

    // MARK: Words

    var current: RuleToken { tokens[at] }
    var following: RuleToken { tokens[min(at + 1, tokens.count - 1)] }
    var lastEnd: Int { at > 0 ? tokens[at - 1].range.upperBound : 0 }

    func text(_ token: RuleToken) -> String { String(decoding: diagnostics.text[token.range], as: UTF8.self) }
    /// Whether the bytes of the current word are these.
    func isWord(_ word: String) -> Bool { diagnostics.text[current.range].elementsEqual(word.utf8) }
    func isSymbol(_ symbol: RuleSymbol) -> Bool { current.kind == .symbol(symbol) }

    mutating func take(_ symbol: RuleSymbol) -> Bool {
        guard isSymbol(symbol) else { return false }
        at += 1
        return true
    }

    mutating func takeWord(_ words: String...) -> Bool {
        guard current.kind == .identifier, words.contains(text(current)) else { return false }
        at += 1
        return true
    }

    mutating func stop(
        _ code: RuleError.Code, _ range: Range<Int>, _ message: String, replacement: String? = nil
    ) -> RuleSyntaxStop {
        diagnostics.report(code, range, message, replacement: replacement)
        return RuleSyntaxStop()
    }

    /// An expression of a form, refused where it nests too deep.
    mutating func make(_ form: RuleExpression.Form, from start: Int) throws(RuleSyntaxStop) -> RuleExpression {
        let expression = RuleExpression(form, start..<lastEnd)
        guard expression.depth <= RuleLimits.expressionDepthMax else { throw tooDeep(expression.byteRange) }
        return expression
    }

    mutating func tooDeep(_ range: Range<Int>) -> RuleSyntaxStop {
        stop(.limit, range, "expressions nest at most \(RuleLimits.expressionDepthMax) deep")
    }

    // MARK: Operators

    /// `condition ? first : second`, or anything that binds tighter.
    mutating func expression() throws(RuleSyntaxStop) -> RuleExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= RuleLimits.expressionDepthMax else { throw tooDeep(current.range) }
        let start = current.range.lowerBound
        let condition = try disjunction()
        let question = current.range
        guard take(.question) else { return condition }
        let isTurned = isSymbol(.dot) && current.range.lowerBound == question.upperBound
        let first = try disjunction()
        guard take(.colon) else {
            if isTurned {
                throw stop(
                    .syntax, question.lowerBound..<(question.upperBound + 1),
                    "a field that may be missing is asked with the dot first: write .? instead of ?.",
                    replacement: ".?")
            }
            throw stop(.syntax, current.range, "a conditional is written condition ? value : value; the : is missing")
        }
        let second = try expression()
        return try make(.conditional(condition, first, second), from: start)
    }

    private mutating func disjunction() throws(RuleSyntaxStop) -> RuleExpression {
        let start = current.range.lowerBound
        let first = try conjunction()
        guard isSymbol(.or) || isMistaken(.singleOr, words: "or", "OR") else { return first }
        var operands = Self.disjuncts(first)
        while takeLogical(.or, mistaken: .singleOr, words: "or", "OR") {
            operands += Self.disjuncts(try conjunction())
        }
        return try make(.or(operands), from: start)
    }

    private mutating func conjunction() throws(RuleSyntaxStop) -> RuleExpression {
        let start = current.range.lowerBound
        let first = try relation()
        guard isSymbol(.and) || isMistaken(.singleAnd, words: "and", "AND") else { return first }
        var operands = Self.conjuncts(first)
        while takeLogical(.and, mistaken: .singleAnd, words: "and", "AND") {
            operands += Self.conjuncts(try relation())
        }
        return try make(.and(operands), from: start)
    }

    private static func disjuncts(_ expression: RuleExpression) -> [RuleExpression] {
        if case .or(let operands) = expression.form { return operands }
        return [expression]
    }

    private static func conjuncts(_ expression: RuleExpression) -> [RuleExpression] {
        if case .and(let operands) = expression.form { return operands }
        return [expression]
    }

    private func isMistaken(_ symbol: RuleSymbol, words: String...) -> Bool {
        isSymbol(symbol) || current.kind == .identifier && words.contains(text(current))
    }

    /// Takes `&&` or `||`; what other languages write for it is taken too, and reported.
    private mutating func takeLogical(_ symbol: RuleSymbol, mistaken: RuleSymbol, words: String...) -> Bool {
        if take(symbol) { return true }
        let isWord = current.kind == .identifier && words.contains(text(current))
        guard isWord || isSymbol(mistaken) else { return false }
        diagnostics.report(
            .syntax, current.range, "write \(symbol.rawValue) instead of '\(text(current))'",
            replacement: symbol.rawValue)
        at += 1
        return true
    }

    private mutating func relation() throws(RuleSyntaxStop) -> RuleExpression {
        let start = current.range.lowerBound
        var left = try arithmetic(precedence: 4)
        while let operation = takeRelation() {
            let right = try arithmetic(precedence: 4)
            left = try make(.binary(operation, left, right), from: start)
        }
        return left
    }

    private mutating func takeRelation() -> RuleOperator? {
        if current.kind == .identifier {
            guard isWord("in") else { return nil }
            at += 1
            return .isIn
        }
        guard case .symbol(let symbol) = current.kind else { return nil }
        let token = current
        if let meant = symbol.meant {
            at += 1
            diagnostics.report(
                .syntax, token.range, "write \(meant.rawValue) instead of '\(symbol.rawValue)'",
                replacement: meant.rawValue)
            return meant
        }
        guard let operation = symbol.operation, operation.precedence == 3 else { return nil }
        at += 1
        return operation
    }

    /// Sums (4) of products (5) of unary expressions.
    private mutating func arithmetic(precedence: Int) throws(RuleSyntaxStop) -> RuleExpression {
        guard precedence < 6 else { return try unary() }
        let start = current.range.lowerBound
        var left = try arithmetic(precedence: precedence + 1)
        while case .symbol(let symbol) = current.kind, let operation = symbol.operation,
            operation.precedence == precedence
        {
            at += 1
            let right = try arithmetic(precedence: precedence + 1)
            left = try make(.binary(operation, left, right), from: start)
        }
        return left
    }

    private mutating func unary() throws(RuleSyntaxStop) -> RuleExpression {
        let symbol: RuleSymbol = isSymbol(.minus) ? .minus : .not
        var starts: [Int] = []
        var number: RuleExpression?
        while isSymbol(symbol) || symbol == .not && isMistakenNot {
            if !isSymbol(symbol) {
                diagnostics.report(
                    .syntax, current.range,
                    "write ! instead of '\(text(current))', and brackets around what is denied: !(…)",
                    replacement: "!")
            }
            if symbol == .minus {
                number = negativeNumber()
                if number != nil { break }
            }
            starts.append(current.range.lowerBound)
            at += 1
            guard starts.count <= RuleLimits.expressionDepthMax else { throw tooDeep(starts[0]..<lastEnd) }
        }
        var operand = if let number { try members(of: number) } else { try members(of: try primary()) }
        for start in starts.reversed() {
            operand = try make(symbol == .minus ? .negate(operand) : .not(operand), from: start)
        }
        return operand
    }

    /// Whether here stands `not` or `NOT` before an operand.
    private var isMistakenNot: Bool {
        guard current.kind == .identifier, isWord("not") || isWord("NOT") else { return false }
        switch following.kind {
        case .identifier, .string, .symbol(.openParenthesis): return true
        default: return false
        }
    }

    /// A number with the minus before it, so that the smallest whole number can be written.
    private mutating func negativeNumber() -> RuleExpression? {
        let range = current.range.lowerBound..<following.range.upperBound
        let reader = RuleLiteralReader(text: diagnostics.text)
        let literal: RuleLiteral? =
            switch following.kind {
            case .integer: reader.integer(following.range, negative: true)
            case .double: reader.double(following.range).map(Self.negated)
            default: nil
            }
        guard let literal else { return nil }
        at += 2
        return RuleExpression(.literal(literal), range)
    }

    private static func negated(_ literal: RuleLiteral) -> RuleLiteral {
        if case .double(let value) = literal { return .double(-value) }
        return literal
    }
}
