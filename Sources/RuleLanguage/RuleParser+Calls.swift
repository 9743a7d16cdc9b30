extension RuleParser {
    mutating func arguments() throws(RuleSyntaxStop) -> [RuleExpression] {
        at += 1
        var arguments: [RuleExpression] = []
        while !isSymbol(.closeParenthesis) {
            arguments.append(try expression())
            guard take(.comma) else { break }
        }
        guard take(.closeParenthesis) else {
            if current.kind == .end { throw stop(.syntax, current.range, "a closing ) is missing") }
            throw unexpected()
        }
        return arguments
    }

    /// `name(…)`, of which the name has been taken.
    mutating func function(_ token: RuleToken) throws(RuleSyntaxStop) -> RuleExpression {
        let name = text(token)
        let start = token.range.lowerBound
        if let helper = helpers[name] { return try self.helper(helper, from: start) }
        let arguments = try arguments()
        if name == "has" { return try presence(arguments, from: start) }
        guard let function = RuleFunction.find(name) else { return try unknown(token, isMethod: false, from: start) }
        guard let counts = function.shape.asFunction else {
            throw stop(.arguments, token.range, "\(name) is a method: write text.\(name)(…)")
        }
        try expect(counts, arguments.count, of: token)
        return try make(.call(function, arguments, isMethod: false), from: start)
    }

    private mutating func presence(_ arguments: [RuleExpression], from start: Int) throws(RuleSyntaxStop)
        -> RuleExpression
    {
        switch arguments.first?.form {
        case .member(let of, let name) where arguments.count == 1: return try make(.presence(of, name), from: start)
        case .name(let name) where arguments.count == 1:
            // A field of the alert itself, which has no name of its own to write before the dot.
            let alert = RuleExpression(.alert, arguments[0].byteRange)
            return try make(.presence(alert, name), from: start)
        case .optionalMember, .optionalElement:
            throw stop(
                .arguments, start..<lastEnd,
                "has takes a field without a question mark: has(route.origin); of an optional ask .hasValue()")
        default: throw stop(.arguments, start..<lastEnd, "has takes a field: has(goods), has(route.origin)")
        }
    }

    /// `receiver.name(…)`, of which the name has been taken.
    mutating func method(
        _ token: RuleToken, of receiver: RuleExpression, from start: Int
    ) throws(RuleSyntaxStop) -> RuleExpression {
        let name = text(token)
        if case .name(let word) = receiver.form {
            if let function = RuleFunction.find(word + "." + name), let counts = function.shape.asFunction {
                let arguments = try arguments()
                try expect(counts, arguments.count, of: token)
                return try make(.call(function, arguments, isMethod: false), from: start)
            }
            if let helper = helpers[word + "." + name] { return try self.helper(helper, from: start) }
            let others = helpers.members(of: word) + RuleFunction.members(of: word)
            if !others.isEmpty, RuleFunction.find(name) == nil, !RuleMacro.isName(name) {
                _ = try arguments()
                return try unknown(token, among: others, of: word, from: start)
            }
        }
        if RuleMacro.isName(name) {
            return try comprehension(token, over: receiver, from: start)
        }
        let arguments = try arguments()
        guard let function = RuleFunction.find(name) else { return try unknown(token, isMethod: true, from: start) }
        guard let counts = function.shape.asMethod else {
            throw stop(.arguments, token.range, "\(name) is no method: write \(name)(…)")
        }
        try expect(counts, arguments.count, of: token)
        return try make(.call(function, [receiver] + arguments, isMethod: true), from: start)
    }

    private mutating func comprehension(
        _ token: RuleToken, over range: RuleExpression, from start: Int
    ) throws(RuleSyntaxStop) -> RuleExpression {
        let name = text(token)
        // What is evaluated once at most does not count among the loops.
        let loops = RuleMacro(rawValue: name)?.isOverOptional == true ? 0 : 1
        comprehensionDepth += loops
        defer { comprehensionDepth -= loops }
        if comprehensionDepth > RuleLimits.comprehensionDepthMax {
            throw stop(
                .limit, token.range,
                "all, exists and the like nest at most \(RuleLimits.comprehensionDepthMax) deep")
        }
        let arguments = try arguments()
        guard let macro = RuleMacro.find(name, argumentCount: arguments.count) else {
            let usage = (RuleMacro(rawValue: name) ?? .existsOne).usage(on: range)
            throw stop(
                .arguments, token.range, "\(name) takes a name for the element, and what is asked of it: \(usage)")
        }
        let variableCount = macro.variableCount(argumentCount: arguments.count)
        var variables: [String] = []
        for argument in arguments.prefix(variableCount) {
            guard case .name(let variable) = argument.form, !variables.contains(variable) else {
                throw stop(
                    .arguments, argument.byteRange, "here a name of its own for the element is expected, such as x")
            }
            variables.append(variable)
        }
        let body = Array(arguments.dropFirst(variableCount))
        return try make(.comprehension(macro, variables: variables, range: range, body: body), from: start)
    }

    private mutating func expect(
        _ counts: ClosedRange<Int>, _ count: Int, of token: RuleToken
    ) throws(RuleSyntaxStop) {
        guard !counts.contains(count) else { return }
        let expected = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
        throw stop(
            .arguments, token.range,
            "\(text(token)) takes \(expected) argument\(expected == "1" ? "" : "s") and is given \(count)")
    }

    /// What other languages call a function, and what is written here.
    private static let otherNames: [String: String] = [
        "len": "size", "length": "size", "count": "size", "any": "exists", "some": "exists", "every": "all",
        "forEach": "all", "like": "matches", "regex": "matches", "match": "matches", "includes": "contains",
        "startswith": "startsWith", "endswith": "endsWith", "hasPrefix": "startsWith", "hasSuffix": "endsWith",
        "orElse": "orValue", "getOrElse": "orValue", "isPresent": "hasValue", "flatMap": "optFlatMap", "get": "value",
        "exist": "exists", "defined": "has", "isset": "has", "not": "!",
    ]

    /// Reports a helper that does not exist and goes on, so that the rest of the text is read too.
    private mutating func unknown(
        _ token: RuleToken, among others: [String], of word: String, from start: Int
    ) throws(RuleSyntaxStop) -> RuleExpression {
        let name = text(token)
        let meant = NearestName.of(name, among: others)
        let known = others.map { "\(word).\($0)" }.joined(separator: ", ")
        diagnostics.report(
            .unknownFunction, token.range,
            "there is no function '\(word).\(name)'; "
                + (meant.map { "did you mean '\(word).\($0)'?" } ?? "there is \(known)"),
            replacement: meant)
        return try make(.literal(.null), from: start)
    }

    /// Reports a function that does not exist and goes on, so that the rest of the text is read too.
    private mutating func unknown(
        _ token: RuleToken, isMethod: Bool, from start: Int
    ) throws(RuleSyntaxStop) -> RuleExpression {
        let name = text(token)
        if name == "now" || name == "today" {
            diagnostics.report(
                .unknownFunction, token.range,
                "a rule knows no present time, so that it says the same of an alert whenever it is asked; write the time "
                    + "out: timestamp('2026-01-01T00:00:00Z')")
            return try make(.literal(.null), from: start)
        }
        let known = RuleFunction.names + RuleMacro.names + helpers.all.map(\.name)
        let meant = Self.otherNames[name] ?? NearestName.of(name, among: known)
        diagnostics.report(
            .unknownFunction, token.range,
            "there is no \(isMethod ? "method" : "function") '\(name)'"
                + (meant.map { "; did you mean '\($0)'?" } ?? ""),
            replacement: meant)
        return try make(.literal(.null), from: start)
    }
}
