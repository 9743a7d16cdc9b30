import ExchangeProtocol
import Journal
import RuleIndex
import TestSupport
import Testing
import Trust

@testable import Hub

@Suite struct RuleTests {
    private static func bench() throws -> HubBench {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        return bench
    }

    private static let list = """
        # what the desk looks for
        cocaine\ttopic.matches('seizure.drugs.cocaine.>')
        quetzal\tkind == 'seizure' && place.country == 'GT'
        weapons\tgoods.exists(g, category.within(g.category, 'security'))
        """

    @Test(arguments: [
        ("goods.exists(g, g.catgory == 'drugs.cocaine')", ProtocolErrorCode.badRule, "did you mean 'category'?"),
        ("kind == 'seizure' && deadline < '2027'", .badRule, "request has it"),
        ("kind == 'siezure'", .badRule, "did you mean 'seizure'?"),
        ("origin == 'GT' && origin == 'CR'", .badRule, "can never be true"),
        ("hs.within(goods[0].hs, '240')", .badRule, "2, 4 or 6 digits"),
        (
            "text.exists(t, text.exists(u, t.narrative == u.narrative && t.narrative.contains(u.narrative)))",
            .ruleTooCostly, "this part takes"
        ),
        ("# rules\na\torigin = 'GT'", .badRule, "rule a: 1:8: write =="),
        ("# rules\na b", .badRule, "a tab and a rule"),
        ("# rules\na\ttrue\na\ttrue", .badRule, "another rule of the name a"), ("# rules", .badRule, "no rule"),
    ])
    func `a rule that cannot mean what it says is refused with what its author needs`(
        rule: String, code: ProtocolErrorCode, hint: String
    ) throws {
        let bench = try Self.bench()
        bench.subscribe("cr", rule: rule)
        let error = try #require(bench.peers["cr"]!.errors.first)
        #expect(error.errorCode == code)
        #expect(error.text.contains(hint), "\(error.text)")
        #expect(error.text.contains("^") || rule.hasPrefix("#"), "the place is marked: \(error.text)")
    }

