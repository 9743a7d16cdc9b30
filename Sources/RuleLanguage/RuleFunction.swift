/// A function of the language.
public enum RuleFunction: String, Sendable, CaseIterable {
    /// The code points of a text, the bytes of bytes, the elements of a list, the entries of a map.
    case size
    /// Whether a text begins with another.
    case startsWith
    /// Whether a text ends with another.
    case endsWith
    /// Whether a text contains another.
    case contains
    /// Whether a regular expression (RE2) is found in a text.
    case matches
    /// A text, such as `true` or `false`, as a boolean.
    case bool
    /// A text as its UTF-8 bytes.
    case bytes
    /// A number or a text as a number with fraction.
    case double
    /// The value itself.
    case dyn
    /// A text such as `1h30m` as a span of time.
    case duration
    /// A number, a text or a time (seconds since 1970) as a whole number.
    case int
    /// A value as a text.
    case string
    /// A text of RFC 3339, or seconds since 1970, as a time.
    case timestamp
    /// The type of a value.
    case type
    /// A number or a text as an unsigned whole number.
    case uint
    /// The year of a time.
    case getFullYear
    /// The month of a time, from 0.
    case getMonth
    /// The day of the month of a time, from 1.
    case getDate
    /// The day of the month of a time, from 0.
    case getDayOfMonth
    /// The day of the week of a time, from 0 for Sunday.
    case getDayOfWeek
    /// The day of the year of a time, from 0.
    case getDayOfYear
    /// The hour of a time, or the hours of a span.
    case getHours
    /// The minute of a time, or the minutes of a span.
    case getMinutes
    /// The second of a time, or the seconds of a span.
    case getSeconds
    /// The milliseconds within the second.
    case getMilliseconds

    /// In which ways it may be called.
    struct Shape: Sendable {
        /// The counts of arguments when called as `f(a)`, nil where it cannot be.
        var asFunction: ClosedRange<Int>?
        /// The counts of arguments besides the receiver when called as `a.f()`, nil where it cannot be.
        var asMethod: ClosedRange<Int>?
    }

    var shape: Shape {
        switch self {
        case .size: Shape(asFunction: 1...1, asMethod: 0...0)
        case .matches: Shape(asFunction: 2...2, asMethod: 1...1)
        case .startsWith, .endsWith, .contains: Shape(asMethod: 1...1)
        case .bool, .bytes, .double, .dyn, .duration, .int, .string, .timestamp, .type, .uint: Shape(asFunction: 1...1)
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours, .getMinutes,
            .getSeconds, .getMilliseconds:
            Shape(asMethod: 0...1)
        }
    }

    /// Whether it reads its text byte by byte, and perhaps copies it.
    var copiesText: Bool {
        switch self {
        case .size, .startsWith, .endsWith, .contains, .matches: false
        default: true
        }
    }

    /// What it gives, as far as that is known before any alert is seen.
    var resultType: RuleType {
        switch self {
        case .startsWith, .endsWith, .contains, .matches, .bool: .bool
        case .bytes: .bytes
        case .double: .double
        case .duration: .duration
        case .timestamp: .timestamp
        case .string: .string
        case .uint: .uint
        case .type: .type
        case .dyn: .any
        case .size, .int, .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours,
            .getMinutes, .getSeconds, .getMilliseconds:
            .int
        }
    }

    /// The function of a name; the way of the call is checked by the caller.
    static func find(_ name: String) -> RuleFunction? { RuleFunction(rawValue: name) }

    /// The names, for suggestions.
    static let names = allCases.map(\.rawValue)
}
