/// A rule's text as a tree, each part with its place.
public struct RuleExpression: Sendable {
    /// The kinds of expression.
    public indirect enum Form: Sendable {
        /// A value written out.
        case literal(RuleLiteral)
        /// The alert itself: what `has(goods)` asks of a field.
        case alert
        /// A field of the alert, or a macro's variable.
        case name(String)
        /// `of.name`.
        case member(RuleExpression, String)
        /// `has(of.name)`.
        case presence(RuleExpression, String)
        /// `of[index]`.
        case element(RuleExpression, RuleExpression)
        /// `of.?name`: an optional, empty where the field is missing.
        case optionalMember(RuleExpression, String)
        /// `of[?index]`: an optional, empty where the element is missing.
        case optionalElement(RuleExpression, RuleExpression)
        /// `?value` in a list or map that is written out: left out where the optional is empty.
        case ifPresent(RuleExpression)
        /// `!operand`.
        case not(RuleExpression)
        /// `-operand`.
        case negate(RuleExpression)
        /// `a && b && …`, at least two.
        case and([RuleExpression])
        /// `a || b || …`, at least two.
        case or([RuleExpression])
        /// `condition ? first : second`.
        case conditional(RuleExpression, RuleExpression, RuleExpression)
        /// A comparison, `in`, or arithmetic.
        case binary(RuleOperator, RuleExpression, RuleExpression)
        /// `[a, b, …]`.
        case list([RuleExpression])
        /// `{a: b, …}`.
        case map([RuleMapEntry])
        /// A function's call; of a method the receiver is the first argument.
        case call(RuleFunction, [RuleExpression], isMethod: Bool)
        /// A macro over a list or a map: its variables, what it ranges over, and its expressions.
        case comprehension(RuleMacro, variables: [String], range: RuleExpression, body: [RuleExpression])
    }

    /// What it is.
    public let form: Form
    /// Its bytes in the rule's text.
    public let byteRange: Range<Int>
    /// How deep it nests, 1 for a literal or a name.
    public let depth: Int
    /// Whether it stems from the definition of a helper, whose call is at `byteRange`.
    public internal(set) var isExpanded = false

    init(_ form: Form, _ byteRange: Range<Int>) {
        self.form = form
        self.byteRange = byteRange
        depth = 1 + Self.depth(below: form)
    }

    private static func depth(below form: Form) -> Int {
        switch form {
        case .literal, .name, .alert: 0
        case .member(let of, _), .presence(let of, _), .optionalMember(let of, _): of.depth
        case .not(let operand), .negate(let operand), .ifPresent(let operand): operand.depth
        case .element(let one, let other), .optionalElement(let one, let other), .binary(_, let one, let other):
            max(one.depth, other.depth)
        case .and(let parts), .or(let parts), .list(let parts), .call(_, let parts, _): deepest(parts)
        case .conditional(let condition, let first, let second): max(condition.depth, first.depth, second.depth)
        case .map(let entries): entries.reduce(0) { max($0, $1.key.depth, $1.value.depth) }
        case .comprehension(_, _, let range, let body): max(range.depth, deepest(body))
        }
    }

    private static func deepest(_ parts: [RuleExpression]) -> Int { parts.reduce(0) { max($0, $1.depth) } }

    /// The expressions it is made of, in the order of the text.
    public var parts: [RuleExpression] { Self.parts(of: form) }

    private static func parts(of form: Form) -> [RuleExpression] {
        switch form {
        case .literal, .name, .alert: []
        case .member(let of, _), .presence(let of, _), .optionalMember(let of, _): [of]
        case .not(let operand), .negate(let operand), .ifPresent(let operand): [operand]
        case .element(let one, let other), .optionalElement(let one, let other), .binary(_, let one, let other):
            [one, other]
        case .and(let parts), .or(let parts), .list(let parts), .call(_, let parts, _): parts
        case .conditional(let condition, let first, let second): [condition, first, second]
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .comprehension(_, _, let range, let body): [range] + body
        }
    }

    /// The names from the alert's root to the field that this denotes, none for the alert itself, nil where it is no
    /// plain path. Variables of
    /// macros look the same; the caller knows which names they are.
    public var path: [String]? {
        switch form {
        case .alert: []
        case .name(let name): [name]
        case .member(let of, let name): of.path.map { $0 + [name] }
        case .element(let of, let index):
            if case .literal(.string(let name)) = index.form { of.path.map { $0 + [name] } } else { nil }
        default: nil
        }
    }

    /// As `path`, where steps of it may be optional: the names of `conveyance.?vessel.?flag`.
    var chain: [String]? {
        switch form {
        case .member(let of, let name), .optionalMember(let of, let name): of.chain.map { $0 + [name] }
        case .element(let of, let index), .optionalElement(let of, let index):
            if case .literal(.string(let name)) = index.form { of.chain.map { $0 + [name] } } else { nil }
        default: path
        }
    }
}

/// An entry of a map literal.
public struct RuleMapEntry: Sendable {
    /// The key.
    public let key: RuleExpression
    /// The value.
    public let value: RuleExpression
}

/// An operator of two operands, other than `&&` and `||`.
public enum RuleOperator: String, Sendable, CaseIterable {
    /// Equal; values of different types are unequal, numbers of different types are compared as numbers.
    case equal = "=="
    /// Not equal.
    case notEqual = "!="
    /// Less.
    case less = "<"
    /// Less or equal.
    case lessOrEqual = "<="
    /// Greater.
    case greater = ">"
    /// Greater or equal.
    case greaterOrEqual = ">="
    /// An element of a list, a key of a map.
    case isIn = "in"
    /// Sum, or concatenation.
    case add = "+"
    /// Difference.
    case subtract = "-"
    /// Product.
    case multiply = "*"
    /// Quotient.
    case divide = "/"
    /// Remainder.
    case remainder = "%"

    /// How tightly it binds its operands: relations 3, sums 4, products 5.
    var precedence: Int {
        switch self {
        case .add, .subtract: 4
        case .multiply, .divide, .remainder: 5
        default: 3
        }
    }
}
