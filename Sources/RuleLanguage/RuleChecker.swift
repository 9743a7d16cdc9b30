/// Finds in an expression what can never be evaluated, or never hold, whatever the alert.
struct RuleChecker {
    var diagnostics: RuleDiagnostics
    let declarations: RuleDeclarations?
    var scopes: [Scope] = []
    /// What the conditions around the one at hand say of discriminators.
    var facts: [Fact] = []
    /// Objects narrowed before, by their names and the texts of their discriminators.
    var narrowedObjects: [String: RuleObjectType] = [:]
    /// The types of what macros go over, as far as they are known.
    var rangeTypes: [MacroRange: RuleType] = [:]
    /// The rule's patterns, as far as they have been met.
    var patterns = RulePatterns()

    /// A macro's variable.
    struct Scope {
        let name: String
        let type: RuleType
        /// Whether a helper's definition binds it.
        let isExpanded: Bool
    }

    /// That a field's text is one of a few.
    struct Fact {
        /// The object that holds the field: a path from a variable, or from the alert where it is empty.
        let object: [String]
        /// The variable's place among the scopes, nil for the alert.
        let scope: Int?
        let field: String
        let values: [String]
    }

    /// What a check comes to.
    struct Verdict {
        let errors: [RuleError]
        let warnings: [RuleError]
        let cost: Int
        let patterns: RulePatterns
    }

    /// Checks a rule's expression: a condition over the declared fields, or over any fields where none are declared.
    static func check(
        _ expression: RuleExpression, text: [UInt8], declarations: RuleDeclarations?, purpose: Rule.Purpose
    ) -> Verdict {
        var checker = RuleChecker(diagnostics: RuleDiagnostics(text: text), declarations: declarations)
        if purpose != .condition {
            checker.checkPatterns(expression)
            return Verdict(
                errors: checker.diagnostics.result?.errors ?? [], warnings: [], cost: RuleCost.estimate(expression),
                patterns: checker.patterns)
        }
        let type = checker.type(of: expression)
        if type.family != .bool, type.family != .any {
            checker.diagnostics.report(
                .type, expression.byteRange,
                "a rule is a condition, true or false, and this is \(type.name)" + Self.conditionHint(expression, type))
        }
        let disjuncts = RuleDisjuncts.count(expression)
        if disjuncts > RuleLimits.disjunctsMax {
            checker.diagnostics.report(
                .limit, expression.byteRange,
                "the rule comes to more than \(RuleLimits.disjunctsMax) alternatives once && is distributed over ||; "
                    + "join comparisons of one field with in [...], or split the rule")
        }
        let cost = checker.checkCost(expression)
        if checker.diagnostics.errors.isEmpty, declarations?.root != nil {
            checker.checkConsistency(expression, isWholeRule: true)
        }
        let found = checker.diagnostics
        return Verdict(
            errors: found.result?.errors ?? [], warnings: found.sortedWarnings, cost: cost, patterns: checker.patterns)
    }

    /// A checker that only tells types.
    init(readingBy declarations: RuleDeclarations) {
        self.init(diagnostics: RuleDiagnostics(text: []), declarations: declarations)
    }

    private init(diagnostics: RuleDiagnostics, declarations: RuleDeclarations?) {
        self.diagnostics = diagnostics
        self.declarations = declarations
    }

    static func conditionHint(_ expression: RuleExpression, _ type: RuleType) -> String {
        if let hint = optionalHint(type, expression) { return hint }
        if isText(expression) {
            return "; write the field with each value, x == 'A' || x == 'B', or list the values: x in ['A', 'B']"
        }
        return expression.path == nil ? "" : "; compare it with something, or ask has(...)"
    }

    /// The type of an expression that has been checked before: nothing is reported again.
    mutating func quietType(of expression: RuleExpression) -> RuleType {
        let before = diagnostics
        defer { diagnostics = before }
        return type(of: expression)
    }

    /// What a macro goes over, where nothing else is known than now.
    struct MacroRange: Hashable {
        let range: Range<Int>
        let depth: Int
        let scopeCount: Int
        let factCount: Int
    }

