/// Conditions that exclude each other, and conditions that say nothing.
///
/// Decided is what tests of one value by `==`, `!=`, `in`, `<` and the like, `startsWith` and `has` come to, together
/// with what the schema says of it, and which kinds of object have the fields that are read.
extension RuleChecker {
    /// A contradiction between conditions of one alternative.
    private struct Contradiction {
        let message: String
        let range: Range<Int>
    }

    /// Reports a condition none of whose alternatives can hold, and warns of single ones and of what always holds.
    mutating func checkConsistency(_ expression: RuleExpression, isWholeRule: Bool) {
        checkInner(expression)
        guard diagnostics.errors.isEmpty, let alternatives = RuleConjunctions.all(expression) else { return }
        if let first = contradiction(inEachOf: alternatives) {
            let subject = isWholeRule ? "the rule" : "the condition"
            let count = alternatives.count
            let rest = count > 1 ? "; none of the \(count) alternatives can hold" : ""
            diagnostics.report(.impossible, first.range, "\(subject) can never be true: \(first.message)\(rest)")
            return
        }
        warnOfAlternatives(expression)
        warnOfConstants(alternatives)
        if isWholeRule { warnOfTautology(expression) }
    }

    /// The conditions within macros, and within what the alternatives are made of.
    private mutating func checkInner(_ expression: RuleExpression) {
        switch expression.form {
        case .and(let operands):
            let before = facts
            facts = withFacts(of: operands) { $0.facts }
            for operand in operands { checkInner(operand) }
            facts = before
        case .comprehension(let macro, let variables, let range, let body):
            checkInner(range)
            let type = type(ofRange: range)
            let added = scopes(of: macro, variables, over: type, range, isExpanded: true)
            scopes += added
            switch macro {
            case .exists, .existsOne, .filter: checkConsistency(body[0], isWholeRule: false)
            default: for part in body { checkInner(part) }
            }
            scopes.removeLast(added.count)
        default: for part in expression.parts { checkInner(part) }
        }
    }

    // MARK: Contradictions

    /// The first alternative's contradiction where every alternative has one.
    private mutating func contradiction(inEachOf alternatives: [[RuleLeaf]]) -> Contradiction? {
        var first: Contradiction?
        for alternative in alternatives {
            // Most rules can hold, and one alternative that can is enough.
            guard let found = contradiction(in: alternative) else { return nil }
            first = first ?? found
        }
        return first
    }

    private mutating func contradiction(in leaves: [RuleLeaf]) -> Contradiction? {
        let before = facts
        defer { facts = before }
        facts = withFacts(of: leaves.filter { !$0.isNegated }.map(\.expression)) { $0.facts }
        return valueContradiction(in: leaves) ?? absence(in: leaves) ?? kinds(in: leaves)
    }

    private mutating func valueContradiction(in leaves: [RuleLeaf]) -> Contradiction? {
        var domains: [String: (domain: RuleDomain, leaves: [RuleLeaf])] = [:]
        for leaf in leaves {
            if case .literal(.bool(let value)) = leaf.expression.form, value == leaf.isNegated {
                return Contradiction(message: "it says \(value)", range: leaf.expression.byteRange)
            }
            if declarations != nil, let message = leaf.constantContradiction {
                return Contradiction(message: message, range: leaf.expression.byteRange)
            }
            guard let (subject, test) = RuleTest.of(leaf) else { continue }
            let name = RulePrinter.text(of: subject)
            var known = domains[name] ?? (domain(of: subject), [])
            known.domain.narrow(test)
            known.leaves.append(leaf)
            domains[name] = known
            guard known.domain.isEmpty else { continue }
            return Contradiction(message: Self.sentence(name, known.leaves), range: leaf.expression.byteRange)
        }
        return nil
    }

    /// What a value can be by the schema; of a size what the longest text or list allows.
    private mutating func domain(of subject: RuleExpression) -> RuleDomain {
        var domain = RuleDomain(quietType(of: subject))
        if let bounds = bounds(of: subject) {
            if let min = bounds.min { domain.narrow(.above(.int(Int64(min)), orEqual: true)) }
            if let max = bounds.max { domain.narrow(.below(.int(Int64(max)), orEqual: true)) }
            return domain
        }
        guard case .call(.size, let arguments, _) = subject.form else { return domain }
        let type = quietType(of: arguments[0])
        domain.narrow(.above(.int(0), orEqual: true))
        if let sizeMax = type.countMax ?? type.lengthMax { domain.narrow(.below(.int(Int64(sizeMax)), orEqual: true)) }
        return domain
    }

    private static func sentence(_ name: String, _ leaves: [RuleLeaf]) -> String {
        let texts = leaves.map { leaf in
            let text = RulePrinter.text(of: leaf.expression)
            return leaf.isNegated ? "!(\(text))" : text
        }
        if texts.count == 1 { return "no value of \(name) meets \(texts[0])" }
        return "no value of \(name) meets \(listed(texts))"
    }

