extension RuleParser {
    /// The definition of a helper in the place of its call, of which the name has been taken.
    mutating func helper(_ helper: RuleHelper, from start: Int) throws(RuleSyntaxStop) -> RuleExpression {
        let arguments = try arguments()
        let range = start..<lastEnd
        guard arguments.count == helper.parameters.count else {
            throw stop(
                .arguments, range,
                "\(helper.name) takes \(helper.parameters.count) arguments and is given \(arguments.count): write "
                    + helper.usage)
        }
        var texts: [String] = []
        var textRanges: [Range<Int>] = []
        var expressions: [String: RuleExpression] = [:]
        for (parameter, argument) in zip(helper.parameters, arguments) {
            switch parameter {
            case .expression(let name): expressions[name] = argument
            case .text:
                guard case .literal(.string(let text)) = argument.form else {
                    throw stop(
                        .arguments, argument.byteRange,
                        "\(helper.name) takes a text that is written out, between quotes: \(helper.usage)",
                        replacement: Self.quoted(argument))
                }
                texts.append(text)
                textRanges.append(argument.byteRange)
            }
        }
        switch helper.expand(texts) {
        case .refused(let text, let message, let replacement):
            diagnostics.report(.arguments, textRanges[text], message, replacement: replacement.map { "'\($0)'" })
            return try make(.literal(.bool(true)), from: start)
        case .expression(let definition):
            guard let expression = Self.definition(definition) else {
                preconditionFailure("the definition of \(helper.name) is no expression: \(definition)")
            }
            let expanded = expression.expanded(at: range, with: expressions)
            guard expanded.depth <= RuleLimits.expressionDepthMax else { throw tooDeep(range) }
            return expanded
        }
    }

    /// A name between quotes, where they were forgotten.
    private static func quoted(_ argument: RuleExpression) -> String? {
        if case .name(let name) = argument.form { "'\(name)'" } else { nil }
    }

    private static func definition(_ text: String) -> RuleExpression? { try? parse(Array(text.utf8)) }
}

extension RuleExpression {
    /// A definition in the place of a call: parameters replaced by the arguments, which keep their own places.
    fileprivate func expanded(at range: Range<Int>, with arguments: [String: RuleExpression]) -> RuleExpression {
        if case .name(let name) = form, let argument = arguments[name] { return argument }
        var copy = RuleExpression(form.mapParts { $0.expanded(at: range, with: arguments) }, range)
        copy.isExpanded = true
        return copy
    }
}

extension RuleExpression.Form {
    /// The same form over other parts.
    func mapParts(_ change: (RuleExpression) -> RuleExpression) -> RuleExpression.Form {
        switch self {
        case .literal, .name, .alert: self
        case .member(let of, let name): .member(change(of), name)
        case .presence(let of, let name): .presence(change(of), name)
        case .element(let of, let index): .element(change(of), change(index))
        case .optionalMember(let of, let name): .optionalMember(change(of), name)
        case .optionalElement(let of, let index): .optionalElement(change(of), change(index))
        case .ifPresent(let operand): .ifPresent(change(operand))
        case .not(let operand): .not(change(operand))
        case .negate(let operand): .negate(change(operand))
        case .and(let operands): .and(operands.map(change))
        case .or(let operands): .or(operands.map(change))
        case .conditional(let condition, let first, let second):
            .conditional(change(condition), change(first), change(second))
        case .binary(let operation, let left, let right): .binary(operation, change(left), change(right))
        case .list(let values): .list(values.map(change))
        case .map(let entries):
            .map(entries.map { RuleMapEntry(key: change($0.key), value: change($0.value)) })
        case .call(let function, let arguments, let isMethod):
            .call(function, arguments.map(change), isMethod: isMethod)
        case .comprehension(let macro, let variables, let range, let body):
            .comprehension(macro, variables: variables, range: change(range), body: body.map(change))
        }
    }
}