    @Test func `all rules of a list that are wrong are named at once`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", rule: "# rules\na\tkind == 'siezure'\nb\torigin == 'GT'\nc\tpersons.arested > 1")
        let error = try #require(bench.peers["cr"]!.errors.first)
        #expect(error.text.contains("rule a: ") && error.text.contains("rule c: "), "\(error.text)")
        #expect(!error.text.contains("rule b: "))
    }

    @Test func `an answer about many faults ends within its bound, and says how many there are`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", rule: (0..<16).map { "unknown\($0) == \($0)" }.joined(separator: " && "))
        let error = try #require(bench.peers["cr"]!.errors.first)
        #expect(error.text.utf8.count <= ProtocolLimits.textBytesMax)
        #expect(error.text.contains("more"))
    }

    @Test func `rules are checked elsewhere, and what was given up meanwhile stays closed`() throws {
        let bench = try Self.bench()
        bench.isPrompt = false
        bench.subscribe("cr", tag: 1, rule: "origin == 'GT'")
        bench.subscribe("cr", tag: 2, rule: "origin == 'HN'")
        bench.subscribe("cr", tag: 3, rule: "origin = 'HN'")
        bench.subscribe("cr", tag: 4)
        #expect(bench.readings.count == 1, "one list of a principal at a time")
        try bench.connect("pa", as: "PA/desk")
        bench.subscribe("pa", rule: "origin == 'GT'")
        #expect(bench.readings.count == 2, "others do not wait for them")
        #expect(bench.peers["cr"]!.subscribed.map(\.tag) == [4], "without rules there is nothing to wait for")
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 2, forget: false)))
        bench.settle()
        #expect(bench.peers["cr"]!.subscribed.map(\.tag) == [4, 1])
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [.badRule])
        bench.subscribe("cr", tag: 5, rule: "origin == 'GT'")
        bench.disconnect("cr")
        bench.settle()
        try bench.connect("cr", as: "CR/desk")
        bench.settle()
        #expect(bench.peers["cr"]!.subscribed.isEmpty)
    }

    @Test func `no more lists of rules wait for a principal than a session may have subscriptions`() throws {
        let bench = try HubBench(Directories.usual(), limits: SessionLimits(subscriptionsMax: 3))
        try bench.connect("cr", as: "CR/desk")
        bench.isPrompt = false
        for _ in 0..<5 {
            bench.send("cr", .unsubscribe(Unsubscribe(tag: 1, forget: false)))
            bench.subscribe("cr", tag: 1, rule: "origin == 'GT'")
        }
        #expect(bench.readings.count == 1)
        #expect(bench.peers["cr"]!.errors.count { $0.errorCode == .overloaded } == 2)
        bench.settle()
        #expect(bench.peers["cr"]!.subscribed.isEmpty, "each that was taken was given up")
        bench.subscribe("cr", tag: 1, rule: "origin == 'GT'")
        bench.settle()
        #expect(bench.peers["cr"]!.subscribed.count == 1)
    }

    @Test func `rules beyond what a principal may file at once wait, whatever its sessions, and hold up nobody else`()
        throws
    {
        let bench = try Self.bench()
        try bench.connect("cr2", as: "CR/desk")
        try bench.connect("pa", as: "PA/desk")
        let list = { (name: String) in
            "# rules\n"
                + (1...256).map { "\(name)\($0)\torigin == 'GT' && caseReference == 'C-\($0)'" }.joined(separator: "\n")
        }
        let most = HubLimits.ruleBurstMax / 256
        for tag in 1...most + 2 { bench.subscribe("cr", tag: UInt32(tag), rule: list("a")) }
        bench.subscribe("cr2", rule: "origin == 'GT'")
        bench.subscribe("pa", rule: list("b"))
        #expect(bench.peers["cr"]!.subscribed.count == most)
        #expect(bench.peers["cr2"]!.subscribed.isEmpty)
        #expect(bench.peers["pa"]!.subscribed.count == 1)
        bench.pass(milliseconds: 100)
        #expect(bench.peers["cr"]!.subscribed.count == most + 1)
        bench.pass(milliseconds: 1_000)
        bench.pass(milliseconds: 1_000)
        #expect(bench.peers["cr"]!.subscribed.map(\.tag) == (1...most + 2).map { UInt32($0) }, "in their order")
        #expect(bench.peers["cr2"]!.subscribed.count == 1)
        #expect(bench.peers["cr"]!.errors.isEmpty)
    }

    @Test func `what waits for its turn can be given up`() throws {
        let bench = try Self.bench()
        let list = "# rules\n" + (1...256).map { "a\($0)\torigin == 'GT'" }.joined(separator: "\n")
        let most = HubLimits.ruleBurstMax / 256
        for tag in 1...most + 2 { bench.subscribe("cr", tag: UInt32(tag), rule: list) }
        bench.send("cr", .unsubscribe(Unsubscribe(tag: UInt32(most + 1), forget: false)))
        bench.disconnect("cr")
        try bench.connect("cr", as: "CR/desk")
        bench.pass(milliseconds: 5_000)
        #expect(bench.peers["cr"]!.subscribed.isEmpty)
        bench.subscribe("cr", rule: "origin == 'GT'")
        #expect(bench.peers["cr"]!.subscribed.count == 1)
    }

    @Test func `a principal has a bounded number of rules that every alert must be held against`() throws {
        let bench = try Self.bench()
        let broad = { (count: Int) in
            "# rules\n"
                + (1...count).map { "r\($0)\tgoods.exists(g, kg(g.quantity) > \($0).0)" }.joined(separator: "\n")
        }
        bench.subscribe("cr", rule: broad(RuleQuotaError.broadRulesMax + 1))
        let error = try #require(bench.peers["cr"]!.errors.first)
        #expect(error.errorCode == .ruleTooCostly)
        #expect(error.text.contains("rule r65") && error.text.contains("field == 'text'"), "\(error.text)")
        bench.subscribe("cr", tag: 2, rule: broad(RuleQuotaError.broadRulesMax))
        #expect(bench.peers["cr"]!.subscribed.count == 1)
        bench.subscribe("cr", tag: 3, rule: "goods.exists(g, kg(g.quantity) > 7.0)")
        #expect(bench.peers["cr"]!.errors.count == 2)
        bench.subscribe("cr", tag: 4, rule: "origin == 'GT' && goods.exists(g, kg(g.quantity) > 7.0)")
        #expect(bench.peers["cr"]!.subscribed.count == 2, "a rule with a value to be found by has room")
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 2, forget: false)))
        bench.subscribe("cr", tag: 5, rule: "goods.exists(g, kg(g.quantity) > 7.0)")
        #expect(bench.peers["cr"]!.subscribed.count == 3)
    }

    @Test func `what the evaluator may take over the rules of a principal on an alert is bounded`() throws {
        let bench = try Self.bench()
        // Some 150,000 steps each at worst.
        let dear = "origin == 'GT' && goods.exists(g, goods.exists(h, g.description != h.description))"
        for tag in 1...2 { bench.subscribe("cr", tag: UInt32(tag), rule: dear) }
        #expect(bench.peers["cr"]!.subscribed.count == 2)
        bench.subscribe("cr", tag: 3, rule: "# rules\nfirst\torigin == 'GT'\nsecond\t\(dear)")
        let error = try #require(bench.peers["cr"]!.errors.first)
        #expect(error.errorCode == .ruleTooCostly)
        #expect(error.text.contains("rule second") && error.text.contains("400000"), "\(error.text)")
        try bench.connect("pa", as: "PA/desk")
        bench.subscribe("pa", rule: dear)
        #expect(bench.peers["pa"]!.subscribed.count == 1, "what one desk has takes nothing from another")
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 2, forget: false)))
        bench.subscribe("cr", tag: 3, rule: dear)
        #expect(bench.peers["cr"]!.subscribed.count == 3)
    }

    @Test func `keys are chosen anew by the alerts that come, and nobody gets anything else by it`() throws {
        let bench = try Self.bench()
        for tag in 1...5 {
            let rules = (1...250).map { "r\($0)\tkind == 'seizure' && place.country == '\(tag == 3 ? "GT" : "SV")'" }
            bench.subscribe("cr", tag: UInt32(tag), rule: "# rules\n" + rules.joined(separator: "\n"))
        }
        let country = { (number: Int) in number % 3 == 0 ? "GT" : "HN" }
        for number in 1...300 { bench.publish("gt", AlertDraft(number).with { $0.country = country(number) }) }
        try #require(bench.reclusterings.count == 1)
        bench.publish("gt", AlertDraft(301).with { $0.country = "GT" })
        bench.subscribe("cr", tag: 6, rule: "place.country == 'PA'")
        bench.finishReclustering()
        bench.publish("gt", AlertDraft(302).with { $0.country = "GT" })
        bench.publish("gt", AlertDraft(303).with { $0.country = "PA" })
        #expect(bench.numbers("cr") == (1...300).filter { country($0) == "GT" } + [301, 302, 303])
        #expect(bench.faults == [])
        #expect(bench.reclusterings.isEmpty)
    }

    @Test func `a rule that says less than its author may think is accepted with a remark`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", rule: "has(kind)")
        #expect(try #require(bench.peers["cr"]!.subscribed.first).notes.contains("always true"))
        bench.subscribe("cr", tag: 2, rule: "origin == 'GT'")
        #expect(bench.peers["cr"]!.subscribed.last?.notes == "")
    }

    @Test(arguments: [true, false])
    func `an alert that several rules match comes once, with their names`(isReplayed: Bool) throws {
        let bench = try Self.bench()
        if !isReplayed { bench.subscribe("cr", durable: "all", rule: Self.list) }
        bench.publish("gt", AlertDraft(1))
        bench.publish("gt", AlertDraft(2).with { $0.categories = ["tobacco.cigarettes"] })
        bench.publish("gt", AlertDraft(3).with { ($0.categories, $0.country) = (["tobacco.cigarettes"], "SV") })
        if isReplayed { bench.subscribe("cr", durable: "all", start: .earliest, rule: Self.list) }
        #expect(bench.numbers("cr") == [1, 2])
        let matched = bench.peers["cr"]!.deliveries.map { $0.matched?.rules.map(\.name) }
        #expect(matched == [["cocaine", "quetzal"], ["quetzal"]])
        #expect(bench.peers["cr"]!.deliveries.allSatisfy { $0.matched?.rules.allSatisfy { $0.because == "" } == true })
        #expect(bench.faults == [])
    }

    @Test func `the conditions that decided come with an alert where they are asked for`() throws {
        let bench = try Self.bench()
        bench.subscribe(
            "cr", rule: "origin == 'GT' && goods.exists(g, g.category == 'drugs.cocaine')", options: .reasons)
        bench.subscribe("cr", tag: 2, rule: "origin == 'GT'")
        bench.publish("gt", AlertDraft(1))
        let deliveries = bench.peers["cr"]!.deliveries
        let rules = deliveries.filter { $0.tag == 1 }.map { $0.matched?.rules }
        #expect(rules == [[.init(name: "", because: "origin == 'GT', goods[0].category == 'drugs.cocaine'")]])
        #expect(deliveries.filter { $0.tag == 2 }.allSatisfy { $0.matched == nil }, "who did not ask is not told")
    }

    @Test func `changed rules apply from the position of the change on, and survive a crash`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "all", rule: Self.list, credit: nil)
        bench.publish("gt", AlertDraft(1))
        bench.disconnect("cr")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", rule: "goods.exists(g, g.category == 'tobacco.cigarettes')", credit: nil)
        bench.publish("gt", AlertDraft(2))
        bench.publish("gt", AlertDraft(3).with { $0.categories = ["tobacco.cigarettes"] })
        try bench.crash()
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", rule: "goods.exists(g, g.category == 'tobacco.cigarettes')")
        #expect(bench.numbers("cr") == [1, 3], "the first by the list, the third by the rule that replaced it")
    }
}
