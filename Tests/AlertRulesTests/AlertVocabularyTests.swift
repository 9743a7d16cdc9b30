import AlertModel
import AlertRules
import Foundation
import JSONDocument
import RuleLanguage
import TestSupport
import Testing

@Suite("Rules held against the schemas of the alerts")
struct AlertVocabularyTests {
    static let declarations: RuleDeclarations = {
        guard let schemas = try? AlertSchemaSet(), let lists = try? CodeLists() else {
            preconditionFailure("the embedded schemas compile, and iso-codes is installed")
        }
        return AlertVocabulary.declarations(schemas: schemas, lists: lists)
    }()

    static func report(_ text: String) -> RuleReport { RuleReport(text, declarations: declarations) }

    @Test(
        "a rule that means something is accepted without a word",
        arguments: [
            "true", "kind == 'seizure'", "kind in ['seizure', 'warning'] && has(goods)",
            "goods.exists(g, hs.within(g.hs, '2402'))", "topic.matches('seizure.drugs.*.GT')",
            "goods.exists(g, g.category == 'drugs.cocaine' && kg(g.quantity) > 10)",
            "tlp.atMost('AMBER') && severity.atLeast('severe')",
            "kind == 'request' && timestamp(deadline) < timestamp('2027-01-01T00:00:00Z')",
            "evaluation.scheme == '4x4' && evaluation.handling == 'H1'", "extensions['org.example.risk'].score > 50",
            "conveyance.mode == '1' && conveyance.vessel.imo == '9074729'", "route.touches('PA')",
            "conveyance.containers.exists(c, c.number.startsWith('CSQU'))", "text.mentions('scanner')",
            "kind == 'warning' || kind == 'seizure' && origin == 'GT'", "persons.arrested > 0",
            "goods.exists(g, money(g.value, 'GTQ') > 1000)", "kind != 'aeo' && origin != 'GT'",
            "goods.exists(g, g.hs >= '2401' && g.hs < '2404')", "timestamp(sent) > timestamp('2026-01-01T00:00:00Z')",
            "goods.all(line, line.category != 'drugs.heroin')", "status == 'actual' && !has(references)",
        ])
    func accepted(_ text: String) {
        let report = Self.report(text)
        #expect(report.errors.isEmpty, "\(report.errors)")
        #expect(report.warnings.isEmpty, "\(report.warnings)")
    }

