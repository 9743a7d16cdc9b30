/// Finds in an expression what can never be evaluated, or never hold, whatever the alert.
struct RuleChecker {
    var diagnostics: RuleDiagnostics
    private let declarations: RuleDeclarations?
    private var scopes: [(name: String, type: RuleType)] = []

    /// Checks a rule's expression: a condition over the declared fields, or over any fields where none are declared.
    static func check(
        _ expression: RuleExpression, text: [UInt8], declarations: RuleDeclarations?, purpose: Rule.Purpose
    ) throws(RuleErrors) {
        var checker = RuleChecker(diagnostics: RuleDiagnostics(text: text), declarations: declarations)
        let type = checker.type(of: expression)
        if purpose == .value {
            let errors = checker.diagnostics.errors.filter { $0.code == .pattern || $0.code == .limit }
            if errors.isEmpty { return }
            throw RuleErrors(errors: errors)
        }
        if type.family != .bool, type.family != .any {
            checker.diagnostics.report(
                .type, expression.byteRange,
                "a rule is a condition, true or false, and this is \(type.name)" + Self.conditionHint(expression))
        }
        let disjuncts = RuleDisjuncts.count(expression)
        if disjuncts > RuleLimits.disjunctsMax {
            checker.diagnostics.report(
                .limit, expression.byteRange,
                "the rule comes to more than \(RuleLimits.disjunctsMax) alternatives once && is distributed over ||; "
                    + "join comparisons of one field with in [...], or split the rule")
        }
        let cost = RuleCost.estimate(expression)
        if cost > RuleLimits.costMax {
            checker.diagnostics.report(
                .limit, expression.byteRange,
                "the rule may take \(cost) steps on an alert, and \(RuleLimits.costMax) are allowed")
        }
        if let errors = checker.diagnostics.result { throw errors }
    }

    private init(diagnostics: RuleDiagnostics, declarations: RuleDeclarations?) {
        self.diagnostics = diagnostics
        self.declarations = declarations
    }

    private static func conditionHint(_ expression: RuleExpression) -> String {
        expression.path == nil ? "" : "; compare it with something, or ask has(...)"
    }

    // MARK: Types

    mutating func type(of expression: RuleExpression) -> RuleType {
        switch expression.form {
        case .literal(let literal): return Self.type(of: literal)
        case .name(let name): return type(ofName: name, expression.byteRange)
        case .member(let of, let name), .presence(let of, let name):
            let found = type(ofMember: name, of: type(of: of), expression)
            if case .presence = expression.form { return .bool }
            return found
        case .element(let of, let index): return element(of, index, expression)
        case .not(let operand):
            expectCondition(operand, of: "!")
            return .bool
        case .negate(let operand):
            let type = type(of: operand)
            if type.family != .number, type.family != .any {
                diagnostics.report(.type, operand.byteRange, "- needs a number, and this is \(type.name)")
            }
            return type
        case .and(let operands):
            for operand in operands { expectCondition(operand, of: "&&") }
            return .bool
        case .or(let operands):
            for operand in operands { expectCondition(operand, of: "||") }
            return .bool
        case .conditional(let condition, let first, let second):
            expectCondition(condition, of: "?")
            let type = type(of: first)
            return type.joined(self.type(of: second))
        case .binary(let operation, let left, let right): return binary(operation, left, right, expression)
        case .list(let values):
            let types = values.map { type(of: $0) }
            return .list(types.dropFirst().reduce(types.first ?? .any) { $0.joined($1) })
        case .map(let entries):
            for entry in entries { _ = (type(of: entry.key), type(of: entry.value)) }
            return .map(.any)
        case .call(let function, let arguments, _): return call(function, arguments)
        case .comprehension(let macro, let variables, let range, let body):
            return comprehension(macro, variables, range, body)
        }
    }

    private static func type(of literal: RuleLiteral) -> RuleType {
        switch literal {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string(let text): .enumeration([text])
        case .bytes: .bytes
        }
    }