    /// The type of what a macro goes over, which has been checked before. Macros may go over each other's lists, and
    /// each is asked for more than once.
    mutating func type(ofRange expression: RuleExpression) -> RuleType {
        guard !expression.isExpanded else { return quietType(of: expression) }
        let key = MacroRange(
            range: expression.byteRange, depth: expression.depth, scopeCount: scopes.count, factCount: facts.count)
        if let known = rangeTypes[key] { return known }
        let type = quietType(of: expression)
        rangeTypes[key] = type
        return type
    }

    // MARK: Types

    mutating func type(of expression: RuleExpression) -> RuleType {
        switch expression.form {
        case .literal(let literal): return Self.type(of: literal)
        case .alert:
            guard let root = declarations?.root else { return .any }
            return .object(narrowed(root, path: [], scope: nil))
        case .name(let name):
            return narrowed(type(ofName: name, expression), expression)
        case .member(let of, let name):
            return narrowed(type(ofMember: name, of: type(of: of), expression), expression)
        case .presence(let of, let name):
            if of.path == [], scopes.contains(where: { $0.name == name }) {
                diagnostics.report(
                    .arguments, expression.byteRange, "has asks for a field, and \(name) is a variable: has(\(name).hs)"
                )
            }
            _ = type(ofMember: name, of: type(of: of), expression)
            return .bool
        case .optionalMember(let of, let name):
            return .optional(type(ofMember: name, of: type(of: of).unwrapped, expression))
        case .element(let of, let index): return narrowed(element(of, index, expression), expression)
        case .optionalElement(let of, let index): return .optional(element(of, index, expression).unwrapped)
        case .ifPresent(let operand): return entry(operand)
        case .not(let operand):
            expectCondition(operand, of: "!")
            return .bool
        case .negate(let operand):
            let type = type(of: operand)
            if type.family != .number, type.family != .any {
                diagnostics.report(
                    .type, operand.byteRange,
                    "- needs a number, and this is \(type.name)"
                        + (Self.optionalHint(type, operand) ?? ""))
            }
            return type
        case .and(let operands):
            withFacts(of: operands) { checker in
                for operand in operands { checker.expectCondition(operand, of: "&&") }
            }
            return .bool
        case .or(let operands):
            for operand in operands { expectCondition(operand, of: "||") }
            return .bool
        case .conditional(let condition, let first, let second):
            expectCondition(condition, of: "?")
            let type = withFacts(of: [condition]) { $0.type(of: first) }
            return type.joined(self.type(of: second))
        case .binary(let operation, let left, let right): return binary(operation, left, right, expression)
        case .list(let values):
            if let texts = Self.texts(values) { return .array(.enumeration(texts), countMax: values.count) }
            let types = values.map { type(of: $0) }
            return .array(types.dropFirst().reduce(types.first ?? .any) { $0.joined($1) }, countMax: values.count)
        case .map(let entries):
            let types = entries.map { entry in
                _ = type(of: entry.key)
                return type(of: entry.value)
            }
            return .map(types.dropFirst().reduce(types.first ?? .any) { $0.joined($1) })
        case .call(let function, let arguments, _): return call(function, arguments)
        case .comprehension(let macro, let variables, let range, let body):
            return comprehension(macro, variables, range, body, expression)
        }
    }

    /// Lists of so many texts are compared one by one.
    private static let comparedMax = 16

    /// The texts of a list that is written out and holds nothing else, each once; nil for other lists.
    private static func texts(_ values: [RuleExpression]) -> [String]? {
        var texts: [String] = []
        var seen: Set<String> = []
        for value in values {
            guard case .literal(.string(let text)) = value.form else { return nil }
            // Texts that are equivalent to Unicode may be different bytes. Few are quicker compared than hashed.
            let isNew = values.count > Self.comparedMax && seen.insert(text).inserted
            if isNew || !texts.contains(where: { $0.isSame(as: text) }) { texts.append(text) }
        }
        return texts.isEmpty ? nil : texts
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

    mutating func expectCondition(_ operand: RuleExpression, of symbol: String) {
        let type = type(of: operand)
        guard type.family != .bool, type.family != .any else { return }
        diagnostics.report(
            .type, operand.byteRange,
            "\(symbol) needs a condition, true or false, and this is \(type.name)"
                + Self.conditionHint(operand, type))
    }
}
