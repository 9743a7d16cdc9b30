/// Optionals: values that may be missing.
extension RuleChecker {
    /// What to write where an optional stands in the place of its value; nil where the type is none.
    static func optionalHint(_ type: RuleType, _ expression: RuleExpression? = nil) -> String? {
        guard case .optional(let value) = type else { return nil }
        let other =
            switch value.family {
            case .text, .any: "'?'"
            case .number: "0"
            case .bool: "false"
            case .list: "[]"
            case .map: "{}"
            default: "…"
            }
        let text = expression.map(RulePrinter.text) ?? ""
        let isShown = !text.isEmpty && text.utf8.count <= hintBytesMax
        return "; say what counts where there is none: \(isShown ? text : "(…)").orValue(\(other))"
    }

    private static let hintBytesMax = 60

    mutating func expectOptional(_ type: RuleType, _ expression: RuleExpression, of name: String) {
        guard type.family != .any, type.family != .optional else { return }
        let isPath = expression.path != nil
        diagnostics.report(
            .type, expression.byteRange,
            "\(name) asks an optional, and this is \(type.name)"
                + (isPath ? "; write .? before the field that may be missing" : ""))
    }

    /// What `?value` adds to a list or a map.
    mutating func entry(_ operand: RuleExpression) -> RuleType {
        let type = type(of: operand)
        guard type.family != .any, type.family != .optional else { return type.unwrapped }
        diagnostics.report(
            .type, operand.byteRange,
            "? before a value of a list or map takes an optional, and this is \(type.name); leave out the ?, or write "
                + "optional.ofNonZeroValue(…)")
        return type
    }

    mutating func optionalCall(
        _ function: RuleFunction, _ arguments: [RuleExpression], _ types: [RuleType]
    ) -> RuleType {
        switch function {
        case .optionalNone: return .optional(.any)
        case .optionalOf, .optionalOfNonZeroValue: return .optional(types[0])
        default: break
        }
        expectOptional(types[0], arguments[0], of: function.rawValue)
        switch function {
        case .hasValue: return .bool
        case .or:
            expectOptional(types[1], arguments[1], of: function.rawValue)
            return .optional(types[0].unwrapped.joined(types[1].unwrapped))
        case .orValue:
            let (value, other) = (types[0].unwrapped, types[1])
            if value.family != other.family, ![value, other].contains(where: { [.any, .null].contains($0.family) }) {
                diagnostics.report(
                    .type, arguments[1].byteRange,
                    "orValue gives \(value.name) where there is one, and this is \(other.name); give one of the same kind"
                )
            }
            return value.joined(other)
        default: return types[0].unwrapped
        }
    }
}
