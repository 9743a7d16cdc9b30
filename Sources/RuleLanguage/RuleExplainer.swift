import JSONDocument

/// Walks a rule down to the conditions that decided.
struct RuleExplainer {
    let text: [UInt8]
    let root: JSONNode
    /// The patterns of the rule: compiling them again would take far longer than searching.
    private let patterns: RulePatterns
    private(set) var parts: [RuleExplanation.Part] = []
    /// The steps that were taken, those of compiling included.
    private(set) var steps = 0

    /// What compiling a part of a rule counts as: some microseconds.
    private static let compilingSteps = 500

    /// The parts that one explanation has at most, and the elements of a list that it looks at.
    private static let partsMax = 64
    private static let elementsMax = 64

    init(text: [UInt8], root: JSONNode, patterns: RulePatterns) {
        self.text = text
        self.root = root
        self.patterns = patterns
    }

    private mutating func outcome(_ expression: RuleExpression) -> RuleOutcome {
        let program = RuleCompiler.compile(expression, patterns: patterns)
        return program.withEvaluator(on: root) { evaluator in
            let value = evaluator.value(program.root)
            steps += Self.compilingSteps + RuleLimits.stepsMax - evaluator.steps
            return program.outcome(of: value, evaluator)
        }
    }

    mutating func explain(_ expression: RuleExpression, depth: Int) {
        switch expression.form {
        case .not(let operand): explain(operand, depth: depth)
        case .and(let operands): explain(operands, deciding: .misses, depth: depth)
        case .or(let operands): explain(operands, deciding: .matches, depth: depth)
        case .conditional(let condition, let first, let second):
            explain(condition, depth: depth)
            switch outcome(condition) {
            case .matches: explain(first, depth: depth)
            case .misses: explain(second, depth: depth)
            case .undetermined: break
            }
        case .comprehension(let macro, let variables, let range, let body):
            guard !explain(macro, variables, range, body, expression, depth) else { return }
            add(expression, depth: depth)
        default: add(expression, depth: depth)
        }
    }

    private mutating func add(_ expression: RuleExpression, depth: Int, note: String? = nil) {
        guard parts.count < Self.partsMax else { return }
        let range = expression.byteRange.clamped(to: 0..<text.count)
        parts.append(
            RuleExplanation.Part(
                byteRange: range, text: RulePrinter.text(of: expression),
                written: expression.isExpanded ? String(decoding: text[range], as: UTF8.self) : nil,
                outcome: outcome(expression), fields: fields(of: expression), note: note, depth: depth))
    }

    /// One operand of the deciding outcome decides alone; else those that cannot be evaluated; else all together.
    private mutating func explain(_ operands: [RuleExpression], deciding: RuleOutcome, depth: Int) {
        let outcomes = operands.map { outcome($0) }
        let deciders = zip(operands, outcomes).filter { $0.1 == deciding }
        let unknown = zip(operands, outcomes).filter { $0.1 != .matches && $0.1 != .misses }
        if !deciders.isEmpty {
            for (operand, _) in deciders { explain(operand, depth: depth) }
        } else if !unknown.isEmpty {
            for (operand, _) in unknown { explain(operand, depth: depth) }
        } else {
            for operand in operands { explain(operand, depth: depth) }
        }
    }

    // MARK: Macros

    /// Explains a quantifier over a list of the alert by the element that decided; false where it is none.
    private mutating func explain(
        _ macro: RuleMacro, _ variables: [String], _ range: RuleExpression, _ body: [RuleExpression],
        _ expression: RuleExpression, _ depth: Int
    ) -> Bool {
        guard [.all, .exists, .existsOne].contains(macro), let list = Self.place(of: range),
            let node = root.resolve(JSONPointer(tokens: list)), node.kind == .array, node.childCount > 0
        else { return false }
        let conditions = (0..<min(node.childCount, Self.elementsMax)).map { position in
            Self.body(body[0], variables, range, position)
        }
        let outcomes = conditions.map { outcome($0) }
        let found: Int?
        var note: String?
        switch macro {
        case .all: found = outcomes.firstIndex { $0 != .matches }
        default:
            let matching = outcomes.indices.filter { outcomes[$0] == .matches }
            if macro == .existsOne, matching.count > 1 {
                add(expression, depth: depth, note: "\(matching.count) elements meet the condition")
                return true
            }
            found = matching.first ?? nearest(conditions)
            if matching.isEmpty, let found { note = "no element meets the condition; the nearest is number \(found)" }
        }
        guard let found else { return false }
        add(expression, depth: depth, note: note)
        explain(conditions[found], depth: depth + 1)
        return true
    }

