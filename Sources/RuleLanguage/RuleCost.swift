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
    var loops: [Loop] = []
    private var parts: [(expression: RuleExpression, steps: Int)] = []

    /// Where nothing is declared, what a text is taken to have in bytes.
    static let textBytesAssumed = 400
    /// The longest text of a number or a time in bytes.
    static let numberBytesMax = 40
    /// The bytes of UTF-8 that a code point has at most.
    static let codePointBytesMax = 4

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
    mutating func type(of expression: RuleExpression) -> RuleType {
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

    static let mapEntriesAssumed = RuleLimits.listValuesMax

    /// The elements of a list, or the entries of a map, at most.
    static func count(of type: RuleType) -> Int {
        if case .object(let object) = type, !object.isOpen { return object.fields.count }
        return type.countMax ?? (type.family == .map ? mapEntriesAssumed : RuleLimits.listElementsAssumed)
    }

    func variable(_ name: String) -> String? {
        loops.contains { $0.variables.contains(name) } ? name : nil
    }

    /// How often the expression at hand is evaluated.
    var repetitions: Int { loops.reduce(1) { Self.product($0, $1.count) } }

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
            // At worst there is a part, or a replacement, at every byte.
            let places = function == .split || function == .replace ? bytes(of: arguments[0]) : 0
            scanned = Self.product(places, function == .split ? RuleLimits.stepsPerPart + 1 : 2)
        case .binary(.isIn, let element, let container):
            let type = type(of: container)
            let count = type.countMax ?? RuleLimits.listElementsAssumed
            let elementType = self.type(of: element).unwrapped
            let length =
                [.any, .list, .map].contains(elementType.family)
                ? extent(of: elementType) : bytes(of: element, isShared: false) / RuleLimits.bytesPerStep
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
        let total = Self.sum(Self.sum(Self.product(repetitions, each), scanned), unescaping(expression))
        if scanned > 0 { parts.append((expression, total)) }
        return total
    }

    /// Functions that copy their text charge eight times as much.
    static let copyFactor = 8
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
