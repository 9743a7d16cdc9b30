import Foundation
import JSONDocument
import RuleLanguage
import TestSupport
import Testing

@Suite("Rules and alerts that mean harm")
struct HostileRuleTests {
    static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    static func numbered(_ count: Int, separator: String, _ make: (Int) -> String) -> String {
        (0..<count).map(make).joined(separator: separator)
    }

    /// The time that this thread takes for something, however busy the machine is.
    static func processorTime(_ body: () throws -> Void) rethrows -> Duration {
        var (start, end) = (timespec(), timespec())
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
        try body()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
        return .seconds(end.tv_sec - start.tv_sec) + .nanoseconds(end.tv_nsec - start.tv_nsec)
    }

    /// Rules that nest too deep.
    static let deepRules: [String] = [
        "\(times(2000, "("))a\(times(2000, ")"))", "\(times(4000, "!"))a", "\(times(4000, "-"))1 == 1",
        "a\(times(2000, ".b"))", "a\(times(1000, "[0]"))", times(2000, "["), times(1300, "{1:"),
        "\(times(400, "a ? b : "))c", "1\(times(900, " + 1")) > 0", times(300, "a.exists(x,"), times(2000, "size("),
        "a.exists(x, x.exists(y, y.exists(z, z)))",
    ]

    /// Rules that are too long in one way or another.
    static let longRules: [String] = [
        "a in [\(numbered(257, separator: ", ") { "\($0)" })]", "x == '\(times(4096, "a"))'",
        "a.matches('\(times(257, "x"))')", numbered(33, separator: " || ") { "a == \($0)" },
        numbered(6, separator: " && ") { "(a == \($0) || b == \($0))" },
        "!(\(numbered(6, separator: " || ") { "(a == \($0) && b == \($0))" }))",
        "{\(numbered(257, separator: ", ") { "\($0): 1" })} == a",
        "a.all(x, b.all(y, \(numbered(12, separator: " && ") { "y in c.map(z\($0), z\($0))" })))",
        "a.all(x, b.?y.optMap(y, c.all(z, d.?w.optMap(w, e.all(v, true)).orValue(true))).orValue(true))",
        "a\(times(2000, ".?b")).hasValue()", "a\(times(1000, "[?0]")).hasValue()",
        "\(times(200, "a.?b.optMap(x, "))x\(times(200, ")")) == c",
        "\(times(150, "optional.of("))1\(times(150, ")")) == a",
        "a\(times(300, ".or(b)")).hasValue()", "[\(numbered(257, separator: ",") { _ in "?a.?b" })] == c",
    ]

    @Test("a rule beyond a bound is refused as such", arguments: deepRules + longRules)
    func bounds(_ text: String) {
        let errors = RuleDiagnosticsTests.errors(text)
        #expect(errors.contains { $0.code == .limit }, "\(text.prefix(40))")
    }

    @Test("what stays within the bounds is accepted")
    func withinBounds() throws {
        _ = try Rule("a in [\(Self.numbered(256, separator: ",") { "\($0)" })]")
        _ = try Rule(Self.numbered(32, separator: " || ") { "a == \($0)" })
        _ = try Rule(Self.numbered(100, separator: " && ") { "a != \($0)" })
        _ = try Rule(Self.times(60, "(") + "a" + Self.times(60, ")"))
        _ = try Rule("a.exists(x, x.exists(y, y == 1)) && b.all(x, x.all(y, y == 1))")
    }

    /// A rule that names values of its own, each of them twice the one before.
    static func doubled(_ first: String, _ last: String) -> String { chained("x + x", first, last) }

    /// The same, with values that hold the one before twice.
    static func nested(_ first: String, _ last: String) -> String { chained("[x, x]", first, last) }

    private static func chained(_ step: String, _ first: String, _ last: String) -> String {
        let count = 40
        let value = (0..<count).reduce("optional.of(\(first))") { text, _ in "\(text).optMap(x, \(step))" }
        return "\(value).optMap(a, \(value).optMap(b, \(last)).orValue(true)).orValue(true)"
    }

    /// An alert near the limit of its size: long lists, wide objects and long texts of what makes searches slow.
    static let hostileAlert: String = {
        let numbers = (0..<4000).map { "\($0 % 2)" }.joined(separator: ",")
        let text = String(repeating: "a", count: 20_000)
        let escaped = String(repeating: "\\u0061", count: 2000)
        let wide = (0..<2000).map { "\"k\($0)\":0" }.joined(separator: ",")
        return "{\"list\": [\(numbers)], \"text\": \"\(text)\", \"escaped\": [\"\(escaped)\"], \"wide\": {\(wide)}}"
    }()

