internal import RuleLanguage

/// A rule as alternatives, each of them conditions that must all hold: what the index works on.
///
/// `&&`, `||`, `!` and `?:` are distributed by what makes an expression true, and what makes it false. That a missing
/// field makes it neither is kept: a condition holds only where its field is present.
struct RuleConditions {
    /// The most alternatives; a rule with more is judged by the evaluator.
    static let alternativesMax = RuleLimits.disjunctsMax
    /// The most conditions of one alternative that are tested one by one; one with more is judged by the evaluator.
    static let conditionsMax = 16
    /// The most values of a list that are compared one by one.
    static let valuesMax = RuleLimits.listValuesMax

    typealias Alternatives = [[Condition]]

    /// The alternatives of a rule; none where it can never match. Each has conditions on one element of a list at most.
    static func alternatives(of rule: Rule) -> Alternatives {
        var reader = RuleConditions()
        guard let alternatives = reader.holds(rule.expression, within: nil) else { return [[.rule]] }
        return alternatives.map(simplified)
    }

    /// A macro's variable and the list whose elements it stands for.
    private struct Variable {
        let name: FieldName
        let list: [FieldName]
        let element: Int
    }

    private var elementCount = 0

    private static let unknown: Alternatives = [[.rule]]

    // MARK: What makes an expression true or false

    /// What makes an expression true; nil where there are too many alternatives.
    private mutating func holds(_ expression: RuleExpression, within variable: Variable?) -> Alternatives? {
        switch expression.form {
        case .literal(.bool(let value)): return value ? [[]] : []
        case .not(let operand): return fails(operand, within: variable)
        case .and(let operands): return product(operands, within: variable) { $0.holds($1, within: $2) }
        case .or(let operands): return sum(operands, within: variable) { $0.holds($1, within: $2) }
        case .conditional(let condition, let first, let second):
            return choice(condition, first, second, within: variable) { $0.holds($1, within: $2) }
        case .comprehension(.exists, let variables, let range, let body):
            guard variables.count == 1, variable == nil else { return Self.unknown }
            return exists(variables[0], range, body[0])
        default: return condition(expression, isTrue: true, within: variable)
        }
    }

    /// What makes an expression false; nil where there are too many alternatives.
    private mutating func fails(_ expression: RuleExpression, within variable: Variable?) -> Alternatives? {
        switch expression.form {
        case .literal(.bool(let value)): return value ? [] : [[]]
        case .not(let operand): return holds(operand, within: variable)
        case .and(let operands): return sum(operands, within: variable) { $0.fails($1, within: $2) }
        case .or(let operands): return product(operands, within: variable) { $0.fails($1, within: $2) }
        case .conditional(let condition, let first, let second):
            return choice(condition, first, second, within: variable) { $0.fails($1, within: $2) }
        default: return condition(expression, isTrue: false, within: variable)
        }
    }

    private typealias Branch = (inout RuleConditions, RuleExpression, Variable?) -> Alternatives?

    private mutating func sum(
        _ operands: [RuleExpression], within variable: Variable?, _ branch: Branch
    ) -> Alternatives? {
        var all: Alternatives = []
        for operand in operands {
            guard let alternatives = branch(&self, operand, variable) else { return nil }
            all += alternatives
            if all.count > Self.alternativesMax { return nil }
        }
        return all
    }

    private mutating func product(
        _ operands: [RuleExpression], within variable: Variable?, _ branch: Branch
    ) -> Alternatives? {
        var all: Alternatives = [[]]
        for operand in operands {
            guard let alternatives = branch(&self, operand, variable) else { return nil }
            if all.count == 1, alternatives.count == 1 {
                all[0] += alternatives[0]
            } else {
                guard let joined = Self.joined(all, alternatives) else { return nil }
                all = joined
            }
        }
        return all
    }

