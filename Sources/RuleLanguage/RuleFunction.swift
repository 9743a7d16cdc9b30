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
        }
    }

    /// The function of a name; the way of the call is checked by the caller.
    static func find(_ name: String) -> RuleFunction? { RuleFunction(rawValue: name) }

    /// The names, for suggestions.
    static let names = allCases.map(\.rawValue)
}
