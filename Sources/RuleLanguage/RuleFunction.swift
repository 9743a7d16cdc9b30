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
    /// The character at a position, empty behind the last.
    case charAt
    /// The position of a text within another, from a position on; -1 where it is not there.
    case indexOf
    /// The last position of a text within another, up to a position; -1 where it is not there.
    case lastIndexOf
    /// A list of texts as one text.
    case join
    /// A text with A to Z as small letters.
    case lowerAscii
    /// A text with a to z as capital letters.
    case upperAscii
    /// A text with a part replaced by another, everywhere or so many times.
    case replace
    /// A text backwards.
    case reverse
    /// The parts of a text between separators, at most so many.
    case split
    /// The part of a text from a position on, up to another.
    case substring
    /// A text without white space at its ends.
    case trim
    /// A text between quotes, with escapes.
    case quote = "strings.quote"
    /// A text with `%s`, `%d` and the like replaced by the values of a list.
    case format
    /// The largest of numbers, or of a list of them.
    case greatest = "math.greatest"
    /// The least of numbers, or of a list of them.
    case least = "math.least"
    /// The least whole number that is not smaller.
    case ceil = "math.ceil"
    /// The largest whole number that is not larger.
    case floor = "math.floor"
    /// The nearest whole number, halves away from zero.
    case round = "math.round"
    /// A number without its fraction.
    case trunc = "math.trunc"
    /// A number without its sign.
    case abs = "math.abs"
    /// -1, 0 or 1.
    case sign = "math.sign"
    /// Whether a number is none.
    case isNaN = "math.isNaN"
    /// Whether a number is infinite.
    case isInf = "math.isInf"
    /// Whether a number is neither infinite nor none.
    case isFinite = "math.isFinite"
    /// The bits that are set in both numbers.
    case bitAnd = "math.bitAnd"
    /// The bits that are set in either number.
    case bitOr = "math.bitOr"
    /// The bits that differ.
    case bitXor = "math.bitXor"
    /// The bits that are not set.
    case bitNot = "math.bitNot"
    /// The bits moved up.
    case bitShiftLeft = "math.bitShiftLeft"
    /// The bits moved down.
    case bitShiftRight = "math.bitShiftRight"
    /// An optional that holds a value.
    case optionalOf = "optional.of"
    /// An optional that holds nothing.
    case optionalNone = "optional.none"
    /// An optional that holds a value, or nothing where the value is zero, empty, false or null.
    case optionalOfNonZeroValue = "optional.ofNonZeroValue"
    /// Whether an optional holds a value.
    case hasValue
    /// The value of an optional that holds one.
    case value
    /// An optional, or another where it holds nothing.
    case or
    /// The value of an optional, or another value where it holds nothing.
    case orValue

    /// What functions are about.
    enum Group { case core, text, math, optional }

    var group: Group {
        switch self {
        case .charAt, .indexOf, .lastIndexOf, .join, .lowerAscii, .upperAscii, .replace, .reverse, .split, .substring,
            .trim, .quote, .format:
            .text
        case .optionalOf, .optionalNone, .optionalOfNonZeroValue, .hasValue, .value, .or, .orValue: .optional
        case .greatest, .least, .ceil, .floor, .round, .trunc, .abs, .sign, .isNaN, .isInf, .isFinite, .bitAnd, .bitOr,
            .bitXor, .bitNot, .bitShiftLeft, .bitShiftRight:
            .math
        default: .core
        }
    }

    /// The most numbers that `math.greatest` and `math.least` take one by one.
    static let numbersMax = 16

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
        case .charAt, .format, .or, .orValue: Shape(asMethod: 1...1)
        case .hasValue, .value: Shape(asMethod: 0...0)
        case .optionalOf, .optionalOfNonZeroValue: Shape(asFunction: 1...1)
        case .optionalNone: Shape(asFunction: 0...0)
        case .indexOf, .lastIndexOf, .split, .substring: Shape(asMethod: 1...2)
        case .join: Shape(asMethod: 0...1)
        case .lowerAscii, .upperAscii, .reverse, .trim: Shape(asMethod: 0...0)
        case .replace: Shape(asMethod: 2...3)
        case .greatest, .least: Shape(asFunction: 1...Self.numbersMax)
        case .bitAnd, .bitOr, .bitXor, .bitShiftLeft, .bitShiftRight: Shape(asFunction: 2...2)
        case .quote, .ceil, .floor, .round, .trunc, .abs, .sign, .isNaN, .isInf, .isFinite, .bitNot:
            Shape(asFunction: 1...1)
        }
    }

    /// Whether it reads its text byte by byte, and perhaps copies it.
    var copiesText: Bool {
        switch self {
        case .size, .startsWith, .endsWith, .contains, .matches: false
        default: group != .optional
        }
    }

    /// Whether the text that it gives is no longer than what it is given, but for numbers.
    var keepsLength: Bool {
        switch self {
        case .string, .charAt, .lowerAscii, .upperAscii, .reverse, .substring, .trim: true
        default: false
        }
    }

    /// What it gives, as far as that is known before any alert is seen.
    var resultType: RuleType {
        switch self {
        case .startsWith, .endsWith, .contains, .matches, .bool, .isNaN, .isInf, .isFinite, .hasValue: .bool
        case .bytes: .bytes
        case .double: .double
        case .duration: .duration
        case .timestamp: .timestamp
        case .string, .charAt, .join, .lowerAscii, .upperAscii, .replace, .reverse, .substring, .trim, .quote, .format:
            .string
        case .split: .list(.string)
        case .ceil, .floor, .round, .trunc: .double
        case .greatest, .least, .abs, .sign, .bitAnd, .bitOr, .bitXor, .bitNot, .bitShiftLeft, .bitShiftRight: .number
        case .uint: .uint
        case .type: .type
        case .dyn, .value, .orValue: .any
        case .optionalOf, .optionalNone, .optionalOfNonZeroValue, .or: .optional(.any)
        case .size, .int, .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours,
            .getMinutes, .getSeconds, .getMilliseconds, .indexOf, .lastIndexOf:
            .int
        }
    }

    /// The function of a name; the way of the call is checked by the caller.
    static func find(_ name: String) -> RuleFunction? { byName[name] }

    /// The second words of the functions that have a first, such as `of` of `optional.of`.
    static func members(of word: String) -> [String] {
        names.compactMap { $0.hasPrefix(word + ".") ? String($0.dropFirst(word.count + 1)) : nil }
    }

    /// All of them, by the numbers that programs call them by.
    static let numbered = allCases
    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The names, for suggestions.
    static let names = allCases.map(\.rawValue)
}
