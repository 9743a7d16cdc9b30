/// Tells whether a formula holds for a value: yes, no, or nil where a keyword was taken as a whole.
///
/// Nil also where it takes too many steps: schemas may apply each other twice at every level of a document.
final class FormulaEvaluator {
    private static let stepsMax = 50_000

    let store: FormulaStore
    private var stepsLeft = 0
    private var depth = 0

    init(store: FormulaStore) { self.store = store }

    func holds(_ number: Int, _ value: InstanceValue) -> Bool? {
        if depth == 0 { stepsLeft = Self.stepsMax }
        depth += 1
        defer { depth -= 1 }
        stepsLeft -= 1
        return stepsLeft < 0 ? nil : verdict(number, value)
    }

    private func verdict(_ number: Int, _ value: InstanceValue) -> Bool? {
        let formula = store[number]
        if let concerned = formula.concerns, concerned.isDisjoint(with: value.type) { return true }
        switch formula {
        case .truth: return true
        case .falsehood: return false
        case .not(let inner): return holds(inner, value).map { !$0 }
        case .all(let parts): return all(parts) { holds($0, value) }
        case .any(let parts): return all(parts) { holds($0, value).map { !$0 } }.map { !$0 }
        case .exactlyOne(let parts):
            let verdicts = parts.map { holds($0, value) }
            let certain = verdicts.filter { $0 == true }.count
            if certain > 1 { return false }
            return verdicts.contains(nil) ? nil : certain == 1
        case .schemaClass(let schemaClass): return holds(store.whole(schemaClass), value)
        case .types(let types): return types.isSuperset(of: value.type)
        case .constants(let values): return values.contains(value)
        case .opaque: return nil
        default: break
        }
        switch value {
        case .number(let number): return holds(formula, number)
        case .string(let text): return holds(formula, text)
        case .array(let elements): return holds(formula, elements)
        case .object(let members): return holds(formula, members)
        default: return true
        }
    }

    /// False where any is false, else nil where any is unknown.
    private func all<Element>(_ parts: [Element], _ verdict: (Element) -> Bool?) -> Bool? {
        var result: Bool? = true
        for part in parts {
            switch verdict(part) {
            case false: return false
            case nil: result = nil
            default: break
            }
        }
        return result
    }

    private func holds(_ formula: Formula, _ number: ExactDecimal) -> Bool? {
        switch formula {
        case .minimum(let bound, let isExclusive): isExclusive ? number > bound : number >= bound
        case .maximum(let bound, let isExclusive): isExclusive ? number < bound : number <= bound
        case .multipleOf(let divisor): number.isMultiple(of: divisor)
        default: true
        }
    }

    private func holds(_ formula: Formula, _ text: ExactText) -> Bool? {
        switch formula {
        case .lengthMin(let least): text.length >= least
        case .lengthMax(let most): text.length <= most
        case .pattern(let pattern): matches(pattern, text)
        case .format(let name): store.format(name).map { format in text.withBytes { format.matches($0) } }
        default: true
        }
    }

    func matches(_ pattern: ExactText, _ text: ExactText) -> Bool? {
        store.pattern(pattern).map { pattern in text.withBytes { pattern.matches($0) } }
    }

    private func holds(_ formula: Formula, _ elements: [InstanceValue]) -> Bool? {
        switch formula {
        case .itemsMin(let least): return elements.count >= least
        case .itemsMax(let most): return elements.count <= most
        case .uniqueItems: return Set(elements).count == elements.count
        case .items(let prefix, let rest):
            return all(Array(elements.enumerated())) { index, element in
                holds(index < prefix.count ? prefix[index] : rest, element)
            }
        case .contains(let inner, let least, let most):
            let verdicts = elements.map { holds(inner, $0) }
            let certain = verdicts.filter { $0 == true }.count
            let possible = certain + verdicts.filter { $0 == nil }.count
            if possible < least { return false }
            if let most, certain > most { return false }
            return certain >= least && (most.map { possible <= $0 } ?? true) ? true : nil
        default: return true
        }
    }

    private func holds(_ formula: Formula, _ members: [ExactText: InstanceValue]) -> Bool? {
        switch formula {
        case .has(let name): return members[name] != nil
        case .lacks(let name): return members[name] == nil
        case .propertiesMin(let least): return members.count >= least
        case .propertiesMax(let most): return members.count <= most
        case .propertyNames(let inner): return all(Array(members.keys)) { holds(inner, .string($0)) }
        case .members(let schemas):
            return all(Array(members)) { name, value in
                guard let formulas = self.formulas(of: name, in: schemas) else { return nil }
                return all(formulas) { holds($0, value) }
            }
        default: return true
        }
    }

    /// What a member of a name must be; nil where a pattern is not known.
    func formulas(of name: ExactText, in schemas: Formula.MemberSchemas) -> [Int]? {
        var found: [Int] = []
        if let named = schemas.named[name] { found.append(named) }
        var isKnown = !found.isEmpty
        for pattern in schemas.patterns {
            guard let matches = matches(pattern.text, name) else { return nil }
            if matches {
                found.append(pattern.formula)
                isKnown = true
            }
        }
        return isKnown ? found : [schemas.additional]
    }
}
