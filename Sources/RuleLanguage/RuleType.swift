/// What is known of a value before any alert is seen.
public indirect enum RuleType: Sendable, Hashable {
    /// Nothing is known.
    case any
    /// `null`.
    case null
    /// A boolean.
    case bool
    /// A whole number.
    case int
    /// An unsigned whole number; only literals with the suffix `u` are.
    case uint
    /// A number with fraction.
    case double
    /// A number that may have a fraction or not: what JSON Schema calls `number`.
    case number
    /// A text.
    case string
    /// A text of at most so many code points.
    case text(lengthMax: Int)
    /// A text of a format, such as a date, with its length in code points at most where that is known.
    case coded(format: String, lengthMax: Int?)
    /// One of a few texts.
    case enumeration([String])
    /// Bytes.
    case bytes
    /// A point in time, as `timestamp(text)` gives; times in alerts are texts.
    case timestamp
    /// A span of time, as `duration(text)` gives.
    case duration
    /// A type, as `type(value)` gives.
    case type
    /// A list, with what its elements are.
    case list(RuleType)
    /// A list of at most so many elements.
    case array(RuleType, countMax: Int)
    /// A map from texts to values of one type.
    case map(RuleType)
    /// An object with declared fields.
    case object(RuleObjectType)
    /// A value that may be missing, as `a.?b` gives.
    case optional(RuleType)
}

extension RuleType {
    /// What it is called in messages.
    var name: String {
        switch self {
        case .any: "anything"
        case .null: "null"
        case .bool: "a boolean"
        case .int, .uint: "a whole number"
        case .double, .number: "a number"
        case .string, .text, .coded, .enumeration: "a text"
        case .bytes: "bytes"
        case .timestamp: "a time"
        case .duration: "a span of time"
        case .type: "a type"
        case .list, .array: "a list"
        case .map, .object: "an object"
        case .optional: "an optional"
        }
    }

    /// What an optional holds; anything else is itself.
    var unwrapped: RuleType { if case .optional(let value) = self { value } else { self } }

    /// Types whose values can be equal or ordered to each other.
    enum Family { case any, null, bool, number, text, bytes, timestamp, duration, type, list, map, optional }

    var family: Family {
        switch self {
        case .any: .any
        case .null: .null
        case .bool: .bool
        case .int, .uint, .double, .number: .number
        case .string, .text, .coded, .enumeration: .text
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .list, .array: .list
        case .map, .object: .map
        case .optional: .optional
        }
    }

    /// What the elements of a list are; nil for anything else.
    var element: RuleType? {
        switch self {
        case .list(let element), .array(let element, _): element
        default: nil
        }
    }

    /// The most elements that a list has, nil where that is not known.
    var countMax: Int? { if case .array(_, let countMax) = self { countMax } else { nil } }

    /// The longest text in code points, nil where that is not known.
    var lengthMax: Int? {
        switch self {
        case .text(let lengthMax): lengthMax
        case .coded(_, let lengthMax): lengthMax
        // A code point takes at least a byte; the codes of the lists are ASCII.
        case .enumeration(let values): values.reduce(0) { max($0, $1.utf8.count) }
        default: nil
        }
    }

    /// What is known of a value that is of one type or the other.
    func joined(_ other: RuleType) -> RuleType {
        if self == other { return self }
        switch (self, other) {
        case (.enumeration(let own), .enumeration(let others)):
            return .enumeration(own + others.filter { value in !own.contains { $0.isSame(as: value) } })
        case (.object(let own), .object(let others)): return .object(own.joined(others))
        case (.optional(let own), .optional(let others)): return .optional(own.joined(others))
        // An empty list says nothing of the elements.
        case (_, .array(_, countMax: 0)) where family == .list: return self
        case (.array(_, countMax: 0), _) where other.family == .list: return other
        default: break
        }
        guard family == other.family else { return .any }
        switch family {
        case .number: return .number
        case .text:
            guard let own = lengthMax, let others = other.lengthMax else { return .string }
            return .text(lengthMax: max(own, others))
        case .list:
            let element = (element ?? .any).joined(other.element ?? .any)
            guard let own = countMax, let others = other.countMax else { return .list(element) }
            return .array(element, countMax: max(own, others))
        case .map: return .map(.any)
        default: return .any
        }
    }
}