    private static func joined(_ one: Alternatives, _ other: Alternatives) -> Alternatives? {
        guard one.count * other.count <= alternativesMax else { return nil }
        return one.flatMap { first in other.map { first + $0 } }
    }

    private mutating func choice(
        _ condition: RuleExpression, _ first: RuleExpression, _ second: RuleExpression, within variable: Variable?,
        _ branch: Branch
    ) -> Alternatives? {
        guard let isTrue = holds(condition, within: variable), let isFalse = fails(condition, within: variable),
            let ifTrue = branch(&self, first, variable), let ifFalse = branch(&self, second, variable),
            let one = Self.joined(isTrue, ifTrue), let other = Self.joined(isFalse, ifFalse),
            one.count + other.count <= Self.alternativesMax
        else { return nil }
        return one + other
    }

    /// `list.exists(x, body)`: some element makes the body true.
    private mutating func exists(_ name: String, _ range: RuleExpression, _ body: RuleExpression) -> Alternatives? {
        guard let list = Self.names(range) else { return Self.unknown }
        elementCount += 1
        let variable = Variable(name: FieldName(name), list: list, element: elementCount)
        return holds(body, within: variable).map { alternatives in
            alternatives.map { conditions in
                let speaksOfElement = conditions.contains { $0.place?.element == variable.element }
                return speaksOfElement ? conditions : conditions + [.present(Self.element(variable, []))]
            }
        }
    }

    // MARK: Single conditions

    private mutating func condition(
        _ expression: RuleExpression, isTrue: Bool, within variable: Variable?
    ) -> Alternatives {
        elementCount += 1
        let reader = ConditionReader(isTrue: isTrue, element: elementCount) { Self.place($0, within: variable) }
        return reader.read(expression) ?? Self.unknown
    }

    /// The field that an expression denotes, nil where it denotes none.
    private static func place(_ expression: RuleExpression, within variable: Variable?) -> FieldPlace? {
        guard let names = names(expression) else { return nil }
        guard let variable, names.first == variable.name else { return FieldPlace(names: names) }
        return element(variable, Array(names.dropFirst()))
    }

    private static func element(_ variable: Variable, _ names: [FieldName]) -> FieldPlace {
        FieldPlace(list: variable.list, element: variable.element, names: names)
    }

    private static func names(_ expression: RuleExpression) -> [FieldName]? { expression.path?.map { FieldName($0) } }

    // MARK: Simplification

    /// An alternative with each condition once, on one element of a list at most: conditions on other elements are left
    /// to the evaluator.
    private static func simplified(_ conditions: [Condition]) -> [Condition] {
        if conditions.count < conditionsMax, conditions.allSatisfy({ $0.place?.element == 0 }) { return conditions }
        var kept: [Condition] = []
        for condition in conditions where !kept.contains(condition) { kept.append(condition) }
        let elements = Set(kept.compactMap(\.place).map(\.element)).subtracting([0])
        if let best = elements.max(by: { strength(of: $0, in: kept) < strength(of: $1, in: kept) }) {
            if elements.count > 1 {
                kept = kept.filter { ($0.place?.element ?? 0) == 0 || $0.place?.element == best } + [.rule]
            }
            kept = kept.map { condition in
                guard var place = condition.place, place.element == best else { return condition }
                place.element = 1
                return condition.moved(to: place)
            }
        }
        let isWhole = kept.contains(.rule)
        kept = kept.filter { $0 != .rule }
        if kept.count > conditionsMax - 1 {
            kept = Array(kept.sorted { ($0.keyCount ?? .max) < ($1.keyCount ?? .max) }.prefix(conditionsMax - 1))
            return kept + [.rule]
        }
        return isWhole ? kept + [.rule] : kept
    }

    /// How well conditions on an element serve to find a rule; of equals the one that stands first.
    private static func strength(of element: Int, in conditions: [Condition]) -> (Int, Int) {
        (conditions.count { $0.place?.element == element && $0.keyCount != nil }, -element)
    }
}
