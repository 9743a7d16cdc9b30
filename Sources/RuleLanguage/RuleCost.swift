/// What a rule costs at worst, in the steps that evaluation counts.
///
/// With declarations it is a bound for every alert that the schema lets through: lists have as many elements as it
/// allows, texts as many bytes. Texts that a macro reads from element after element lie one behind the other in the
/// alert, so together they have no more bytes than it.
struct RuleCost {
    /// A macro around the expression at hand.
    struct Loop {
        let variables: [String]
        /// How often its body is evaluated at most.
        let count: Int
        /// The variable that its list is a part of; nil where it comes from the alert or is made.
        let source: String?
    }

    /// What an expression costs, and the part of it that costs most.
    struct Found {
        var steps = 0
        var dearest: (expression: RuleExpression, steps: Int)?
    }

    var checker: RuleChecker
    private var loops: [Loop] = []
    private var parts: [(expression: RuleExpression, steps: Int)] = []

    /// Where nothing is declared, what a text is taken to have in bytes.
    private static let textBytesAssumed = 400
    /// The longest text of a number or a time in bytes.
    private static let numberBytesMax = 40
    /// The bytes of UTF-8 that a code point has at most.
    private static let codePointBytesMax = 4

    init(checker: RuleChecker) { self.checker = checker }

    /// The cost of a rule over undeclared fields: a guess from its form alone.
    static func estimate(_ expression: RuleExpression) -> Int {
        // Each part is looked at once: what is nested 64 deep must not be gone through 2 to the power of 64 times.
        if case .comprehension(let macro, _, let range, let body) = expression.form {
            let each = body.reduce(1) { sum($0, estimate($1)) }
            let count = macro.isOverOptional ? 1 : RuleLimits.listElementsAssumed
            return sum(estimate(range), product(each, count))
        }
        let parts = expression.parts.reduce(0) { sum($0, estimate($1)) }
        switch expression.form {
        case .call(.format, _, _):
            return sum(parts, RuleLimits.formattedBytesMax / RuleLimits.bytesPerStep * copyFactor)
        case .call(.matches, _, _): return sum(parts, textBytesAssumed)
        case .binary(.isIn, _, let container):
            if case .list(let values) = container.form { return sum(parts, values.count) }
            return sum(parts, RuleLimits.listElementsAssumed)
        default: return sum(parts, 1)
        }
    }

    /// The cost of a whole rule.
    static func of(_ expression: RuleExpression, checker: RuleChecker) -> Found {
        var cost = RuleCost(checker: checker)
        let steps = cost.steps(of: expression)
        // The smallest part that makes up most of it.
        let dearest = cost.parts.filter { $0.steps >= steps / 2 }
            .min { $0.expression.byteRange.count < $1.expression.byteRange.count }
        return Found(steps: steps, dearest: dearest)
    }

    // MARK: Types

    /// A part of the rule, which is asked for its type again and again.
    private struct Part: Hashable {
        let range: Range<Int>
        let depth: Int
    }

    private var types: [Part: RuleType] = [:]

    /// The type of a part. What stems from a helper shares its place with others, and is small.
    private mutating func type(of expression: RuleExpression) -> RuleType {
        if case .literal(.string(let text)) = expression.form { return .enumeration([text]) }
        if expression.isExpanded { return checker.quietType(of: expression) }
        let part = Part(range: expression.byteRange, depth: expression.depth)
        if let known = types[part] { return known }
        let type = checker.quietType(of: expression)
        types[part] = type
        return type
    }

    // MARK: Steps

    private mutating func steps(of expression: RuleExpression) -> Int {
        var total = own(expression)
        switch expression.form {
        case .comprehension(let macro, let variables, let range, let body):
            total = Self.sum(total, steps(of: range))
            let type = checker.type(ofRange: range)
            let count = macro.isOverOptional ? 1 : Self.count(of: type)
            let scopes = checker.scopes(of: macro, variables, over: type, range, isExpanded: true)
            checker.scopes += scopes
            let source = range.chain?.first.flatMap { variable($0) }
            loops.append(Loop(variables: variables, count: count, source: source))
            // Each element is a step, and so is the look at it.
            total = Self.sum(total, Self.product(repetitions, 1))
            for part in body { total = Self.sum(total, steps(of: part)) }
            loops.removeLast()
            checker.scopes.removeLast(scopes.count)
            parts.append((expression, total))
        case .and(let operands):
            let facts = checker.facts
            checker.facts = checker.withFacts(of: operands) { $0.facts }
            for operand in operands { total = Self.sum(total, steps(of: operand)) }
            checker.facts = facts
        default:
            for part in expression.parts { total = Self.sum(total, steps(of: part)) }
        }
        return total
    }

    private static let mapEntriesAssumed = RuleLimits.listValuesMax

