/// A field that a condition looks at: from the alert's root, or from an element of one of its lists.
struct FieldPlace: Hashable, Sendable {
    /// The names from the root to the list whose elements are looked at; nil for the alert itself.
    var list: [FieldName]?
    /// Which element is meant where a rule speaks of several; conditions on one element share the number.
    var element = 0
    /// The names from the root, or from the element, to the field. Empty for the element itself.
    var names: [FieldName]
}

/// A name by its bytes: `String`s that are canonically equivalent count as equal, and name different fields.
struct FieldName: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    init(_ name: String) { bytes = Array(name.utf8) }

    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// A value that conditions compare with as a whole.
enum ConditionValue: Hashable, Sendable {
    case text([UInt8])
    case bool(Bool)
    case null
}

/// How a number must lie to another.
enum NumberRelation: String, Hashable, Sendable {
    case equal = "=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// The smallest part of what a rule demands. It holds where the field is present and the test is true: a field that
/// is missing, or of a type for which the test is not defined, satisfies none.
enum Condition: Hashable, Sendable {
    case equal(FieldPlace, ConditionValue)
    case notEqual(FieldPlace, ConditionValue)
    /// The values are in ascending order, each once.
    case oneOf(FieldPlace, [ConditionValue])
    case noneOf(FieldPlace, [ConditionValue])
    case prefix(FieldPlace, [UInt8])
    /// The field is a text with another beginning.
    case notPrefix(FieldPlace, [UInt8])
    case number(FieldPlace, NumberRelation, AlertNumber)
    case notNumber(FieldPlace, AlertNumber)
    case numberOneOf(FieldPlace, [AlertNumber])
    case present(FieldPlace)
    /// The field is not there; what it would lie in is judged by a condition of its own.
    case absent(FieldPlace)
    case object(FieldPlace)
    /// What no other case expresses: the evaluator judges the rule as a whole.
    case rule

    /// The field, nil for the rule as a whole.
    var place: FieldPlace? {
        switch self {
        case .equal(let place, _), .notEqual(let place, _), .oneOf(let place, _), .noneOf(let place, _),
            .prefix(let place, _), .notPrefix(let place, _), .number(let place, _, _), .notNumber(let place, _),
            .numberOneOf(let place, _), .present(let place), .absent(let place), .object(let place):
            place
        case .rule: nil
        }
    }

    /// How many keys it makes of a rule that is found by it; nil where it cannot be part of a key.
    var keyCount: Int? {
        switch self {
        case .equal, .prefix: 1
        case .oneOf(_, let values): values.count
        default: nil
        }
    }

    /// The same of another field.
    func moved(to place: FieldPlace) -> Condition {
        switch self {
        case .equal(_, let value): .equal(place, value)
        case .notEqual(_, let value): .notEqual(place, value)
        case .oneOf(_, let values): .oneOf(place, values)
        case .noneOf(_, let values): .noneOf(place, values)
        case .prefix(_, let text): .prefix(place, text)
        case .notPrefix(_, let text): .notPrefix(place, text)
        case .number(_, let relation, let number): .number(place, relation, number)
        case .notNumber(_, let number): .notNumber(place, number)
        case .numberOneOf(_, let numbers): .numberOneOf(place, numbers)
        case .present: .present(place)
        case .absent: .absent(place)
        case .object: .object(place)
        case .rule: .rule
        }
    }
}