    /// A macro's body for the element at a position.
    private static func body(
        _ body: RuleExpression, _ variables: [String], _ range: RuleExpression, _ position: Int
    ) -> RuleExpression {
        let number = RuleExpression(.literal(.int(Int64(position))), range.byteRange)
        let element = RuleExpression(.element(range, number), range.byteRange)
        if variables.count == 1 { return body.replacing(variables[0], with: element) }
        return body.replacing(variables[0], with: number).replacing(variables[1], with: element)
    }

    /// The condition of which most parts hold.
    private mutating func nearest(_ conditions: [RuleExpression]) -> Int? {
        let scores = conditions.map { score($0) }
        return scores.indices.max { scores[$0] < scores[$1] }
    }

    private mutating func score(_ condition: RuleExpression) -> Int {
        guard case .and(let operands) = condition.form else { return outcome(condition) == .misses ? 1 : 0 }
        return operands.count { outcome($0) == .matches }
    }

    // MARK: Fields

    /// The fields of the alert that an expression names, each once.
    private func fields(of expression: RuleExpression) -> [RuleExplanation.Field] {
        var paths: [[String]] = []
        Self.collect(expression, variables: [], into: &paths)
        return paths.map { path in
            let pointer = JSONPointer(tokens: path)
            let node = root.resolve(pointer)
            return RuleExplanation.Field(pointer: pointer, shape: Self.shape(node), node: node?.index)
        }
    }

    /// The names and positions that lead to what an expression denotes, nil where it is no place of the alert.
    private static func place(of expression: RuleExpression) -> [String]? {
        switch expression.form {
        case .element(let of, let index):
            guard case .literal(.int(let position)) = index.form else { return expression.path }
            return place(of: of).map { $0 + ["\(position)"] }
        case .member(let of, let name), .presence(let of, let name), .optionalMember(let of, let name):
            return place(of: of).map { $0 + [name] }
        case .optionalElement(let of, let index):
            switch index.form {
            case .literal(.int(let position)): return place(of: of).map { $0 + ["\(position)"] }
            case .literal(.string(let name)): return place(of: of).map { $0 + [name] }
            default: return nil
            }
        default: return expression.path
        }
    }

    private static func collect(_ expression: RuleExpression, variables: [String], into paths: inout [[String]]) {
        if let path = place(of: expression) {
            if let head = path.first, !variables.contains(head), !paths.contains(path) { paths.append(path) }
            return
        }
        if case .comprehension(_, let own, let range, let body) = expression.form {
            collect(range, variables: variables, into: &paths)
            for part in body { collect(part, variables: variables + own, into: &paths) }
            return
        }
        for part in expression.parts { collect(part, variables: variables, into: &paths) }
    }

    private static func shape(_ node: JSONNode?) -> String {
        guard let node else { return "missing" }
        switch node.kind {
        case .object: return "an object of \(node.childCount) fields"
        case .array: return "a list of \(node.childCount) elements"
        case .string:
            let count = node.withStringBytes { bytes in bytes.count { $0 & 0xC0 != 0x80 } }
            return "a text of \(count) characters"
        case .integer: return "a whole number"
        case .double, .bigNumber: return "a number"
        case .true, .false: return "a boolean"
        case .null: return "null"
        }
    }
}

extension RuleExpression {
    /// The expression with another in the place of a variable, but where a macro within binds the name anew.
    fileprivate func replacing(_ name: String, with other: RuleExpression) -> RuleExpression {
        if case .name(name) = form { return other }
        if case .comprehension(let macro, let variables, let range, let body) = form, variables.contains(name) {
            let range = range.replacing(name, with: other)
            return copy(.comprehension(macro, variables: variables, range: range, body: body))
        }
        return copy(form.mapParts { $0.replacing(name, with: other) })
    }

    private func copy(_ form: Form) -> RuleExpression {
        var copy = RuleExpression(form, byteRange)
        copy.isExpanded = isExpanded
        return copy
    }
}
