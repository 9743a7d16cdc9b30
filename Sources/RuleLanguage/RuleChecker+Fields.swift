extension RuleChecker {
    // MARK: Names

    mutating func type(ofName name: String, _ expression: RuleExpression) -> RuleType {
        if let scope = scopes.last(where: { $0.name == name }) {
            if expression.isExpanded, !scope.isExpanded {
                diagnostics.report(
                    .arguments, expression.byteRange,
                    "this reads the alert's '\(name)', which a variable of that name hides; give the variable another "
                        + "name")
            }
            return scope.type
        }
        guard let root = declarations?.root else { return .any }
        return field(name, of: narrowed(root, path: [], scope: nil), in: root, expression.byteRange)
    }

    private mutating func field(
        _ name: String, of object: RuleObjectType, in whole: RuleObjectType, _ range: Range<Int>
    ) -> RuleType {
        if let type = object.fields[name] { return type }
        if object.isOpen { return .any }
        let others = whole.variants(with: name)
        if !others.isEmpty {
            diagnostics.report(
                .unknownField, range,
                "there is no '\(name)' in \(object.name); \(Self.listed(others)) \(others.count == 1 ? "has" : "have") it"
            )
            return .any
        }
        let meant = NearestName.of(name, among: object.fields.keys)
        let hint = meant.map { ("; did you mean '\($0)'?", $0) } ?? fieldHint(name, object, range)
        diagnostics.report(
            .unknownField, range, "no field '\(name)' in \(object.name)" + hint.0, replacement: hint.1)
        return .any
    }

    /// The numbers that a field can be, nil where the schema does not bound them.
    mutating func bounds(of expression: RuleExpression) -> RuleNumberBounds? {
        switch expression.form {
        case .name(let name) where !scopes.contains { $0.name == name }: return declarations?.root?.bounds[name]
        case .member(let of, let name), .optionalMember(let of, let name):
            guard case .object(let object) = quietType(of: of).unwrapped else { return nil }
            return object.bounds[name]
        default: return nil
        }
    }

    /// What a field is called where there is room.
    mutating func details(of expression: RuleExpression) -> String {
        quietType(of: expression).details + (bounds(of: expression)?.details ?? "")
    }

    /// Names in a sentence, at most a dozen.
    static func listed(_ names: [String]) -> String {
        let shown = names.prefix(12)
        if shown.count < names.count { return shown.joined(separator: ", ") + ", …" }
        guard let last = shown.last, shown.count > 1 else { return names.first ?? "none" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: Members

    mutating func type(
        ofMember name: String, of type: RuleType, _ expression: RuleExpression
    ) -> RuleType {
        let end = expression.byteRange.upperBound
        var nameRange = (end - name.utf8.count)..<end
        if case .presence = expression.form { nameRange = expression.byteRange }
        if expression.isExpanded { nameRange = expression.byteRange }
        switch type {
        case .optional(let value): return .optional(self.type(ofMember: name, of: value, expression).unwrapped)
        case .any: return .any
        case .map(let value): return value
        case .object(let object): return field(name, of: object, in: whole(object, holding: expression), nameRange)
        case .list, .array:
            diagnostics.report(.type, nameRange, "a list has no fields" + listHint(name, expression))
        default:
            let isFunction = RuleFunction.find(name) != nil
            diagnostics.report(
                .type, nameRange,
                "\(type.name) has no fields, so there is no '\(name)'"
                    + (isFunction ? "; \(name) is called with round brackets: .\(name)(…)" : ""))
        }
        return .any
    }

    mutating func element(
        _ of: RuleExpression, _ index: RuleExpression, _ expression: RuleExpression
    ) -> RuleType {
        let container = type(of: of)
        let indexType = type(of: index)
        if case .optional(let value) = container {
            return .optional(element(of: value, index, indexType, expression))
        }
        return element(of: container, index, indexType, expression)
    }

    private mutating func element(
        of container: RuleType, _ index: RuleExpression, _ indexType: RuleType, _ expression: RuleExpression
    ) -> RuleType {
        switch container {
        case .list(let element), .array(let element, _):
            if indexType.family != .number, indexType.family != .any {
                diagnostics.report(.type, index.byteRange, "an index into a list is a number: list[0]")
            }
            return element
        case .map(let value): return value
        case .object(let object):
            guard case .literal(.string(let name)) = index.form else { return .any }
            return field(name, of: object, in: whole(object, holding: expression), index.byteRange)
        case .any: return .any
        default:
            diagnostics.report(
                .type, expression.byteRange, "\(container.name) has no elements")
            return .any
        }
    }

    // MARK: Narrowing

    /// The object before facts narrowed it, whose member an expression is.
    private mutating func whole(_ object: RuleObjectType, holding expression: RuleExpression) -> RuleObjectType {
        let facts = facts
        defer { self.facts = facts }
        self.facts = []
        let of: RuleExpression
        switch expression.form {
        case .member(let inner, _), .presence(let inner, _), .element(let inner, _), .optionalMember(let inner, _),
            .optionalElement(let inner, _):
            of = inner
        default: return object
        }
        if !facts.isEmpty, case .object(let whole) = quietType(of: of).unwrapped { return whole }
        return object
    }

    /// An object as the facts at hand narrow it.
    mutating func narrowed(_ type: RuleType, _ expression: RuleExpression) -> RuleType {
        guard case .object(let object) = type, !object.variants.isEmpty, !facts.isEmpty, let path = expression.path,
            let head = path.first
        else { return type }
        let scope = scopes.lastIndex { $0.name == head }
        return .object(narrowed(object, path: path, scope: scope))
    }

    mutating func narrowed(_ object: RuleObjectType, path: [String], scope: Int?) -> RuleObjectType {
        guard !object.variants.isEmpty else { return object }
        var values: [String]?
        for fact in facts where fact.field == object.discriminator && fact.scope == scope && fact.object == path {
            values = values.map { kept in kept.filter { fact.values.contains($0) } } ?? fact.values
        }
        guard let values else { return object }
        let key = object.name + "\u{0}" + values.joined(separator: "\u{0}")
        if let known = narrowedObjects[key] { return known }
        let narrowed = object.narrowed(to: values)
        narrowedObjects[key] = narrowed
        return narrowed
    }

    /// Checks something where conditions hold.
    mutating func withFacts<Result>(
        of conditions: [RuleExpression], _ body: (inout RuleChecker) -> Result
    ) -> Result {
        let before = facts
        defer { facts = before }
        if declarations?.root != nil { facts += conditions.compactMap(fact) }
        return body(&self)
    }

    /// What a condition says of a text: `kind == 'seizure'`, `kind in ['seizure', 'warning']`.
    private func fact(_ condition: RuleExpression) -> Fact? {
        guard case .binary(let operation, let left, let right) = condition.form else { return nil }
        var found: (path: [String], values: [String])?
        switch (operation, left.form, right.form) {
        case (.equal, _, .literal(.string(let text))): found = left.path.map { ($0, [text]) }
        case (.equal, .literal(.string(let text)), _): found = right.path.map { ($0, [text]) }
        case (.isIn, _, .list(let elements)):
            let values = elements.compactMap { element in
                if case .literal(.string(let text)) = element.form { text } else { nil as String? }
            }
            if values.count == elements.count { found = left.path.map { ($0, values) } }
        default: break
        }
        guard let found, let field = found.path.last else { return nil }
        let scope = scopes.lastIndex { $0.name == found.path[0] }
        if scope != nil, found.path.count == 1 { return nil }
        return Fact(object: found.path.dropLast(), scope: scope, field: field, values: found.values)
    }

    // MARK: Macros

    mutating func comprehension(
        _ macro: RuleMacro, _ variables: [String], _ range: RuleExpression, _ body: [RuleExpression],
        _ expression: RuleExpression
    ) -> RuleType {
        let rangeType = type(of: range)
        if !range.isExpanded {
            let key = MacroRange(
                range: range.byteRange, depth: range.depth, scopeCount: scopes.count, factCount: facts.count)
            rangeTypes[key] = rangeType
        }
        let isInHelper = expression.isExpanded
        scopes += scopes(of: macro, variables, over: rangeType, range, isExpanded: isInHelper)
        defer { scopes.removeLast(variables.count) }
        let conditionCount =
            switch macro {
            case .all, .exists, .existsOne, .filter: 1
            case .map, .transformList, .transformMap: body.count - 1
            case .optMap, .optFlatMap: 0
            }
        for condition in body.prefix(conditionCount) { expectCondition(condition, of: macro.rawValue) }
        let values = withFacts(of: Array(body.prefix(conditionCount))) { checker in
            body.dropFirst(conditionCount).map { checker.type(of: $0) }
        }
        switch macro {
        case .all, .exists, .existsOne: return .bool
        case .filter: return rangeType.family == .list ? rangeType : .list(.any)
        case .map, .transformList:
            let value = values.first ?? .any
            return rangeType.countMax.map { .array(value, countMax: $0) } ?? .list(value)
        case .transformMap: return .map(values.first ?? .any)
        case .optMap: return .optional(values.first ?? .any)
        case .optFlatMap:
            expectOptional(values.first ?? .any, body[0], of: macro.rawValue)
            return .optional((values.first ?? .any).unwrapped)
        }
    }

    /// The variables of a macro; a range that is no list or map is reported.
    mutating func scopes(
        of macro: RuleMacro, _ variables: [String], over rangeType: RuleType, _ range: RuleExpression,
        isExpanded: Bool
    ) -> [Scope] {
        var types: [RuleType] = [.any, .any]
        if macro.isOverOptional {
            expectOptional(rangeType, range, of: macro.rawValue)
            return [Scope(name: variables[0], type: rangeType.unwrapped, isExpanded: isExpanded)]
        }
        switch rangeType {
        case .list(let element), .array(let element, _): types = variables.count == 1 ? [element] : [.int, element]
        case .map(let value): types = [.any, value]
        case .object: types = [.string, .any]
        case .any: break
        default:
            diagnostics.report(
                .type, range.byteRange,
                "\(macro.rawValue) goes over a list, and this is \(rangeType.name)"
                    + (Self.optionalHint(rangeType, range) ?? ""))
        }
        return zip(variables, types).map { Scope(name: $0, type: $1, isExpanded: isExpanded) }
    }
}