    private mutating func expectCondition(_ operand: RuleExpression, of symbol: String) {
        let type = type(of: operand)
        guard type.family != .bool, type.family != .any else { return }
        diagnostics.report(
            .type, operand.byteRange,
            "\(symbol) needs a condition, true or false, and this is \(type.name)" + Self.conditionHint(operand))
    }

    private mutating func type(ofName name: String, _ range: Range<Int>) -> RuleType {
        if let scope = scopes.last(where: { $0.name == name }) { return scope.type }
        guard let declarations else { return .any }
        return field(name, of: declarations.root, range)
    }

    private mutating func field(_ name: String, of object: RuleObjectType, _ range: Range<Int>) -> RuleType {
        if let type = object.fields[name] { return type }
        if object.isOpen { return .any }
        let meant = NearestName.of(name, among: object.fields.keys)
        diagnostics.report(
            .unknownField, range,
            "no field '\(name)' in \(object.name)"
                + (meant.map { "; did you mean '\($0)'?" } ?? "; a text stands between quotes: '\(name)'"),
            replacement: meant)
        return .any
    }

    private mutating func type(
        ofMember name: String, of type: RuleType, _ expression: RuleExpression
    ) -> RuleType {
        let end = expression.byteRange.upperBound
        var nameRange = (end - name.utf8.count)..<end
        if case .presence = expression.form { nameRange = expression.byteRange }
        switch type {
        case .any: return .any
        case .map(let value): return value
        case .object(let object): return field(name, of: object, nameRange)
        case .list:
            diagnostics.report(
                .type, nameRange,
                "a list has no fields; ask for an element: list.exists(x, x.\(name) == ...), or list[0].\(name)")
        default:
            diagnostics.report(.type, nameRange, "\(type.name) has no fields, so there is no '\(name)'")
        }
        return .any
    }

    private mutating func element(
        _ of: RuleExpression, _ index: RuleExpression, _ expression: RuleExpression
    ) -> RuleType {
        let container = type(of: of)
        let indexType = type(of: index)
        switch container {
        case .list(let element):
            if indexType.family != .number, indexType.family != .any {
                diagnostics.report(.type, index.byteRange, "an index into a list is a number: list[0]")
            }
            return element
        case .map(let value): return value
        case .object(let object):
            guard case .literal(.string(let name)) = index.form else { return .any }
            return field(name, of: object, index.byteRange)
        case .any: return .any
        default:
            diagnostics.report(.type, expression.byteRange, "\(container.name) has no elements")
            return .any
        }
    }

    private mutating func comprehension(
        _ macro: RuleMacro, _ variables: [String], _ range: RuleExpression, _ body: [RuleExpression]
    ) -> RuleType {
        let rangeType = type(of: range)
        var types: [RuleType] = [.any, .any]
        switch rangeType {
        case .list(let element): types = variables.count == 1 ? [element] : [.int, element]
        case .map(let value): types = [.any, value]
        case .object: types = [.string, .any]
        case .any: break
        default:
            diagnostics.report(
                .type, range.byteRange, "\(macro.rawValue) goes over a list, and this is \(rangeType.name)")
        }
        for (name, type) in zip(variables, types) { scopes.append((name, type)) }
        defer { scopes.removeLast(variables.count) }
        let conditionCount =
            switch macro {
            case .all, .exists, .existsOne, .filter: 1
            case .map, .transformList, .transformMap: body.count - 1
            }
        for condition in body.prefix(conditionCount) { expectCondition(condition, of: macro.rawValue) }
        let values = body.dropFirst(conditionCount).map { type(of: $0) }
        switch macro {
        case .all, .exists, .existsOne: return .bool
        case .filter: return rangeType.family == .list ? rangeType : .list(.any)
        case .map, .transformList: return .list(values.first ?? .any)
        case .transformMap: return .map(values.first ?? .any)
        }
    }
}
