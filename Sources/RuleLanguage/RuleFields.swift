/// A field that a rule reads, with what is known of it.
public struct RuleField: Sendable {
    /// Where it lies: names with dots between, `[]` behind a list whose elements are meant.
    public let path: String
    /// What it is, such as `a text of at most 6 characters`.
    public let type: String
}

extension Rule {
    /// The fields that the rule reads, in the order of the text, each once.
    public func fields(_ declarations: RuleDeclarations) -> [RuleField] {
        var reader = RuleFieldReader(checker: RuleChecker(readingBy: declarations))
        reader.read(expression)
        return reader.fields
    }
}

/// Walks a rule for the fields it reads.
private struct RuleFieldReader {
    var checker: RuleChecker
    var fields: [RuleField] = []
    /// What the variables of macros stand for.
    private var places: [(name: String, place: String?)] = []

    init(checker: RuleChecker) { self.checker = checker }

    mutating func read(_ expression: RuleExpression) {
        if case .presence(let of, let name) = expression.form {
            note(RuleExpression(of.path == [] ? .name(name) : .member(of, name), expression.byteRange))
            return
        }
        if expression.chain != nil {
            note(expression)
            return
        }
        switch expression.form {
        case .and(let operands):
            let facts = checker.facts
            checker.facts = checker.withFacts(of: operands) { $0.facts }
            for operand in operands { read(operand) }
            checker.facts = facts
        case .comprehension(let macro, let variables, let range, let body):
            read(range)
            let type = checker.quietType(of: range)
            let scopes = checker.scopes(of: macro, variables, over: type, range, isExpanded: true)
            let element = place(of: range).map { macro.isOverOptional ? $0 : $0 + "[]" }
            checker.scopes += scopes
            places += variables.map { ($0, $0 == variables.last ? element : nil) }
            for part in body { read(part) }
            places.removeLast(variables.count)
            checker.scopes.removeLast(scopes.count)
        default: for part in expression.parts { read(part) }
        }
    }

    private mutating func note(_ expression: RuleExpression) {
        guard let place = place(of: expression), !fields.contains(where: { $0.path == place }) else { return }
        if place.hasSuffix("[]") { return }
        fields.append(RuleField(path: place, type: checker.details(of: expression)))
    }

    private func place(of expression: RuleExpression) -> String? {
        guard let path = expression.chain, let head = path.first else { return nil }
        if let variable = places.last(where: { $0.name == head }) {
            return variable.place.map { ([$0] + path.dropFirst()).joined(separator: ".") }
        }
        return path.joined(separator: ".")
    }
}

extension RuleType {
    /// What it is called where there is room.
    var details: String {
        switch self {
        case .text(let lengthMax): "a text of at most \(lengthMax) characters"
        case .coded(_, .some(let lengthMax)): "a text of at most \(lengthMax) characters"
        case .enumeration(let texts):
            texts.count > 12 ? "one of \(texts.count) codes" : "one of \(texts.joined(separator: ", "))"
        case .array(let element, let countMax):
            "a list of at most \(countMax), each \(element.details)"
        case .list(let element): "a list, each \(element.details)"
        case .object(let object): "an object with \(RuleChecker.listed(object.fields.keys.sorted()))"
        case .optional(let value): value.details
        default: name
        }
    }
}
