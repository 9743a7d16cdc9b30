extension Condition: CustomStringConvertible {
    /// The condition as a rule would have it, fields of any element of a list as `goods[].hs`.
    var description: String {
        switch self {
        case .equal(let place, let value): "\(place) == \(value)"
        case .notEqual(let place, let value): "\(place) != \(value)"
        case .oneOf(let place, let values): "\(place) in [\(Self.joined(values))]"
        case .noneOf(let place, let values): "!(\(place) in [\(Self.joined(values))])"
        case .prefix(let place, let text): "\(place).startsWith(\(ConditionValue.text(text)))"
        case .notPrefix(let place, let text): "!\(place).startsWith(\(ConditionValue.text(text)))"
        case .number(let place, let relation, let number): "\(place) \(relation.rawValue) \(number)"
        case .notNumber(let place, let number): "\(place) != \(number)"
        case .numberOneOf(let place, let numbers): "\(place) in [\(Self.joined(numbers))]"
        case .present(let place): "\(place) is there"
        case .absent(let place): "\(place) is not there"
        case .object(let place): "\(place) is an object"
        case .rule: "the rule as a whole"
        }
    }

    private static func joined(_ values: [some CustomStringConvertible]) -> String {
        values.map(\.description).joined(separator: ", ")
    }
}

extension ConditionValue: CustomStringConvertible {
    /// As a literal.
    var description: String {
        switch self {
        case .text(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
        case .bool(let value): "\(value)"
        case .null: "null"
        }
    }
}

extension AlertNumber: CustomStringConvertible {
    /// As a literal.
    var description: String {
        switch self {
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)u"
        case .double(let value): "\(value)"
        }
    }
}
