/// A word of a rule's text.
struct RuleToken {
    /// What it is.
    enum Kind: Equatable {
        case identifier
        /// A field name between back-ticks.
        case quotedIdentifier
        case integer
        case unsigned
        case double
        case string
        case bytes
        case symbol(RuleSymbol)
        case end
    }

    let kind: Kind
    /// Its bytes in the text.
    let range: Range<Int>
}

/// The operators and brackets. The last few are no part of the language: they are read so that the fault can say
/// what to write instead.
enum RuleSymbol: String, CaseIterable {
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case dot = "."
    case comma = ","
    case colon = ":"
    case question = "?"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case not = "!"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and = "&&"
    case or = "||"
    case assign = "="
    case singleAnd = "&"
    case singleOr = "|"
    case strictEqual = "==="
    case strictNotEqual = "!=="
    case unlike = "<>"
    case turnedGreaterOrEqual = "=>"
    case turnedLessOrEqual = "=<"

    /// The operator of two operands that it stands for, other than `&&` and `||`.
    var operation: RuleOperator? {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .plus: .add
        case .minus: .subtract
        case .star: .multiply
        case .slash: .divide
        case .percent: .remainder
        default: nil
        }
    }

    /// The comparison that is meant by a symbol of other languages.
    var meant: RuleOperator? {
        switch self {
        case .assign, .strictEqual: .equal
        case .strictNotEqual, .unlike: .notEqual
        case .turnedGreaterOrEqual: .greaterOrEqual
        case .turnedLessOrEqual: .lessOrEqual
        default: nil
        }
    }

    /// The symbols that begin with a byte, from the longest to the shortest: the order in which the scanner tries them.
    static let byFirstByte: [[(bytes: [UInt8], symbol: RuleSymbol)]] = (UInt8.min...UInt8.max).map { first in
        allCases.map { (Array($0.rawValue.utf8), $0) }.filter { $0.0[0] == first }
            .sorted { $0.0.count > $1.0.count }
    }
}
