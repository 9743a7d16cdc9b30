import RuleLanguage
import Testing

@Suite("Rules checked against declared fields")
struct RuleDeclarationsTests {
    static let declarations = RuleDeclarations(
        root: RuleObjectType(
            name: "seizure",
            fields: [
                "kind": .enumeration(["seizure", "lookout"]), "severity": .int, "confidence": .number,
                "container": .string, "urgent": .bool, "tags": .list(.string),
                "modes": .list(.enumeration(["sea", "air"])),
                "origin": .object(RuleObjectType(name: "origin", fields: ["country": .string])),
                "goods": .list(.object(RuleObjectType(name: "goods", fields: ["hs": .string, "weight": .number]))),
                "extra": .object(RuleObjectType(name: "extra", fields: [:], isOpen: true)), "labels": .map(.string),
                "free": .any,
            ]))

    @Test(
        "a rule over declared fields is accepted",
        arguments: [
            "kind == 'seizure'", "kind in ['seizure', 'lookout']", "severity > 3.5", "container.startsWith('MS')",
            "urgent", "'a' in tags", "goods.exists(g, g.hs == '1' && g.weight > 2)", "goods[0].weight < 5",
            "extra.anything == 1", "labels.x == 'y'", "labels['x'] == 'y'", "free.a.b == 3",
            "origin['country'] == 'CO'",
            "has(origin.country)", "modes.all(m, m != 'air')", "kind.startsWith('s')",
            "kind == container", "goods.map(g, g.weight).exists(w, w > 3)", "goods.exists(i, g, i > 0 && g.hs == '1')",
        ])
    func accepted(_ text: String) {
        #expect(RuleDiagnosticsTests.errors(text, Self.declarations).isEmpty)
    }

    @Test(
        "a rule that the declarations contradict is refused with a suggestion",
        arguments: [
            ("contanier == 'x'", 0, "no field 'contanier' in seizure; did you mean 'container'?"),
            ("origin.contry == 'x'", 7, "no field 'contry' in origin; did you mean 'country'?"),
            ("has(origin.contry)", 0, "did you mean 'country'?"),
            ("origin['contry'] == 'x'", 7, "did you mean 'country'?"),
            ("goods.exists(g, g.hz == '1')", 18, "did you mean 'hs'?"), ("goods.hs == '1'", 6, "a list has no fields"),
            ("kind == lookout", 8, "a text stands between quotes: 'lookout'"),
            ("Kind == 'seizure'", 0, "did you mean 'kind'?"),
            ("kind == 'siezure'", 8, "the value is never 'siezure'; did you mean 'seizure'?"),
            ("kind == 'other'", 8, "it is one of 'seizure', 'lookout'"), ("kind != 'other'", 8, "never 'other'"),
            ("kind == null", 0, "is never null"),
            ("kind in ['seizure', 'lokout']", 20, "did you mean 'lookout'?"), ("'rail' in modes", 0, "never"),
            ("severity == '4'", 0, "without quotes"), ("severity.startsWith('4')", 0, "works on texts"),
            ("severity", 0, "a rule is a condition"), ("container && urgent", 0, "&& needs a condition"),
            ("tags.contains('x')", 0, "ask the elements"), ("tags == 'x'", 0, "in list"),
            ("urgent == 'true'", 0, "without quotes"),
            ("container > 4", 0, "cannot order"), ("urgent.x", 7, "has no fields"),
            ("goods['a'].hs == '1'", 6, "list[0]"),
            ("modes.exists(m, m == 'see')", 21, "did you mean 'sea'?"), ("!(unknown == 1)", 2, "no field 'unknown'"),
        ])
    func refused(_ text: String, _ offset: Int, _ hint: String) throws {
        let errors = RuleDiagnosticsTests.errors(text, Self.declarations)
        let first = try #require(errors.first)
        #expect(first.byteRange.lowerBound == offset)
        #expect(first.message.contains(hint), "\(first)")
    }
}
