/// The types of the language, which `type(value)` gives and which rules name beside it: `type(x) == string`.
enum RuleTypeName: String, CaseIterable {
    case bool
    case bytes
    case double
    case duration = "google.protobuf.Duration"
    case int
    case list
    case map
    case null = "null_type"
    case optional = "optional_type"
    case string
    case timestamp = "google.protobuf.Timestamp"
    case type
    case uint

    /// The type that an expression names, nil where it names none.
    static func named(by expression: RuleExpression) -> RuleTypeName? {
        expression.path.flatMap { RuleTypeName(rawValue: $0.joined(separator: ".")) }
    }

    /// Whether operands of a comparison name types rather than fields: one of them asks for a type.
    ///
    /// Fields may be called `type` or `string`, and mostly are meant: only beside `type(...)` such a name is a type.
    static func areNamed(in operation: RuleOperator, _ left: RuleExpression, _ right: RuleExpression) -> Bool {
        guard operation == .equal || operation == .notEqual else { return false }
        return isTypeCall(left) || isTypeCall(right)
    }

    private static func isTypeCall(_ expression: RuleExpression) -> Bool {
        if case .call(.type, _, _) = expression.form { return true }
        return false
    }

    /// Its number in values.
    var number: UInt64 { UInt64(Self.allCases.firstIndex(of: self) ?? 0) }

    /// The type of a number in values.
    static func numbered(_ number: UInt64) -> RuleTypeName { allCases[Int(number) % allCases.count] }

    init(of kind: RuleValue.Kind) {
        switch kind {
        case .bool: self = .bool
        case .bytes: self = .bytes
        case .double: self = .double
        case .duration: self = .duration
        case .int: self = .int
        case .list: self = .list
        case .map: self = .map
        case .null: self = .null
        case .optional: self = .optional
        case .string: self = .string
        case .timestamp: self = .timestamp
        case .uint: self = .uint
        case .type, .fault: self = .type
        }
    }
}