    /// The elements of a list, or the entries of a map, at most.
    private static func count(of type: RuleType) -> Int {
        if case .object(let object) = type, !object.isOpen { return object.fields.count }
        return type.countMax ?? (type.family == .map ? mapEntriesAssumed : RuleLimits.listElementsAssumed)
    }

    private func variable(_ name: String) -> String? {
        loops.contains { $0.variables.contains(name) } ? name : nil
    }

    /// How often the expression at hand is evaluated.
    private var repetitions: Int { loops.reduce(1) { Self.product($0, $1.count) } }

    /// What an expression costs besides its parts, over all its evaluations.
    private mutating func own(_ expression: RuleExpression) -> Int {
        var each = 1
        var scanned = 0
        switch expression.form {
        case .call(.matches, let arguments, _):
            scanned = Self.product(bytes(of: arguments[0]), stepsPerByte(arguments[1]))
        case .call(.contains, let arguments, _):
            // At worst the part is compared at every place.
            let part = bytes(of: arguments[1], isShared: false)
            let perByte = part / RuleLimits.bytesPerStep + 1
            scanned = Self.product(bytes(of: arguments[0]), perByte)
        case .call(.format, let arguments, _): each = Self.sum(each, formatting(arguments))
        case .call(let function, let arguments, _):
            for argument in arguments {
                each = Self.sum(each, bytes(of: argument, isShared: false) / RuleLimits.bytesPerStep)
            }
            if function.copiesText { each = Self.product(each, Self.copyFactor) }
        case .binary(.isIn, let element, let container):
            let type = type(of: container)
            let count = type.countMax ?? RuleLimits.listElementsAssumed
            let length = bytes(of: element, isShared: false) / RuleLimits.bytesPerStep
            each = Self.sum(each, Self.product(count, length + 1))
        case .binary(let operation, let left, let right):
            each = Self.sum(each, comparison(operation, left, right))
        case .member(let of, _), .optionalMember(let of, _), .presence(let of, _):
            each = Self.sum(each, member(of: of))
        case .element(let of, let index), .optionalElement(let of, let index):
            if case .literal(.string) = index.form {
                each = Self.sum(each, member(of: of))
            } else {
                each = Self.sum(each, lookup(index, in: type(of: of).unwrapped))
            }
        default: break
        }
        let total = Self.sum(Self.product(repetitions, each), scanned)
        if scanned > 0 { parts.append((expression, total)) }
        return total
    }

    /// Functions that copy their text charge eight times as much.
    private static let copyFactor = 8

    private mutating func comparison(_ operation: RuleOperator, _ left: RuleExpression, _ right: RuleExpression) -> Int
    {
        var type = type(of: left)
        while case .optional(let value) = type { type = value }
        switch type.family {
        case .list, .map: return extent(of: type)
        case .text, .bytes:
            let (own, other) = (bytes(of: left, isShared: false), bytes(of: right, isShared: false))
            let compared = operation == .add ? Self.sum(own, other) : own
            return compared / RuleLimits.bytesPerStep + (operation == .add ? 1 : 0)
        default: return 0
        }
    }

    /// What a look at a member takes besides: maps that the rule made are walked; the alert's objects are not.
    private mutating func member(of: RuleExpression) -> Int {
        guard of.chain.map({ $0.first.flatMap(variable) != nil }) ?? true else { return 0 }
        let type = type(of: of).unwrapped
        if case .map = type { return Self.count(of: type) }
        return 0
    }

    /// What looking for an index or a key takes: lists of the alert are walked, and so are maps.
    private mutating func lookup(_ index: RuleExpression, in type: RuleType) -> Int {
        if case .literal(.int(let position)) = index.form, type.family != .map { return Int(clamping: position) }
        let length = bytes(of: index, isShared: false) / RuleLimits.bytesPerStep
        return Self.product(Self.count(of: type), type.family == .map ? length + 1 : 1)
    }

    /// The steps that `format` takes: it walks the values, and writes no more than its bound.
    private mutating func formatting(_ arguments: [RuleExpression]) -> Int {
        let template = bytes(of: arguments[0], isShared: false)
        let walked = Self.sum(template, extent(of: type(of: arguments[1])))
        let written = RuleLimits.formattedBytesMax / RuleLimits.bytesPerStep * Self.copyFactor
        return Self.sum(walked, written)
    }

    /// How deep values nest of which the extent is counted; what nests deeper costs too much.
    private static let extentDepthMax = 8

