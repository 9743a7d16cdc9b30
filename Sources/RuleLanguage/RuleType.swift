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
    /// A map from texts to values of one type.
    case map(RuleType)
    /// An object with declared fields.
    case object(RuleObjectType)
}

/// An object's fields, as a schema declares them.
public struct RuleObjectType: Sendable, Hashable {
    /// What the object is called in messages, such as `seizure` or `conveyance`.
    public var name: String
    /// The fields.
    public var fields: [String: RuleType]
    /// Whether fields other than the declared ones may occur; then unknown fields are no error.
    public var isOpen: Bool

    /// An object's fields.
    public init(name: String, fields: [String: RuleType], isOpen: Bool = false) {
        self.name = name
        self.fields = fields
        self.isOpen = isOpen
    }
}

/// The fields that rules may speak of, against which they are checked when they are filed.
public struct RuleDeclarations: Sendable, Hashable {
    /// The alert.
    public var root: RuleObjectType

    /// Declarations of an alert's fields.
    public init(root: RuleObjectType) { self.root = root }
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
        case .string, .enumeration: "a text"
        case .bytes: "bytes"
        case .timestamp: "a time"
        case .duration: "a span of time"
        case .type: "a type"
        case .list: "a list"
        case .map, .object: "an object"
        }
    }

    /// Types whose values can be equal or ordered to each other.
    enum Family { case any, null, bool, number, text, bytes, timestamp, duration, type, list, map }

    var family: Family {
        switch self {
        case .any: .any
        case .null: .null
        case .bool: .bool
        case .int, .uint, .double, .number: .number
        case .string, .enumeration: .text
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .list: .list
        case .map, .object: .map
        }
    }

    /// What is known of a value that is of one type or the other.
    func joined(_ other: RuleType) -> RuleType {
        if self == other { return self }
        guard family == other.family else { return .any }
        switch family {
        case .number: return .number
        case .text: return .string
        case .list: return .list(.any)
        case .map: return .map(.any)
        default: return .any
        }
    }
}
