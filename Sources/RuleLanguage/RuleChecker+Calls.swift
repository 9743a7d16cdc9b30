/// Calls of the functions of the language itself.
extension RuleChecker {
    mutating func call(_ function: RuleFunction, _ arguments: [RuleExpression]) -> RuleType {
        if function == .format { return format(arguments) }
        let types = arguments.map { type(of: $0) }
        if function.group == .optional { return optionalCall(function, arguments, types) }
        if function.group != .core { return extensionCall(function, arguments, types) }
        switch function {
        case .size:
            if ![.any, .text, .bytes, .list, .map].contains(types[0].family) {
                diagnostics.report(
                    .arguments, arguments[0].byteRange,
                    "size counts texts, lists and maps, and this is \(types[0].name)"
                        + (Self.optionalHint(types[0], arguments[0]) ?? ""))
            }
            return .int
        case .startsWith, .endsWith, .contains, .matches:
            for (argument, type) in zip(arguments, types) where type.family != .any && type.family != .text {
                diagnostics.report(
                    .arguments, argument.byteRange,
                    "\(function.rawValue) works on texts, and this is \(type.name)"
                        + (Self.optionalHint(type, argument) ?? textHint(type, argument, function)))
            }
            if function == .matches { checkPattern(arguments[1]) }
            return .bool
        case .bool, .bytes, .double, .dyn, .duration, .int, .string, .timestamp, .type, .uint:
            checkConversion(function, arguments[0], types[0])
            return function.resultType
        default:
            checkPart(function, arguments, types)
            return .int
        }
    }

    /// A text given to a conversion can be judged now.
    private mutating func checkConversion(_ function: RuleFunction, _ argument: RuleExpression, _ type: RuleType) {
        guard case .literal(.string(let text)) = argument.form else {
            if [.timestamp, .duration].contains(function), ![.any, .text, .number].contains(type.family),
                type != function.resultType
            {
                diagnostics.report(
                    .arguments, argument.byteRange,
                    "\(function.rawValue) reads a text, and this is \(type.name)"
                        + (Self.optionalHint(type, argument) ?? ""))
            }
            return
        }
        switch function {
        case .timestamp where RuleTime.timestamp(text.utf8) == nil:
            diagnostics.report(
                .literal, argument.byteRange,
                "a time is written as in RFC 3339, with the time of day and the zone: '2026-08-23T12:00:00Z'",
                replacement: RuleTime.timestamp((text + "T00:00:00Z").utf8) == nil ? nil : "'\(text)T00:00:00Z'")
        case .duration where RuleTime.duration(text.utf8) == nil:
            diagnostics.report(
                .literal, argument.byteRange,
                "a span of time is written with units h, m, s, ms: '36h' or '1h30m'; a day is '24h'",
                replacement: text.hasSuffix("d") ? Int(text.dropLast()).map { "'\($0 &* 24)h'" } : nil)
        default: break
        }
    }

    private mutating func checkPart(_ function: RuleFunction, _ arguments: [RuleExpression], _ types: [RuleType]) {
        let receivers: [RuleType.Family] = [.any, .timestamp, .duration]
        if !receivers.contains(types[0].family) {
            diagnostics.report(
                .arguments, arguments[0].byteRange,
                "\(function.rawValue) asks a time, and this is \(types[0].name)"
                    + (types[0].family == .text ? "; convert it: timestamp(text).\(function.rawValue)()" : ""))
        }
        guard arguments.count > 1, case .literal(.string(let zone)) = arguments[1].form,
            RuleTime.offset(zone.utf8) == nil
        else { return }
        diagnostics.report(
            .arguments, arguments[1].byteRange,
            "a zone is written as its distance from UTC, such as '+02:00'; names of zones are not known, because their "
                + "rules change")
    }

    /// Compiles the patterns of a rule that is not checked otherwise.
    mutating func checkPatterns(_ expression: RuleExpression) {
        if case .call(.matches, let arguments, _) = expression.form { checkPattern(arguments[1]) }
        for part in expression.parts { checkPatterns(part) }
    }

    private mutating func checkPattern(_ argument: RuleExpression) {
        guard case .literal(.string(let pattern)) = argument.form else {
            diagnostics.report(
                .pattern, argument.byteRange, "the pattern of matches is written out in the rule: matches('^AB')")
            return
        }
        guard pattern.utf8.count <= RuleLimits.patternBytesMax else {
            diagnostics.report(
                .limit, argument.byteRange, "a pattern has at most \(RuleLimits.patternBytesMax) bytes")
            return
        }
        do throws(RulePattern.Refusal) {
            _ = try patterns.pattern(pattern)
        } catch {
            let isWildcard = ["*", "+", "?"].contains { pattern.hasPrefix($0) }
            diagnostics.report(
                .pattern, argument.byteRange,
                "RE2 refuses the pattern: \(error.reason)"
                    + (isWildcard ? "; * repeats what stands before it, and .* is any text" : ""))
        }
    }
}
