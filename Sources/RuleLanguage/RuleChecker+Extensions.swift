/// Calls of the functions that extend the language: of texts, and of numbers.
extension RuleChecker {
    mutating func extensionCall(
        _ function: RuleFunction, _ arguments: [RuleExpression], _ types: [RuleType]
    ) -> RuleType {
        for (index, (argument, type)) in zip(arguments, types).enumerated() {
            let expected = Self.expected(function, index, count: arguments.count)
            guard type.family != .any, !expected.contains(type.family) else { continue }
            diagnostics.report(
                .arguments, argument.byteRange,
                "\(function.rawValue) takes \(Self.word(expected)) here, and this is \(type.name)"
                    + (Self.optionalHint(type, argument) ?? ""))
        }
        return function.resultType
    }

    private static func expected(_ function: RuleFunction, _ index: Int, count: Int) -> [RuleType.Family] {
        switch function {
        case .join: index == 0 ? [.list] : [.text]
        case .charAt, .substring: index == 0 ? [.text] : [.number]
        case .indexOf, .lastIndexOf, .split: index < 2 ? [.text] : [.number]
        case .replace: index < 3 ? [.text] : [.number]
        case .lowerAscii, .upperAscii, .reverse, .trim, .quote: [.text]
        case .format: index == 0 ? [.text] : [.list]
        case .greatest, .least: count == 1 ? [.number, .list] : [.number]
        default: [.number]
        }
    }

    private static func word(_ families: [RuleType.Family]) -> String {
        switch families.first {
        case .text: "a text"
        case .list: "a list"
        default: "a number"
        }
    }
}
