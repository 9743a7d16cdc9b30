internal import RuleLanguage

/// Reads an expression that is no combination of others as conditions on fields of the alert.
struct ConditionReader {
    /// Whether the expression is to be true, or false.
    let isTrue: Bool
    /// The number for an element that the expression itself speaks of, as `'PA' in route` does.
    let element: Int
    /// The field that an expression denotes, nil where it denotes none.
    let place: (RuleExpression) -> FieldPlace?

    /// What makes the expression true (or false); nil where it cannot be said in conditions.
    func read(_ expression: RuleExpression) -> RuleConditions.Alternatives? {
        switch expression.form {
        case .name, .member, .element:
            return place(expression).map { [[.equal($0, .bool(isTrue))]] }
        case .presence(let of, let name): return presence(of, name)
        case .binary(.isIn, let value, let container): return membership(value, container)
        case .binary(let operation, let left, let right): return comparison(operation, left, right)
        case .call(.startsWith, let arguments, _):
            guard let place = place(arguments[0]), case .text(let text) = Self.value(arguments[1]), !text.isEmpty else {
                return nil
            }
            return [[isTrue ? .prefix(place, text) : .notPrefix(place, text)]]
        default: return nil
        }
    }

    // MARK: has

    private func presence(_ of: RuleExpression, _ name: String) -> RuleConditions.Alternatives? {
        guard let outer = place(of) else { return nil }
        var field = outer
        field.names.append(FieldName(name))
        return [isTrue ? [.present(field)] : [.object(outer), .absent(field)]]
    }

    // MARK: in

    private func membership(_ value: RuleExpression, _ container: RuleExpression) -> RuleConditions.Alternatives? {
        if case .list(let elements) = container.form {
            guard let place = place(value) else { return nil }
            return membership(place, elements)
        }
        guard isTrue, let list = place(container), list.list == nil else { return nil }
        let member = FieldPlace(list: list.names, element: element, names: [])
        if let value = Self.value(value) { return [[.equal(member, value)]] }
        return Self.number(value).map { [[.number(member, .equal, $0)]] }
    }

    private func membership(_ place: FieldPlace, _ elements: [RuleExpression]) -> RuleConditions.Alternatives? {
        let values = elements.compactMap(Self.value)
        let numbers = elements.compactMap(Self.number)
        if values.count == elements.count {
            let distinct = Array(Set(values)).sorted()
            if distinct.isEmpty { return isTrue ? [] : [[.present(place)]] }
            if distinct.count == 1 {
                return [[isTrue ? .equal(place, distinct[0]) : .notEqual(place, distinct[0])]]
            }
            return [[isTrue ? .oneOf(place, distinct) : .noneOf(place, distinct)]]
        }
        guard numbers.count == elements.count else { return nil }
        return isTrue ? [[.numberOneOf(place, numbers)]] : [numbers.map { .notNumber(place, $0) }]
    }

    // MARK: Comparisons

    private func comparison(
        _ operation: RuleOperator, _ left: RuleExpression, _ right: RuleExpression
    ) -> RuleConditions.Alternatives? {
        if let place = place(left) { return comparison(place, operation, right) }
        if let place = place(right) { return comparison(place, Self.mirrored(operation), left) }
        return nil
    }

    private func comparison(
        _ place: FieldPlace, _ operation: RuleOperator, _ literal: RuleExpression
    ) -> RuleConditions.Alternatives? {
        if let value = Self.value(literal) {
            switch operation {
            case .equal: return [[isTrue ? .equal(place, value) : .notEqual(place, value)]]
            case .notEqual: return [[isTrue ? .notEqual(place, value) : .equal(place, value)]]
            default: return nil
            }
        }
        guard let number = Self.number(literal) else { return nil }
        switch operation {
        case .equal: return [[isTrue ? .number(place, .equal, number) : .notNumber(place, number)]]
        case .notEqual: return [[isTrue ? .notNumber(place, number) : .number(place, .equal, number)]]
        case .less: return [[.number(place, isTrue ? .less : .greaterOrEqual, number)]]
        case .lessOrEqual: return [[.number(place, isTrue ? .lessOrEqual : .greater, number)]]
        case .greater: return [[.number(place, isTrue ? .greater : .lessOrEqual, number)]]
        case .greaterOrEqual: return [[.number(place, isTrue ? .greaterOrEqual : .less, number)]]
        default: return nil
        }
    }

    private static func mirrored(_ operation: RuleOperator) -> RuleOperator {
        switch operation {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: operation
        }
    }

    // MARK: Literals

    private static func value(_ expression: RuleExpression) -> ConditionValue? {
        guard case .literal(let literal) = expression.form else { return nil }
        switch literal {
        case .string(let text): return .text(Array(text.utf8))
        case .bool(let value): return .bool(value)
        case .null: return .null
        default: return nil
        }
    }

    private static func number(_ expression: RuleExpression) -> AlertNumber? {
        guard case .literal(let literal) = expression.form else { return nil }
        switch literal {
        case .int(let value): return .int(value)
        case .uint(let value): return AlertNumber(unsigned: value)
        case .double(let value): return value.isNaN ? nil : .double(value)
        default: return nil
        }
    }
}

extension ConditionValue: Comparable {
    /// An order to sort by, without further meaning.
    static func < (one: ConditionValue, other: ConditionValue) -> Bool {
        switch (one, other) {
        case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
        case (.bool(let one), .bool(let other)): !one && other
        default: one.rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .bool: 1
        case .text: 2
        }
    }
}