    @Test(
        "a rule that cannot mean what it says is refused, with the place and what would be right",
        arguments: [
            ("contanier == 'x'", "contanier", "no field 'contanier' in an alert"),
            ("kind == 'seizure' && deadline < '2027'", "deadline", "there is no 'deadline' in seizure; request has it"),
            ("deadline < '2027' && kind == 'seizure'", "deadline", "request has it"),
            ("kind in ['seizure', 'aeo'] && questions.exists(q, q == 'x')", "questions", "request has it"),
            ("kind == 'siezure'", "'siezure'", "did you mean 'seizure'?"),
            ("'seizuer' == kind", "'seizuer'", "did you mean 'seizure'?"),
            ("goods.exists(g, g.category == 'drugs.cocain')", "'drugs.cocain'", "'drugs.cocaine'"),
            ("goods.exists(g, g.catgory == 'drugs.cocaine')", "catgory", "did you mean 'category'?"),
            ("goods.exists(g, g.weight > 3)", "weight", "it has brand, category"),
            ("goods.category == 'drugs.cocaine'", "category", "a list has no fields"),
            ("goods.exists(g, g.quantity > 10)", "g.quantity > 10", "cannot order an object"),
            ("goods.exists(g, g.quantity.value > '10')", "g.quantity.value > '10'", "without quotes"),
            ("conveyance.mode == 1", "conveyance.mode == 1", "between quotes: '1'"),
            ("conveyance.mode == 'boot'", "'boot'", "it is one of '0', '1'"),
            ("place.country == 'gt'", "'gt'", "did you mean 'GT'?"),
            ("goods.exists(g, g.hs == '24022000')", "g.hs == '24022000'", "at most 6 characters"),
            (
                "evaluation.scheme == 'admiralty' && evaluation.handling == 'H1'", "handling",
                "no 'handling' in evaluation of scheme admiralty"
            ),
            ("evaluation.source == 'Z'", "'Z'", "never 'Z'"),
            ("kind == 'seizure' && kind == 'warning'", "kind == 'warning'", "the rule can never be true"),
            ("origin == 'GT' && origin == 'PA'", "origin == 'PA'", "no value of origin meets"),
            ("persons.arrested > 5 && persons.arrested < 3", "persons.arrested < 3", "can never be true"),
            ("persons.arrested > 5 && persons.arrested < 6", "persons.arrested < 6", "can never be true"),
            (
                "goods.exists(g, hs.within(g.hs, '24') && hs.within(g.hs, '2203'))", "hs.within(g.hs, '2203')",
                "the condition can never be true"
            ),
            ("deadline < '2027' && outcome == 'seized'", "outcome == 'seized'", "no alert has deadline and outcome"),
            ("!has(goods) && goods.exists(g, g.hs == '24')", "goods.exists(g, g.hs == '24')", "goods is not there"),
            ("tlp.atMost('GREEN') && tlp == 'RED'", "tlp == 'RED'", "no value of tlp"),
            ("hs.within(goods[0].hs, '24022000')", "'24022000'", "2, 4 or 6 digits"),
            ("hs.within(goods[0].hs, '7701')", "'7701'", "no chapter 77"),
            ("hs.witin(goods[0].hs, '24')", "witin", "did you mean 'hs.within'?"),
            ("hs.within(goods[0].hz, '24')", "hz", "did you mean 'hs'?"),
            ("hs.within(goods[0].hs)", "hs.within(goods[0].hs)", "takes 2 arguments"),
            ("hs.within(goods[0].hs, origin)", "origin", "a text that is written out"),
            ("topic.matches('siezure.drugs.>')", "'siezure.drugs.>'", "did you mean 'seizure'?"),
            ("topic.matches('seizure.drug.>')", "'seizure.drug.>'", "did you mean 'drugs'?"),
            ("topic.matches('seizure.drugs.cocain.GT')", "'seizure.drugs.cocain.GT'", "did you mean 'cocaine'?"),
            ("topic.matches('seizure.drugs')", "'seizure.drugs'", "malformed"),
            ("tlp.atMost('WHITE')", "'WHITE'", "CLEAR, GREEN"), ("tlp.atMost('amber')", "'amber'", "'AMBER'"),
            ("route.touches('UK')", "'UK'", "did you mean 'GB'?"),
            ("goods.exists(g, money(g.value, 'EURO') > 1)", "'EURO'", "there is no currency"),
            ("kg(goods[0].value) > 1", "kg(goods[0].value)", "no field 'unit' in value"),
            ("goods.exists(kind, topic.matches('seizure.>'))", "topic.matches('seizure.>')", "a variable of that name"),
            ("kind == null", "kind == null", "has(...)"), ("kind = 'seizure'", "=", "write =="),
            ("goods.exists(g, g.category.startWith('drugs'))", "startWith", "did you mean 'startsWith'?"),
        ])
    func refused(_ text: String, _ place: String, _ hint: String) throws {
        let report = Self.report(text)
        #expect(report.rule == nil)
        let first = try #require(report.errors.first)
        #expect(String(decoding: Array(text.utf8)[first.byteRange], as: UTF8.self) == place, "\(first)")
        #expect(first.message.contains(hint), "\(first)")
    }

    @Test(
        "a rule that says less than its author may think is accepted, and its author told",
        arguments: [
            ("1 == 1", "always true, whatever the alert says"),
            ("origin == 'GT' && size(goods) <= 64", "always true where the field is there"),
            ("size(goods) >= 0", "always true"), ("persons.arrested >= 0", "always true where the field is there"),
            ("has(kind)", "always true: an alert always has 'kind'"),
            ("kind in ['seizure', 'warning', 'request', 'feedback', 'aeo']", "always true"),
            ("origin == 'GT' || origin == 'PA' && origin == 'CO'", "this alternative can never hold"),
            ("persons.arrested > 3 || persons.arrested <= 3", "the rule is always true"),
            ("tlp.atLeast('CLEAR') && origin == 'GT'", "always true"),
        ])
    func told(_ text: String, _ hint: String) throws {
        let report = Self.report(text)
        #expect(report.rule != nil, "\(report.errors)")
        #expect(try #require(report.warnings.first).message.contains(hint), "\(report.warnings)")
    }

    @Test("every helper has an example that compiles, and says what it takes")
    func examples() {
        for helper in Self.declarations.helpers.all {
            let report = Self.report(helper.example)
            #expect(report.errors.isEmpty, "\(helper.name): \(report.errors)")
            #expect(helper.example.contains(helper.name + "("))
            #expect(helper.usage.hasPrefix(helper.name + "("))
        }
    }
}

