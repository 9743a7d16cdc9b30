/// Writes expressions in their canonical form.
enum RulePrinter {
    /// The text of an expression.
    static func text(of expression: RuleExpression) -> String { text(expression, within: 0) }

    /// How tightly an expression binds: conditional 0, `||` 1, `&&` 2, relations 3, sums 4, products 5, unary 6.
    private static func precedence(_ expression: RuleExpression) -> Int {
        switch expression.form {
        case .conditional: 0
        case .or: 1
        case .and: 2
        case .binary(let operation, _, _): operation.precedence
        case .not, .negate: 6
        default: 7
        }
    }

    private static func text(_ expression: RuleExpression, within outer: Int) -> String {
        let inner = bare(expression)
        return precedence(expression) < outer ? "(\(inner))" : inner
    }

    private static func bare(_ expression: RuleExpression) -> String {
        switch expression.form {
        case .literal(let literal): return text(literal)
        case .name(let name): return name
        case .alert: return ""
        case .member(let of, let name): return operand(of) + member(name)
        case .optionalMember(let of, let name): return "\(operand(of)).?\(member(name).dropFirst())"
        case .optionalElement(let of, let index): return "\(operand(of))[?\(text(index, within: 0))]"
        case .ifPresent(let value): return "?" + text(value, within: 0)
        case .presence(let of, let name) where of.path == []: return "has(\(member(name).dropFirst()))"
        case .presence(let of, let name): return "has(\(operand(of))\(member(name)))"
        case .element(let of, let index): return "\(operand(of))[\(text(index, within: 0))]"
        case .not(let inner): return "!" + text(inner, within: 6)
        case .negate(let inner):
            let shown = text(inner, within: 6)
            return shown.utf8.first.map { RuleScanner.isDigit($0) } == true ? "-(\(shown))" : "-" + shown
        case .and(let operands): return operands.map { text($0, within: 3) }.joined(separator: " && ")
        case .or(let operands): return operands.map { text($0, within: 2) }.joined(separator: " || ")
        case .conditional(let condition, let first, let second):
            return "\(text(condition, within: 1)) ? \(text(first, within: 1)) : \(text(second, within: 0))"
        case .binary(let operation, let left, let right):
            let own = operation.precedence
            return "\(text(left, within: own)) \(operation.rawValue) \(text(right, within: own + 1))"
        case .list(let values): return "[\(joined(values))]"
        case .map(let entries): return "{\(entries.map(entry).joined(separator: ", "))}"
        case .call(let function, let arguments, let isMethod):
            guard isMethod else { return "\(function.rawValue)(\(joined(arguments)))" }
            return "\(operand(arguments[0])).\(function.rawValue)(\(joined(Array(arguments.dropFirst()))))"
        case .comprehension(let macro, let variables, let range, let body):
            return
                "\(operand(range)).\(macro.rawValue)(\((variables + body.map { text($0, within: 0) }).joined(separator: ", ")))"
        }
    }

    private static func entry(_ entry: RuleMapEntry) -> String {
        if case .ifPresent(let value) = entry.value.form {
            return "?\(text(entry.key, within: 0)): \(text(value, within: 0))"
        }
        return "\(text(entry.key, within: 0)): \(text(entry.value, within: 0))"
    }

    private static func joined(_ expressions: [RuleExpression]) -> String {
        expressions.map { text($0, within: 0) }.joined(separator: ", ")
    }

    /// What stands before a dot or a bracket: a number needs brackets where its own dot would be misread.
    private static func operand(_ expression: RuleExpression) -> String {
        switch expression.form {
        case .literal(.int), .literal(.uint), .literal(.double): "(\(bare(expression)))"
        default: text(expression, within: 7)
        }
    }

    private static func member(_ name: String) -> String {
        let bytes = Array(name.utf8)
        let isPlain = RuleScanner.isNameStart(bytes.first ?? 0) && bytes.allSatisfy(RuleScanner.isNamePart)
        return isPlain && !["true", "false", "null", "in"].contains(name) ? ".\(name)" : ".`\(name)`"
    }

    // MARK: Literals

    private static func text(_ literal: RuleLiteral) -> String {
        switch literal {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): text(value)
        case .string(let text): "'\(escaped(text))'"
        case .bytes(let bytes): "b'\(bytes.map(escaped).joined())'"
        }
    }

    /// A literal that is read back as the same number: those too large for one become `1e999`, which is infinite.
    private static func text(_ value: Double) -> String {
        if value.isInfinite { return value < 0 ? "-1e999" : "1e999" }
        return "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func escaped(_ byte: UInt8) -> String {
        if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\\") {
            return String(Unicode.Scalar(byte))
        }
        return "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
}