    /// The steps that walking a value takes.
    private func extent(of type: RuleType, depth: Int = 0) -> Int {
        guard depth < Self.extentDepthMax else { return RuleLimits.costMax }
        switch type {
        case .optional(let value): return extent(of: value, depth: depth + 1)
        case .list(let element), .array(let element, _):
            return Self.product(
                type.countMax ?? RuleLimits.listElementsAssumed, extent(of: element, depth: depth + 1) + 1)
        case .object(let object):
            // A key of a map is looked for among all keys.
            let own = object.fields.values.reduce(0) { Self.sum($0, extent(of: $1, depth: depth + 1) + 1) }
            return Self.sum(own, Self.product(object.fields.count, object.fields.count))
        case .map: return Self.mapEntriesAssumed * Self.mapEntriesAssumed
        default: return (type.lengthMax ?? Self.textBytesAssumed) * Self.codePointBytesMax / RuleLimits.bytesPerStep + 1
        }
    }

    // MARK: Texts

    /// The bytes of a text at most: in all its evaluations together, or in one of them.
    private mutating func bytes(of expression: RuleExpression, isShared: Bool = true) -> Int {
        let type = type(of: expression).unwrapped
        guard [.text, .any, .bytes].contains(type.family) else { return 0 }
        var length = RuleLimits.alertBytesAssumed
        if case .literal(.string(let text)) = expression.form {
            length = text.utf8.count
        } else if case .call(let function, let arguments, _) = expression.form, function.keepsLength {
            length = max(Self.numberBytesMax, bytes(of: arguments[0], isShared: false))
        } else if case .call(.format, _, _) = expression.form {
            length = RuleLimits.formattedBytesMax
        } else if case .call(.orValue, let arguments, _) = expression.form {
            // The value goes through the alert as the field itself does, and what counts otherwise comes on top.
            let other = bytes(of: arguments[1], isShared: false)
            return Self.sum(
                bytes(of: arguments[0], isShared: isShared), isShared ? Self.product(repetitions, other) : other)
        } else if case .binary(.add, let left, let right) = expression.form {
            length = Self.sum(bytes(of: left, isShared: false), bytes(of: right, isShared: false))
        } else if let lengthMax = type.lengthMax {
            length = min(length, Self.product(lengthMax, Self.codePointBytesMax))
        }
        return isShared ? Self.shared(length, expression, loops) : length
    }

    /// What reading a text of each element takes: the loops that lead to it go through the alert once.
    private static func shared(_ length: Int, _ expression: RuleExpression, _ loops: [Loop]) -> Int {
        guard let head = expression.chain?.first, var place = loops.lastIndex(where: { $0.variables.contains(head) })
        else {
            return product(loops.reduce(1) { product($0, $1.count) }, length)
        }
        var leading: Set<Int> = [place]
        while let source = loops[place].source,
            let outer = loops[..<place].lastIndex(where: { $0.variables.contains(source) })
        {
            leading.insert(outer)
            place = outer
        }
        var own = length
        var others = 1
        for (index, loop) in loops.enumerated() {
            if leading.contains(index) { own = product(own, loop.count) } else { others = product(others, loop.count) }
        }
        return product(others, min(own, RuleLimits.alertBytesAssumed))
    }

    private mutating func stepsPerByte(_ pattern: RuleExpression) -> Int {
        guard case .literal(.string(let text)) = pattern.form,
            let compiled = try? checker.patterns.pattern(text)
        else { return 1 }
        return compiled.stepsPerByte
    }

    // MARK: Numbers that end at the largest

    static func sum(_ one: Int, _ other: Int) -> Int {
        let (sum, overflow) = one.addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    static func product(_ one: Int, _ other: Int) -> Int {
        let (product, overflow) = one.multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}

extension RuleChecker {
    /// Reports a rule that costs too much, with the part that costs most.
    mutating func checkCost(_ expression: RuleExpression) -> Int {
        let found =
            declarations?.root == nil
            ? RuleCost.Found(steps: RuleCost.estimate(expression)) : RuleCost.of(expression, checker: self)
        guard found.steps > RuleLimits.costMax, diagnostics.errors.isEmpty else { return found.steps }
        var message =
            "the rule may take \(Self.shown(found.steps)) steps on an alert, and \(RuleLimits.costMax) are allowed"
        var range = expression.byteRange
        if let dearest = found.dearest {
            range = dearest.expression.byteRange
            message += "; this part takes \(Self.shown(dearest.steps))" + Self.advice(dearest.expression)
        }
        diagnostics.report(.limit, range, message)
        return found.steps
    }

    private static func shown(_ steps: Int) -> String { steps == .max ? "more than can be counted" : "\(steps)" }

    private static func advice(_ expression: RuleExpression) -> String {
        switch expression.form {
        case .call(.matches, _, _): ": a search in long texts; ask a shorter field, or write contains('word')"
        case .call(.contains, _, _): ": a search in long texts; look for a shorter part, or ask a shorter field"
        case .comprehension: ": it goes over lists within lists; ask one of them, or split the rule"
        default: ""
        }
    }
}
