import Foundation
import JSONDocument
import TestSupport
import Testing

/// Rules from the author's side: checked, explained, refused and filed by the programs themselves.
@Suite(.serialized) struct RuleCommandTests {
    private static let seizure = SharedData.packageRoot.appending(path: "schemas/examples/seizure.json").path

    @Test func aRuleIsCheckedWithoutAHub() async throws {
        let exchange = try await Exchange()
        let good = try await exchange.run(["rule", "check", "topic.matches('seizure.drugs.>')"])
        #expect(good.code == 0)
        #expect(good.output.contains("in full:  kind == 'seizure' && goods.exists("))
        #expect(good.output.contains("found by kind == 'seizure'"))
        #expect(good.output.contains("steps on an alert"))
        let bad = try await exchange.run(["rule", "check", "goods.exists(g, g.catgory == 'drugs.cocaine')"])
        #expect(bad.code == 65)
        #expect(bad.errors.contains("no field 'catgory' in goods; did you mean 'category'?"))
        #expect(bad.errors.contains("                   ^^^^^^^"))
        let json = try await exchange.run(["rule", "check", "--json", "kind == 'siezure'"])
        let document = try JSONDocument(parsing: Array(json.output.utf8))
        #expect(json.code == 65 && document.root["accepted"]?.kind == .false)
        let finding = try #require(document.root["findings"]?.elements.first { _ in true })
        #expect(finding["column"]?.integer == 9 && finding["code"]?.string == "impossible")
    }

    @Test func aRuleIsExplainedByTheElementThatDecided() async throws {
        let exchange = try await Exchange()
        let hit = try await exchange.run(
            ["rule", "explain", "goods.exists(g, hs.within(g.hs, '2402'))", Self.seizure])
        #expect(hit.code == 0)
        #expect(hit.output.contains("goods[1].hs.startsWith('2402')  (/goods/1/hs: \"2402\")"), "\(hit.output)")
        let miss = try await exchange.run(
            ["rule", "explain", "goods.exists(g, hs.within(g.hs, '2402') && pieces(g.quantity) > 50000)", Self.seizure])
        #expect(miss.code == 0)
        #expect(
            miss.output.contains("the nearest is number 1") && miss.output.contains("/goods/1/quantity/value: 20000"))
    }

    @Test func whatTheHubRefusesIsShownWithItsPlace() async throws {
        let exchange = try await Exchange()
        let done = try await exchange.run(
            ["subscribe", "desk", "--where", "goods.exists(g, g.catgory == 'drugs.cocaine')"], as: "gt-desk")
        #expect(done.code == 65)
        #expect(done.errors.contains("1:19: no field 'catgory' in goods; did you mean 'category'?"), "\(done.errors)")
        #expect(done.errors.contains("| goods.exists(g, g.catgory == 'drugs.cocaine')\n"))
        #expect(done.errors.contains("|                   ^^^^^^^"))
        let two = try await exchange.run(
            ["subscribe", "desk", "--where", "origin == 'GT'", "--where", "kind == 'siezure'"], as: "gt-desk")
        #expect(
            two.code == 65 && two.errors.contains("rule where-2: 1:9: the value is never 'siezure'"), "\(two.errors)")
    }

    @Test func aListOfRulesIsFiledAndEachAlertSaysWhichMatched() async throws {
        let exchange = try await Exchange()
        let published = try await exchange.run(
            ["publish"], as: "gt-enforcement", input: try await exchange.alerts(30))
        #expect(published.code == 0)
        let rules = try exchange.write("seizures\tkind == 'seizure'\nours\torigin == 'GT'\n", to: "rules.tsv")
        let done = try await exchange.run(
            [
                "subscribe", "desk", "--rules", rules, "--why", "--from", "earliest", "--timeout", "300ms",
                "--exercises",
                "-F", "{position} {kind} {rules} {because}",
            ], as: "gt-desk")
        #expect(done.code == 0, "\(done.errors)")
        #expect(!done.lines.isEmpty && Set(done.lines).count == done.lines.count)
        for line in done.lines {
            let isSeizure = line.contains(" seizure ")
            #expect(
                line.hasSuffix(isSeizure ? "seizures,ours kind == 'seizure'; origin == 'GT'" : "ours origin == 'GT'"),
                "\(line)")
        }
    }

    @Test func aRuleOverFieldsThatMayBeMissingWorksEverywhere() async throws {
        let exchange = try await Exchange()
        let rule = ".?conveyance.?vessel.?flag.orValue('?') == 'PA'"
        let good = try await exchange.run(["rule", "check", rule])
        #expect(good.code == 0 && good.output.contains("conveyance.vessel.flag"), "\(good.output)")
        let bad = try await exchange.run(["rule", "check", ".?conveyance.?vessel.?flag == 'PA'"])
        #expect(bad.code == 65 && bad.errors.contains(".?conveyance.?vessel.?flag.orValue('?')"), "\(bad.errors)")
        let why = try await exchange.run(["rule", "explain", rule, Self.seizure])
        #expect(why.code == 0 && why.output.contains("/conveyance/vessel/flag: \"PA\""), "\(why.output)")

        let alerts = try await exchange.alerts(40)
        let rules = try exchange.write(
            """
            1\tkind == 'seizure' && .?persons.?arrested.orValue(0) > 0
            2\t.?place.?country.orValue(origin) == 'GT'
            3\t'%s/%s'.format([kind, .?direction.orValue('-')]) == 'seizure/inbound'
            4\tgoods.exists(g, g.?brand.hasValue() && g.?hs.orValue('').startsWith('24'))

            """, to: "optional.tsv")
        let file = try exchange.write(alerts, to: "alerts.jsonl")
        let indexed = try await exchange.run(["rule", "match", rules, file])
        let linear = try await exchange.run(["rule", "match", "--linear", rules, file])
        #expect(indexed.code == 0 && indexed.output == linear.output, "\(indexed.errors)")
        #expect(Set(indexed.output.utf8).isSuperset(of: "12".utf8), "\(indexed.output)")

        let published = try await exchange.run(["publish"], as: "gt-enforcement", input: alerts)
        #expect(published.code == 0)
        let done = try await exchange.run(
            [
                "subscribe", "desk", "--where", ".?persons.?arrested.orValue(0) >= 0 && kind == 'seizure'", "--why",
                "--from",
                "earliest", "--timeout", "300ms", "--exercises", "-F", "{kind} {because}",
            ], as: "gt-desk")
        #expect(done.code == 0, "\(done.errors)")
        #expect(!done.lines.isEmpty && done.lines.allSatisfy { $0.contains(".?persons.?arrested.orValue(0) >= 0") })
    }
}