@Suite("What rules cost at worst")
struct RuleCostTests {
    /// Rules that are dear, and the part that is named as such.
    static let dear: [(rule: String, part: String)] = [
        (
            "text.exists(t, t.narrative.matches('(a|b)*c(d|e){1,40}f(g|h){1,40}'))",
            "t.narrative.matches('(a|b)*c(d|e){1,40}f(g|h){1,40}')"
        ),
        ("text.exists(t, text.exists(u, t.narrative.contains(u.narrative)))", "t.narrative.contains(u.narrative)"),
        ("goods.all(g, conveyance.containers.all(c, c.seals.map(s, s) == [g.hs]))", "c.seals.map(s, s)"),
        (
            "goods.exists(g, goods.exists(h, g.description.contains(h.description)))",
            "g.description.contains(h.description)"
        ),
        ("kind == 'seizure' && goods.all(g, goods.all(h, attachments.map(a, a) == [g, h]))", "attachments.map(a, a)"),
    ]

    @Test("a rule that may take too long is refused, and the dear part named", arguments: dear)
    func refused(_ rule: String, _ part: String) throws {
        let report = AlertVocabularyTests.report(rule)
        let error = try #require(report.errors.first)
        #expect(error.code == .limit, "\(error)")
        guard error.message.contains("this part takes") else { return }
        #expect(
            String(decoding: Array(rule.utf8)[error.byteRange], as: UTF8.self).contains(part.prefix(12)), "\(error)")
    }

    @Test(
        "simple rules cost some dozen steps, and grow with the lists they walk",
        arguments: [
            ("origin == 'GT'", 3...10), ("kind == 'seizure' && place.country == 'GT'", 5...20),
            ("goods.exists(g, g.category == 'drugs.cocaine')", 64...2_000),
            ("goods.exists(g, conveyance.containers.exists(c, c.number == g.hs))", 2_048...50_000),
        ])
    func simple(_ rule: String, _ bounds: ClosedRange<Int>) throws {
        let cost = try #require(AlertVocabularyTests.report(rule).rule).cost
        #expect(bounds.contains(cost), "\(cost)")
    }

    /// The longest alert that the schema lets through, made to be slow: long lists, long texts of one letter.
    static let hostileAlert: String = {
        let narrative = String(repeating: "a", count: 4_000)
        let texts = (0..<12).map { _ in
            #"{"language": "en", "headline": "\#(narrative.prefix(160))", "narrative": "\#(narrative)"}"#
        }
        let line = #"{"category": "drugs.cocaine", "hs": "293972", "description": "\#(narrative.prefix(100))"}"#
        let goods = Array(repeating: line, count: 64).joined(separator: ", ")
        let container = #"{"number": "CSQU3054383", "seals": ["\#(narrative.prefix(35))"]}"#
        let containers = Array(repeating: container, count: 32).joined(separator: ", ")
        return """
            {"kind": "seizure", "origin": "GT", "text": [\(texts.joined(separator: ", "))], "goods": [\(goods)],
             "conveyance": {"mode": "1", "containers": [\(containers)]}}
            """
    }()

    @Test(
        "what is accepted is never broken off on an alert that the schema lets through",
        arguments: [
            "text.mentions('aaaab')", "text.exists(t, t.narrative.matches('a*b'))", "text.all(t, t.narrative != 'b')",
            "goods.all(g, goods.all(h, g.category == h.category && g.hs == h.hs))",
            "goods.exists(g, conveyance.containers.exists(c, c.number == g.hs))",
            "goods.exists(g, g.description.contains('aaaaaaaaaaaaaaaaaaaab'))",
            "conveyance.containers.all(c, c.seals.all(s, s.startsWith('aa') && s in c.seals))",
            "goods.filter(g, g.hs != '10').map(g, g.category) == goods.map(g, g.hs)",
            "goods.exists(g, string(g.hs) + g.category + g.description == 'x')",
            "goods.all(g, g.?description.orValue('').contains('aaaaaaaaab') || !g.?brand.hasValue())",
            "text.all(t, t.?narrative.orValue('').contains('aaab') || t.headline == 'x')",
            ".?conveyance.?containers.orValue([]).all(c, c.?seals.orValue([]).all(s, s in c.?seals.orValue([])))",
            "goods.all(g, '%s: %s'.format([g.hs, g.description]) != 'x')", "'%s'.format([goods.map(g, g.hs)]) == 'x'",
            ".?goods.optMap(all, all.map(g, g.?description.orValue('-'))).orValue([]) == goods.map(g, [?g.?hs, g.category][0])",
            "goods.all(g, {'a': g.hs, ?'b': g.?brand}.?b.orValue('a') != 'x')",
        ])
    func bound(_ text: String) throws {
        let rule = try #require(AlertVocabularyTests.report(text).rule, "\(AlertVocabularyTests.report(text).errors)")
        let document = try JSONDocument(parsing: Array(Self.hostileAlert.utf8))
        let outcome = rule.evaluate(on: document.root)
        if case .undetermined(let reason) = outcome { #expect(reason.code != .tooManySteps, "\(rule.cost)") }
        #expect(rule.steps(on: document.root) <= rule.cost, "\(text)")
    }
}
