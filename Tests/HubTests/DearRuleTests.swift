import ExchangeProtocol
import Journal
import RuleLanguage
import TestSupport
import Testing
import Trust

@testable import Hub

/// Rules that take more of the hub's own thread than it has to give are served from the log, and nobody gets anything
/// else by it.
@Suite struct DearRuleTests {
    /// Some 4 steps for each pair of lines; `goods` has as many as categories.
    private static let dear = "goods.exists(g, goods.exists(h, g.hs + h.hs == 'x')) || origin == 'GT'"
    private static let fat = Array(repeating: "drugs.cocaine", count: 64)

    private static func bench() throws -> HubBench {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        try bench.connect("pa", as: "PA/desk")
        return bench
    }

    private static func mode(_ bench: HubBench, tag: UInt32 = 1, of name: String = "cr") -> String {
        let session = bench.core.sessionsByRoutingID[bench.peers[name]!.routingID]!
        let attachment = bench.core.subscriptions[bench.core.sessions[session]!.subscriptions[tag]!]!.attachment!
        return attachment.isLeftToLog ? "log" : attachment.mode == .live ? "live" : "behind"
    }

    @Test func `what takes too long goes to the log, is told, and loses, doubles and reorders nothing`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "dear", rule: Self.dear)
        bench.subscribe("cr", tag: 2, rule: "origin == 'GT'")
        bench.subscribe("pa", rule: "goods.exists(g, kg(g.quantity) > 0.0)")
        let number = 300
        for number in 1...number { bench.publish("gt", AlertDraft(number).with { $0.categories = Self.fat }) }
        #expect(bench.dearRules.map(\.principal) == ["CR/desk"])
        #expect(bench.dearRules.first?.subscriptions == ["dear"])
        #expect(Self.mode(bench) == "log")
        #expect(Self.mode(bench, tag: 2) == "live", "what the index tests itself stays")
        #expect(Self.mode(bench, of: "pa") == "live", "what others have stays")
        for tag in [1, 2] as [UInt32] {
            let got = bench.peers["cr"]!.deliveries.filter { $0.tag == tag }.map(\.position)
            #expect(got == Array(1...UInt64(number)))
        }
        #expect(bench.faults == [])
    }

    @Test func `alerts that are not durable yet when rules go to the log come once`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "dear", rule: Self.dear)
        bench.isPrompt = false
        for number in 1...300 { bench.publish("gt", AlertDraft(number).with { $0.categories = Self.fat }) }
        #expect(bench.dearRules.count == 1)
        bench.settle()
        #expect(bench.numbers("cr") == Array(1...300))
        #expect(bench.faults == [])
    }

    @Test func `an alert that takes too long by itself is cut short, and everybody gets what they asked for`() throws {
        let names = ["CR/desk", "PA/desk", "NL/desk", "CR/desk2"]
        let desks = try names.map { try Directories.principal($0, .desk) }
        let bench = try HubBench(
            try Directories.of([try Directories.principal("GT/enforcement", .publisher)] + desks))
        try bench.connect("gt", as: "GT/enforcement")
        for (name, principal) in zip(["cr", "pa", "nl", "cr2"], names) { try bench.connect(name, as: principal) }
        // 21,000 steps for each rule on such an alert: 190,000 for each desk.
        let rules = (0..<9).map {
            "r\($0)\torigin == 'GT' && goods.exists(g, goods.exists(h, g.hs + h.hs == 'x\($0)'))"
        }
        let list = "# rules\n" + rules.joined(separator: "\n") + "\nall\tkg(goods[0].quantity) > 0.0"
        let dear = ["cr", "pa", "nl"]
        for desk in dear { bench.subscribe(desk, durable: "dear", rule: list) }
        bench.subscribe("cr2", durable: "cheap", rule: "kg(goods[0].quantity) > 0.0")
        bench.subscribe("cr2", tag: 2, rule: "origin == 'GT'")
        bench.isPrompt = false
        for number in 1...3 { bench.publish("gt", AlertDraft(number).with { $0.categories = Self.fat }) }
        #expect(bench.core.matcher.stepsTaken <= HubLimits.evaluatedStepsPerAlertMax + RuleLimits.stepsMax)
        #expect(bench.dearRules.count >= 2)
        bench.settle()
        bench.publish("gt", AlertDraft(4))
        bench.settle()
        for (name, tags) in dear.map({ ($0, 1...1) }) + [("cr2", 1...2)] {
            for tag in tags {
                let got = bench.peers[name]!.deliveries.filter { $0.tag == UInt32(tag) }.map(\.position)
                #expect(got == [1, 2, 3, 4], "\(name) \(tag)")
            }
        }
        #expect(Self.mode(bench, of: "cr2") == "live", "back from the log")
        #expect(bench.faults == [])
    }

    @Test func `few dear alerts are matched at once`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", rule: Self.dear)
        for number in 1...300 {
            bench.publish("gt", AlertDraft(number).with { $0.categories = Self.fat })
            bench.pass(milliseconds: 5)
        }
        #expect(bench.dearRules.isEmpty)
        #expect(Self.mode(bench) == "live")
    }

    @Test func `who was dear is served from the log for an hour, whatever it opens`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", rule: Self.dear)
        for number in 1...300 { bench.publish("gt", AlertDraft(number).with { $0.categories = Self.fat }) }
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 1, forget: false)))
        bench.subscribe("cr", tag: 2, rule: Self.dear)
        #expect(Self.mode(bench, tag: 2) == "log")
        bench.subscribe("cr", tag: 3, rule: "origin == 'GT'")
        #expect(Self.mode(bench, tag: 3) == "live")
        bench.now.steady += HubLimits.dearMilliseconds
        bench.hello("cr")
        bench.subscribe("cr", rule: Self.dear)
        #expect(Self.mode(bench) == "live")
    }

    @Test func `what is left to the log counts for what its principal may have`() throws {
        let bench = try Self.bench()
        // Some 150,000 steps at worst.
        let dear = "origin == 'GT' && goods.exists(g, goods.exists(h, g.description != h.description))"
        for tag in 1...3 { bench.subscribe("cr", tag: UInt32(tag), rule: dear, options: .reasons) }
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [.ruleTooCostly])
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 1, forget: false)))
        bench.subscribe("cr", tag: 4, rule: dear)
        #expect(bench.peers["cr"]!.errors.count == 1)
    }

    @Test func `a subscription with reasons is read for, and operators see that it lacks nothing`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "why", rule: "origin == 'GT'", options: .reasons)
        #expect(Self.mode(bench) == "log")
        for number in 1...3 { bench.publish("gt", AlertDraft(number)) }
        #expect(bench.numbers("cr") == [1, 2, 3])
        let key = try #require(bench.core.durable.values.first)
        #expect(!bench.core.matcher.changed.contains(key))
        #expect(bench.faults == [])
    }

    @Test func `a reading ends once its rules took long, and the next goes on`() throws {
        let bench = try Self.bench()
        let count = 2 * HubLimits.replayStepsMax / (4 * 64 * 64)
        for number in 1...count { bench.publish("gt", AlertDraft(number).with { $0.categories = Self.fat }) }
        bench.isPrompt = false
        bench.subscribe("cr", durable: "dear", start: .earliest, rule: Self.dear)
        bench.answerNext()
        bench.hearNext()
        bench.answerNext()
        guard case .replayed(let answer)? = bench.answers.first else {
            Issue.record("no reading")
            return
        }
        #expect(answer.records.count < count && !answer.records.isEmpty)
        bench.settle()
        #expect(bench.numbers("cr") == Array(1...count))
    }

    @Test func `whether a changed subscription got what is updated is found in the log, and it is matched for again`()
        throws
    {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "gt", rule: "place.country == 'GT'")
        bench.publish("gt", AlertDraft(1))
        bench.confirm("cr", 1)
        bench.hello("cr")
        bench.subscribe("cr", durable: "gt", rule: "place.country == 'HN'")
        #expect(Self.mode(bench) == "live")
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1).cancellation(2), AlertDraft(3).with { $0.country = "HN" })
        for _ in bench.readings { bench.answerNext() }
        for _ in bench.answers { bench.hearNext() }
        #expect(Self.mode(bench) == "behind")
        bench.publish("gt", AlertDraft(4).with { $0.country = "HN" })
        bench.settle()
        bench.publish("gt", AlertDraft(5).with { $0.country = "HN" })
        bench.settle()
        #expect(Self.mode(bench) == "live")
        // The cancellation waited for what it cancels.
        #expect(bench.numbers("cr") == [1, 3, 2, 4, 5])
        #expect(bench.faults == [])
    }
}