    @Test(
        "a rule that would take long on an alert is broken off, and does not match",
        arguments: [
            "list.all(x, list.all(y, x + y < 5))", "list.exists(x, list.exists(y, x + y > 5))",
            "list.all(x, text + text + text != 'x')", "list.all(x, !text.contains(text + 'b'))",
            "list.all(x, list == list)", "list.all(x, x in list.map(y, y + 0))",
            "list.all(x, list.all(y, escaped[0].contains('aaa')))",
            "list.all(x, !text.matches('(a|b)*c'))", "list.map(x, list) == list.map(x, list)",
            "list.all(x, size(text) > 1)", "list.all(x, text == text)", "list.all(x, text <= text)",
            "!list.exists(x, list[3999] == 5)", "list.all(x, true) && list.map(x, list.map(y, y)) != [1]",
            "list.exists(x, list.filter(y, y > 5) == [1]) || true",
            "list.all(x, list.all(y, {}.?a.orValue(x) < 5))", "list.all(x, optional.of(list) == optional.of(list))",
            "list.all(x, list[?3999].hasValue())", "list.all(x, wide.?zz.or(wide.?zy).orValue(x) < 5)",
            "list.all(x, list.all(y, wide.zz == 1 || true))", "list.all(x, '%s'.format([x]) != 'y' && text != 'x')",
            "list.all(x, '%x'.format([text.substring(0, 8000)]) != 'y')", "list.all(x, '%s'.format([wide]) != 'y')",
            "list.all(x, '%.100f'.format([1e300]) != 'y')", "list.all(x, '%s'.format([list]) != 'y')",
            doubled("[1, 1]", "a == b"), doubled("'aa'", "a == b"), doubled("[1, 1]", "'%s'.format([b]) == ''"),
            nested("[1]", "a == b"), nested("{'k': 1}", "'%s'.format([b]) == ''"), nested("[1]", "b in [b, a]"),
        ])
    func longRunning(_ text: String) throws {
        let rule = try Rule(text)
        let document = try JSONDocument(parsing: Array(Self.hostileAlert.utf8))
        let duration = Self.processorTime {
            #expect(word(rule.evaluate(on: document.root)) == "tooManySteps")
            #expect(!rule.matches(document.root))
        }
        #expect(duration < .seconds(2))
    }

    static func nested(_ count: Int, _ start: String, _ inner: String, _ end: String) -> String {
        times(count, start) + inner + times(count, end)
    }

    /// Rules that are small, and of which each part is part of many others.
    static let intricateRules: [String] = [
        "a" + times(58, ".map(x, x)") + " == []", "a" + times(58, ".filter(x, x == 1)") + " == []",
        nested(25, "'%s'.format(['%d'.format([", "1", "])])") + " == a",
        nested(55, "a.?b.orValue(", "1", ")") + " == 1",
        nested(30, "!(", "a == 1", ")"), nested(20, "!(!a == ", "b", ")"), nested(28, "(a == 1 || b > 2 && ", "c", ")"),
        nested(30, "(a ? b : ", "c", ")"), nested(50, "[", "a", "]") + " == [1]",
        nested(50, "{'k': ", "a", "}") + " == {}",
        "optional.of([1])" + times(50, ".optMap(x, [x, x])") + ".hasValue()",
        "a == " + Self.times(61, "'x' + ") + "'y'",
        "a" + times(60, ".lowerAscii()") + " == 'x'", "a" + times(60, "[b]") + " == 1",
        "a" + times(60, ".?b") + ".hasValue()",
        numbered(90, separator: " && ") { "a.matches('(b|c){1,9}d{\($0)}')" },
        nested(28, "a.or(b.?c.or(", "d", "))") + ".hasValue()",
        "(\(numbered(5, separator: ") && (") { "a == \($0) || b == \($0)" })) && "
            + numbered(99, separator: " && ") { "c != \($0)" },
        "a in [\(numbered(256, separator: ", ") { "'\($0)'" })] && a in [\(numbered(256, separator: ", ") { "'\($0)'" })]",
    ]

