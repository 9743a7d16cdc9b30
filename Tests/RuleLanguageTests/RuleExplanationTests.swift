import JSONDocument
import RuleLanguage
import Testing

@Suite("Why a rule matches or not")
struct RuleExplanationTests {
    static func parts(_ text: String) throws -> [String] {
        let document = try JSONDocument(parsing: Array(sampleAlert.utf8))
        return try Rule(text).explain(on: document.root).parts.map { part in
            let fields = part.fields.map { "\($0.pointer) \($0.shape)" }
            return "\(word(part.outcome)) \(part.text)" + fields.map { "; \($0)" }.joined()
        }
    }

    @Test(
        "the conditions that decided are named, with what lies at their fields",
        arguments: [
            ("kind == 'seizure' && severity > 8", ["misses severity > 8; /severity a whole number"]),
            ("kind == 'seizure' || severity > 8", ["matches kind == 'seizure'; /kind a text of 7 characters"]),
            (
                "kind == 'lookout' || severity > 8",
                [
                    "misses kind == 'lookout'; /kind a text of 7 characters",
                    "misses severity > 8; /severity a whole number",
                ]
            ),
            (
                "urgent && origin.city == 'x' && severity == 4",
                ["noSuchField origin.city == 'x'; /origin/city missing"]
            ),
            ("!(urgent && tags == [])", ["misses tags == []; /tags a list of 2 elements"]),
            ("urgent ? lab == null : false", ["matches urgent; /urgent a boolean", "matches lab == null; /lab null"]),
            (
                "route.exists(r, r.country == origin.country)",
                [
                    "matches route.exists(r, r.country == origin.country); /route a list of 3 elements; "
                        + "/origin/country a text of 2 characters",
                    "matches route[0].country == origin.country; /route/0/country a text of 2 characters; "
                        + "/origin/country a text of 2 characters",
                ]
            ),
            ("has(origin.city)", ["misses has(origin.city); /origin/city missing"]),
            ("goods.note == 'x'", ["misses goods.note == 'x'; /goods/note a text of 11 characters"]),
        ])
    func parts(_ text: String, _ expected: [String]) throws {
        #expect(try Self.parts(text) == expected)
    }

    @Test("an explanation never shows an alert's values")
    func discretion() throws {
        let document = try JSONDocument(parsing: Array(sampleAlert.utf8))
        let explanation = try Rule("goods.note == 'x' || origin.port == 'y'").explain(on: document.root)
        #expect(!explanation.description.contains("noir") && !explanation.description.contains("COBUN"))
        #expect(explanation.description.hasPrefix("misses\n  misses: goods.note == 'x'  (/goods/note: a text of"))
    }

    @Test(
        "a rule is printed in its canonical form",
        arguments: [
            ("a  ==\"x\"", "a == 'x'"), ("(a&&b)&&c", "a && b && c"), ("a&&(b||c)", "a && (b || c)"),
            ("!(a==1)", "!(a == 1)"), ("((a))", "a"), ("a - (b - c) == 0", "a - (b - c) == 0"),
            ("(a - b) - c == 0", "a - b - c == 0"),
            ("a.exists_one(x,x==1)", "a.existsOne(x, x == 1)"), ("'it\\'s' == r'\\d'", "'it\\'s' == '\\\\d'"),
            ("a['b'] == 0x1F", "a['b'] == 31"), ("(a ? b : c) ? d : e", "(a ? b : c) ? d : e"),
            ("-(1) < -a", "-(1) < -a"),
            ("a in [1,2.50,3u,null,b'\\x01a']", "a in [1, 2.5, 3u, null, b'\\x01a']"),
            ("{'k':1}.k==1", "{'k': 1}.k == 1"),
            ("a.`b-c` == 1", "a.`b-c` == 1"), ("a * (b + c) == 1", "a * (b + c) == 1"),
            ("size(a) == a.size()", "size(a) == a.size()"),
            ("!!a", "!!a"), ("(1).x == 1 || a", "(1).x == 1 || a"),
        ])
    func printing(_ text: String, _ expected: String) throws {
        guard let rule = try? Rule(text) else {
            #expect(text.hasPrefix("(1)"))
            return
        }
        #expect(rule.description == expected)
        #expect(try Rule(rule.description).description == expected)
    }

    @Test("the cost grows with what a rule may have to do")
    func cost() throws {
        let costs = try [
            "a == 1", "a == 1 && b == 2", "a in [1, 2, 3, 4, 5, 6, 7, 8, 9]", "a.exists(x, x == 1)",
            "a.matches('x')", "a.exists(x, b.exists(y, x == y))",
        ].map { try Rule($0).cost }
        #expect(costs == costs.sorted() && Set(costs).count == costs.count, "\(costs)")
    }
}
