/// What a condition says of one value, where that can be held against what other conditions say of it.
enum RuleTest {
    /// It is one of these.
    case isOne([RuleLiteral])
    /// It is none of these.
    case isNone([RuleLiteral])
    /// It lies below, or at most at, a limit; or above, or at least at.
    case below(RuleLiteral, orEqual: Bool)
    case above(RuleLiteral, orEqual: Bool)
    /// It begins with a text, or does not.
    case begins(String)
    case doesNotBegin(String)
    /// The field is not there.
    case isAbsent

    /// The value that a condition is about, and what it says; nil where it is none of these.
    static func of(_ leaf: RuleLeaf) -> (subject: RuleExpression, test: RuleTest)? {
        let negated = leaf.isNegated
        switch leaf.expression.form {
        case .binary(let operation, let left, let right):
            if case .literal(let literal) = right.form {
                return test(operation, literal, negated).map { (left, $0) }
            }
            if case .literal(let literal) = left.form, let turned = turned(operation) {
                return test(turned, literal, negated).map { (right, $0) }
            }
            guard operation == .isIn, case .list(let elements) = right.form else { return nil }
            let literals = elements.compactMap { element in
                if case .literal(let literal) = element.form { literal } else { nil as RuleLiteral? }
            }
            guard literals.count == elements.count else { return nil }
            return (left, negated ? .isNone(literals) : .isOne(literals))
        case .call(.startsWith, let arguments, _):
            guard case .literal(.string(let text)) = arguments[1].form else { return nil }
            return (arguments[0], negated ? .doesNotBegin(text) : .begins(text))
        case .presence: return negated ? (leaf.expression, .isAbsent) : nil
        case .name, .member: return (leaf.expression, .isOne([.bool(!negated)]))
        default: return nil
        }
    }

    private static func test(_ operation: RuleOperator, _ literal: RuleLiteral, _ negated: Bool) -> RuleTest? {
        switch (operation, negated) {
        case (.equal, false), (.notEqual, true): .isOne([literal])
        case (.equal, true), (.notEqual, false): .isNone([literal])
        case (.less, false), (.greaterOrEqual, true): .below(literal, orEqual: false)
        case (.lessOrEqual, false), (.greater, true): .below(literal, orEqual: true)
        case (.greater, false), (.lessOrEqual, true): .above(literal, orEqual: false)
        case (.greaterOrEqual, false), (.less, true): .above(literal, orEqual: true)
        default: nil
        }
    }

    /// The same comparison with its sides exchanged.
    private static func turned(_ operation: RuleOperator) -> RuleOperator? {
        switch operation {
        case .equal, .notEqual: operation
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: nil
        }
    }
}

extension String {
    /// Whether two texts are the same bytes. `==` takes more for the same, and is quick to tell those that are not.
    func isSame(as other: String) -> Bool { self == other && utf8.elementsEqual(other.utf8) }
}

extension RuleLiteral {
    /// How two literals lie to each other, nil where they have no order.
    func order(_ other: RuleLiteral) -> RuleOrder? {
        switch (self, other) {
        case (.bool(let one), .bool(let two)): return RuleOrder(one ? 1 : 0, two ? 1 : 0)
        case (.string(let one), .string(let two)):
            if one.isSame(as: two) { return .equal }
            return one.utf8.lexicographicallyPrecedes(two.utf8) ? .less : .greater
        default:
            guard let one = number, let two = other.number else { return nil }
            return RuleNumber.order(one, two)
        }
    }

    private var number: RuleValue? {
        switch self {
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value): .double(value)
        default: nil
        }
    }

    /// Whether two literals are the same value.
    func equals(_ other: RuleLiteral) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bytes(let one), .bytes(let two)): one == two
        case (.string(let one), .string(let two)): one.isSame(as: two)
        default: order(other) == .equal
        }
    }

    /// Whether it can be ordered or equal to another at all.
    func isLike(_ other: RuleLiteral) -> Bool {
        switch (self, other) {
        case (.null, .null), (.bytes, .bytes): true
        default: order(other) != nil
        }
    }
}
