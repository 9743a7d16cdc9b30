import RuleLanguage
import TestSupport

/// Rules and alerts drawn at random over a few fields and values, so that they meet: every operator the index knows,
/// combined with `&&`, `||`, `!` and `?:`, over fields that may be missing, of another type, or within lists.
struct RandomRules {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(state: seed) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private static let texts = [
        "CO", "PA", "NL", "", "240220", "2402", "2403", "caf\u{E9}", "cafe\u{301}", "longer than sixteen bytes",
    ]
    private static let numbers = [
        "0", "3", "3.0", "3.5", "-1", "7", "9007199254740993", "9007199254740992.0", "1e999", "5u", "2.5",
    ]

    private mutating func text() -> String { "'\(pick(Self.texts))'" }
    private mutating func field() -> String { pick(["a", "b", "o.c", "o.d.e", "s", "n", "flag", "q"]) }
    private mutating func list() -> String { pick(["goods", "route", "o.l", "s"]) }

    // MARK: Rules

    mutating func rule() throws -> Rule {
        // Some of what is drawn is refused, such as a comparison of unlike types: another is drawn then.
        for _ in 0..<100 { if let rule = try? Rule(condition(depth: 3, variable: nil)) { return rule } }
        return try Rule("a == 'CO'")
    }

    private mutating func condition(depth: Int, variable: String?) -> String {
        if depth == 0 || chance(30) { return leaf(variable) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<4: return "(\(many(depth, variable).joined(separator: " && ")))"
        case 4..<7: return "(\(many(depth, variable).joined(separator: " || ")))"
        case 7..<9: return "!(\(condition(depth: depth - 1, variable: variable)))"
        default:
            let parts = (0..<3).map { _ in condition(depth: depth - 1, variable: variable) }
            return "(\(parts[0]) ? \(parts[1]) : \(parts[2]))"
        }
    }

    private mutating func many(_ depth: Int, _ variable: String?) -> [String] {
        (0..<Int.random(in: 2...4, using: &generator)).map { _ in condition(depth: depth - 1, variable: variable) }
    }

    private mutating func leaf(_ variable: String?) -> String {
        var path = field()
        if let variable, chance(70) { path = pick(["\(variable).hs", "\(variable).k", "\(variable).w", variable]) }
        switch Int.random(in: 0..<18, using: &generator) {
        case 0...2: return "\(path) == \(text())"
        case 16...17: return optional(variable)
        case 3: return "\(text()) != \(path)"
        case 4...5: return "\(path) in [\(text()), \(text()), \(text())]"
        case 6...7: return "\(path).startsWith(\(text()))"
        case 8...9: return "\(path) \(pick(["<", "<=", ">", ">=", "==", "!="])) \(pick(Self.numbers))"
        case 10: return "\(path) in [\(pick(Self.numbers)), \(pick(Self.numbers))]"
        case 11: return pick(["has(o.c)", "has(o.d.e)", "flag", "\(path) == null", "\(path) == true", "true", "!flag"])
        case 12: return pick(["\(path).contains('4')", "\(path).endsWith('O')", "size(\(path)) > 2", "\(path) >= 'M'"])
        case 13: return "\(text()) in \(list())"
        default:
            let macro = pick(["exists", "exists", "exists", "all", "exists_one"])
            guard variable == nil else { return "\(path) == \(text())" }
            return "\(list()).\(macro)(g, \(condition(depth: 2, variable: "g")))"
        }
    }

    /// A condition on a field that may be missing, which the index leaves to the evaluator.
    private mutating func optional(_ variable: String?) -> String {
        var path = pick([".?a", ".?o.?c", "o.?c", "o.?d.?e", "o[?'c']", "route[?0]", ".?goods[?1].?hs"])
        if let variable, chance(70) { path = pick(["\(variable).?hs", "\(variable).?k", "\(variable)[?'w']"]) }
        return pick([
            "\(path).orValue(\(text())) == \(text())", "\(path).hasValue()",
            "\(path).optMap(x, x == \(text())).orValue(true)",
            "\(path).or(.?b).orValue(3) == \(pick(Self.numbers))", "\(text()) in [?\(path), ?.?s]",
        ])
    }

    // MARK: Alerts

    mutating func alert() -> String {
        var members: [String] = []
        for name in ["a", "b", "s", "n", "flag", "q"] where chance(75) {
            members.append("\"\(name)\":\(value(depth: 1))")
        }
        if chance(80) {
            let inner =
                ["c", "l"].map { "\"\($0)\":\(value(depth: 1))" } + [
                    "\"d\":\(chance(70) ? "{\"e\":\(value(depth: 0))}" : value(depth: 0))"
                ]
            members.append(
                "\"o\":\(chance(85) ? "{\(inner.filter { _ in chance(80) }.joined(separator: ","))}" : value(depth: 0))"
            )
        }
        for name in ["goods", "route"] where chance(85) {
            let elements = (0..<Int.random(in: 0...4, using: &generator)).map { _ in element() }
            members.append("\"\(name)\":\(chance(90) ? "[\(elements.joined(separator: ","))]" : value(depth: 1))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func element() -> String {
        if chance(30) { return value(depth: 0) }
        return
            "{\(["hs", "k", "w"].filter { _ in chance(75) }.map { "\"\($0)\":\(value(depth: 0))" }.joined(separator: ","))}"
    }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 13 : 11), using: &generator) {
        case 0...4: return "\"\(pick(Self.texts))\""
        case 5: return "\"\\u0043O\""
        case 6...7: return pick(["0", "3", "3.5", "7", "-1.5", "9007199254740993", "123456789012345678901", "1e400"])
        case 8: return pick(["true", "false"])
        case 9: return "null"
        case 10: return pick(["{}", "[]", "{\"CO\":1,\"2402\":\"PA\"}"])
        case 11: return "[\(value(depth: 0)),\(value(depth: 0))]"
        default: return "{\"hs\":\(value(depth: 0)),\"k\":\(value(depth: 0))}"
        }
    }
}
