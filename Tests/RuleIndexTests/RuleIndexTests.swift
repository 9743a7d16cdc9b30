import JSONDocument
import RuleIndex
import RuleLanguage
import TestSupport
import Testing

@Suite("Many rules at once")
struct RuleIndexTests {
    /// Rules drawn from a few templates over a few values, so that they overlap.
    static func rules(count: Int, using generator: inout some RandomNumberGenerator) throws -> [Rule] {
        let countries = ["CO", "PA", "NL", "BE", "EC"]
        let kinds = ["seizure", "lookout", "caf\\u00e9"]
        return try (0..<count).map { _ in
            let country = countries.randomElement(using: &generator) ?? "CO"
            let other = countries.randomElement(using: &generator) ?? "PA"
            let kind = kinds.randomElement(using: &generator) ?? "seizure"
            let severity = Int.random(in: 1...5, using: &generator)
            let templates = [
                "kind == '\(kind)' && severity >= \(severity)", "'\(country)' == origin.country",
                "origin.country in ['\(country)', '\(other)'] && kind == '\(kind)'", "severity < \(severity)",
                "kind == '\(kind)' || origin.country == '\(country)'", "!(origin.country == '\(country)')",
                "route.exists(r, r == '\(country)') && kind in ['\(kind)']", "has(origin.country)", "true",
                "kind == '\(kind)' && origin.country == '\(country)' && severity != \(severity)",
                "origin['country'] == '\(country)' && !('\(other)' in route)",
            ]
            return try Rule(templates.randomElement(using: &generator) ?? "true")
        }
    }

    static func alert(using generator: inout some RandomNumberGenerator) -> String {
        let countries = ["\"CO\"", "\"PA\"", "\"\\u004eL\"", "\"XX\"", "4", "null"]
        let kinds = ["\"seizure\"", "\"lookout\"", "\"caf\u{E9}\"", "\"cafe\u{301}\"", "{}"]
        let country = countries.randomElement(using: &generator) ?? "null"
        let origin = Bool.random(using: &generator) ? "{\"country\": \(country)}" : "{}"
        return """
            {"kind": \(kinds.randomElement(using: &generator) ?? "1"), "origin": \(origin),
             "severity": \(Int.random(in: 0...6, using: &generator)), "route": [\(country), "PA"]}
            """
    }

    @Test("the index gives exactly the rules that match one by one, while rules come and go")
    func exactness() throws {
        var generator = SeededGenerator(state: 20_260_823)
        let rules = try Self.rules(count: 400, using: &generator)
        var index = RuleIndex()
        var filed: [RuleID: Rule] = [:]
        var document = JSONDocument()
        var found: [RuleID] = [RuleID(rawValue: 99)]
        for round in 0..<300 {
            for _ in 0..<4 {
                let id = RuleID(rawValue: UInt32.random(in: 0..<120, using: &generator))
                if Int.random(in: 0..<3, using: &generator) == 0 {
                    #expect(index.remove(id) == (filed.removeValue(forKey: id) != nil))
                } else {
                    let rule = rules[Int.random(in: 0..<rules.count, using: &generator)]
                    index.insert(id, rule)
                    filed[id] = rule
                }
            }
            try document.parse(Array(Self.alert(using: &generator).utf8))
            let root = document.root
            index.match(root: root, into: &found)
            let expected = filed.filter { $0.value.evaluate(on: root) == .matches }.keys.sorted()
            #expect(found == expected, "round \(round)")
            #expect(index.count == filed.count)
        }
    }

    @Test("names that look alike are different paths")
    func lookalikes() throws {
        var index = RuleIndex()
        index.insert(RuleID(rawValue: 1), try Rule("a['\\u00e9'] == 'x'"))
        index.insert(RuleID(rawValue: 2), try Rule("a['e\\u0301'] == 'x'"))
        let document = try JSONDocument(parsing: Array(#"{"a": {"e\u0301": "x"}}"#.utf8))
        var found: [RuleID] = []
        index.match(root: document.root, into: &found)
        #expect(found == [RuleID(rawValue: 2)])
    }

    @Test("of a rule that it cannot test itself the evaluator is asked once an alert, whatever the list is long")
    func wholeRules() throws {
        let rules = [
            "goods.exists(g, goods.exists(h, g.hs + h.hs == 'no'))", "goods.exists(g, g.hs + g.unit == '24kg')",
            "route.exists(r, r + '' == 'PA')",
        ]
        var index = RuleIndex()
        for (number, text) in rules.enumerated() { index.insert(RuleID(rawValue: UInt32(number)), try Rule(text)) }
        let goods = Array(repeating: #"{"hs": "24", "unit": "kg"}"#, count: 64).joined(separator: ",")
        let document = try JSONDocument(parsing: Array(#"{"goods": [\#(goods)], "route": ["CO", "PA"]}"#.utf8))
        let alone = try rules.reduce(0) { $0 + (try Rule($1).steps(on: document.root)) }
        var found: [RuleID] = []
        for _ in 0..<2 {
            index.match(root: document.root, into: &found)
            #expect(found.map(\.rawValue) == [1, 2])
            #expect(index.evaluatedSteps == alone)
        }
        // An answer is forgotten with its alert, and a rule that comes has none yet.
        index.insert(RuleID(rawValue: 3), try Rule("route.exists(r, r + '' == 'CO')"))
        index.remove(RuleID(rawValue: 1))
        let other = try JSONDocument(parsing: Array(#"{"route": ["CO"]}"#.utf8))
        index.match(root: other.root, into: &found)
        #expect(found.map(\.rawValue) == [3])
    }

    @Test("the index describes how its rules are found")
    func description() throws {
        var index = RuleIndex()
        index.insert(RuleID(rawValue: 7), try Rule("kind == 'seizure' && severity > 3"))
        index.insert(RuleID(rawValue: 8), try Rule("severity > 3"))
        #expect(
            index.description
                == "2 rules\n  by kind: 1 keys, 1 entries, largest bucket 1\n  without a key: 1")
        #expect(index.contains(RuleID(rawValue: 7)))
        #expect(!index.contains(RuleID(rawValue: 9)))
    }
}