    @Test("a rule that is written to be slow to check is checked or refused at once", arguments: intricateRules)
    func checking(_ text: String) throws {
        let declarations = RuleDeclarations(
            root: RuleObjectType(
                name: "an alert", fields: ["a": .any, "b": .any, "c": .any, "d": .any], required: [], isOpen: false))
        let duration = Self.processorTime {
            for declarations in [declarations, nil] {
                guard let rule = try? Rule(text, declarations: declarations) else { continue }
                _ = rule.fields(declarations ?? RuleDeclarations(root: nil))
                _ = try? Rule(filed: rule.description)
            }
        }
        #expect(duration < .seconds(2), "\(duration)")
    }

    @Test(
        "a pattern that ruins backtracking engines is answered at once",
        arguments: [
            "^(a+)+$", "(a|aa)+$", "(a|a?)+b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}b", "a.{100}b",
            "(((a{1,10}){1,10}){1,9})b", "(a?){60}a{60}b",
        ])
    func patterns(_ pattern: String) throws {
        let rule = try Rule("text.matches('\(pattern)')")
        let document = try JSONDocument(parsing: Array(Self.hostileAlert.utf8))
        let duration = Self.processorTime { _ = rule.evaluate(on: document.root) }
        #expect(duration < .seconds(1), "\(duration)")
    }

    @Test("mutated rules are refused or evaluated, and are printed so that they are read back the same")
    func mutation() throws {
        var generator = SeededGenerator(state: 7)
        let document = try JSONDocument(parsing: Array(sampleAlert.utf8))
        let seeds = [
            "kind == 'seizure' && origin.country in ['CO', \"PA\"]", "!(severity >= 4u) || confidence < -1.5e3",
            "route.exists(r, r.country == 'PA' && r.days / 2 > 1)", "has(goods.note) ? size(goods.note) > 3 : false",
            "goods.note.matches(r'caf.\\s') && tags[0].startsWith('''rip''')",
            "{'a': [1, 2.5, null, b'\\x00']}.a[1] in [2.5]",
            "route.map(r, r.days > 0, r.country).filter(c, c != 'NL') == ['PA'] // end",
            "-severity + 3 * 2 - 1 % 5 < 9 && true != false",
            "origin.`port`.endsWith('BUN') == tags.all(t, size(t) > 1)",
            ".?origin.?port.orValue('x') == 'COBUN' && route[?1].?days.or(optional.of(4)).hasValue()",
            "[?origin.?city, {?'a': lab.?b.optMap(x, x)}] == [] || '%s %.2f'.format([kind, confidence]) != ''",
        ]
        let pieces = [
            "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "&&", "||", "==", "<", "in ", "'", "\"", "'''",
            "\\",
            "r'", "b'", "0x", "1e", "9223372036854775808", "null", "has(", ".exists(x, ", ".map(", "//", "\n", "\u{0}",
            "é",
            "size(", "u", "`", " ", "\u{FEFF}", "\\u0041", "=", ".?", "[?", ".orValue(", ".optMap(x, ", "optional.of(",
            "%",
        ].map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<4000 {
            var text = Array((seeds.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let at = Int.random(in: 0...text.count, using: &generator)
                let end = min(text.count, at + Int.random(in: 0...4, using: &generator))
                let piece =
                    Bool.random(using: &generator)
                    ? pieces.randomElement(using: &generator) ?? [] : [UInt8.random(in: 0...255, using: &generator)]
                text.replaceSubrange(at..<end, with: Bool.random(using: &generator) ? piece : [])
            }
            guard let rule = try? Rule(String(decoding: text, as: UTF8.self)) else { continue }
            accepted += 1
            let outcome = rule.evaluate(on: document.root)
            _ = rule.explain(on: document.root).description
            let again = try Rule(rule.description)
            #expect(again.description == rule.description)
            #expect(word(again.evaluate(on: document.root)) == word(outcome), "\(rule.text)")
        }
        #expect(accepted > 400)
    }

    @Test("random bytes are refused without harm")
    func randomBytes() {
        var generator = SeededGenerator(state: 11)
        let alphabet = Array("()[]{}.,:?!-+*/%&|=<>'\"\\`abrxu019 \n in true has all".utf8)
        for _ in 0..<3000 {
            let count = Int.random(in: 0...40, using: &generator)
            let text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            for error in RuleDiagnosticsTests.errors(String(decoding: text, as: UTF8.self)) {
                #expect(!error.description.isEmpty && error.byteRange.upperBound <= text.count)
            }
        }
    }
}