    /// `!has(a.b)` beside a condition that reads `a.b`.
    private func absence(in leaves: [RuleLeaf]) -> Contradiction? {
        for leaf in leaves where leaf.isNegated {
            guard case .presence(let of, let name) = leaf.expression.form, let path = of.path.map({ $0 + [name] })
            else {
                continue
            }
            for other in leaves where Self.read(by: other).contains(where: { $0.starts(with: path) }) {
                let text = RulePrinter.text(of: other.expression)
                return Contradiction(
                    message: "\(path.joined(separator: ".")) is not there, and \(text) reads it",
                    range: other.expression.byteRange)
            }
        }
        return nil
    }

    /// The fields without which a condition cannot be evaluated.
    private static func read(by leaf: RuleLeaf) -> [[String]] {
        switch leaf.expression.form {
        case .presence(let of, let name):
            return leaf.isNegated ? [] : [of.path.map { $0 + [name] }].compactMap { $0 }
        default: return read(in: leaf.expression)
        }
    }

    private static func read(in expression: RuleExpression) -> [[String]] {
        if let path = expression.path { return [path] }
        switch expression.form {
        case .conditional(let condition, _, _): return read(in: condition)
        case .comprehension(_, _, let range, _): return read(in: range)
        case .call(.orValue, let arguments, _), .call(.or, let arguments, _): return read(in: arguments[0])
        case .and, .or, .presence: return []
        default: return expression.parts.flatMap { read(in: $0) }
        }
    }

    /// Conditions over fields that no kind of alert has together.
    private func kinds(in leaves: [RuleLeaf]) -> Contradiction? {
        guard let root = declarations?.root, !root.variants.isEmpty else { return nil }
        var possible = root.variants
        var reads: [String] = []
        for leaf in leaves {
            for field in Self.read(by: leaf).compactMap(\.first) where !scopes.contains(where: { $0.name == field }) {
                guard root.fields[field] != nil, !reads.contains(field) else { continue }
                let left = possible.filter { $0.object.fields[field] != nil }
                if left.isEmpty {
                    let names = Self.listed(possible.map(\.object.name))
                    return Contradiction(
                        message: "no alert has \(Self.listed(reads + [field])) together: "
                            + "'\(field)' is in \(Self.listed(root.variants(with: field))), the rest in \(names)",
                        range: leaf.expression.byteRange)
                }
                if left.count < possible.count { reads.append(field) }
                possible = left
            }
        }
        return nil
    }

    // MARK: What always holds, and what never does

    /// Warns of sides of `||` that can never hold by themselves.
    private mutating func warnOfAlternatives(_ expression: RuleExpression) {
        switch expression.form {
        case .and(let operands): for operand in operands { warnOfAlternatives(operand) }
        case .or(let operands) where !expression.isExpanded:
            for operand in operands {
                if let first = contradiction(inEachOf: RuleConjunctions.all(operand) ?? [[]]) {
                    diagnostics.warn(.redundant, first.range, "this alternative can never hold: \(first.message)")
                } else {
                    warnOfAlternatives(operand)
                }
            }
        default: break
        }
    }

    private mutating func warnOfConstants(_ alternatives: [[RuleLeaf]]) {
        // A condition stands in as many alternatives as there are beside it.
        var seen: Set<String> = []
        var places: Set<Range<Int>> = []
        for leaf in alternatives.joined() where !Self.isLiteral(leaf.expression) {
            // Conditions of a helper share their place with others.
            if !leaf.expression.isExpanded, !places.insert(leaf.expression.byteRange).inserted { continue }
            guard seen.insert("\(leaf.isNegated)\(RulePrinter.text(of: leaf.expression))").inserted else { continue }
            if case .presence(let of, let name) = leaf.expression.form {
                warnOfPresence(of, name, leaf)
                continue
            }
            let opposite = RuleLeaf(expression: leaf.expression, isNegated: !leaf.isNegated)
            guard valueContradiction(in: [opposite]) != nil else { continue }
            let reason =
                leaf.expression.isConstant
                ? ", whatever the alert says" : " where the field is there: the schema allows nothing else"
            diagnostics.warn(.redundant, leaf.expression.byteRange, "this is always true\(reason)")
        }
    }

    private mutating func warnOfPresence(_ of: RuleExpression, _ name: String, _ leaf: RuleLeaf) {
        guard case .object(let object) = quietType(of: of), object.required.contains(name) else { return }
        diagnostics.warn(
            .redundant, leaf.expression.byteRange,
            "this is always \(leaf.isNegated ? "false" : "true"): \(object.name) always has '\(name)'")
    }

    private mutating func warnOfTautology(_ expression: RuleExpression) {
        guard !Self.isLiteral(expression), diagnostics.warnings.isEmpty,
            let opposites = RuleConjunctions.all(expression, negated: true)
        else { return }
        for opposite in opposites where valueContradiction(in: opposite) == nil { return }
        diagnostics.warn(
            .redundant, expression.byteRange,
            "the rule is always true where the fields are there; write true to match every alert")
    }

    private static func isLiteral(_ expression: RuleExpression) -> Bool {
        if case .literal = expression.form { return true }
        return false
    }
}
