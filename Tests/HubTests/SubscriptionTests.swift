import ExchangeProtocol
import Journal
import JournalTesting
import TestSupport
import Testing
import Trust

@testable import Hub

@Suite struct SubscriptionTests {
    /// A hub with ten alerts at the positions 1 to 10, an hour apart.
    private static func benchWithTen() throws -> HubBench {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        for number in 1...10 {
            bench.publish("gt", AlertDraft(number))
            bench.now.wall += 3_600_000
        }
        return bench
    }

    // MARK: Where to begin

    @Test(arguments: [
        (Subscribe.Start.earliest, 1 as UInt64), (.latest, 11), (.position(4), 4), (.position(11), 11),
        (.time(HubBench.begin.wall + 3 * 3_600_000), 4), (.time(HubBench.begin.wall + 3 * 3_600_000 + 1), 5),
        (.time(0), 1), (.time(HubBench.begin.wall * 2), 11), (.cursor, 11),
    ])
    func `a subscription begins where it was asked to`(start: Subscribe.Start, first: UInt64) throws {
        for durable in start == .cursor ? ["all"] : ["all", nil] {
            let bench = try Self.benchWithTen()
            bench.subscribe("cr", durable: durable, start: start)
            let answer = try #require(bench.peers["cr"]!.subscribed.first)
            #expect(answer.start == first)
            #expect(answer.head == 10)
            bench.publish("gt", AlertDraft(11))
            #expect(bench.numbers("cr") == Array(Int(first)...11))
            #expect(bench.faults == [])
        }
    }

    @Test(arguments: [
        (Subscribe.Start.position(2), 0 as UInt128, ProtocolErrorCode.trimmed), (.position(12), 0, .positionInFuture),
        (.position(5), 77, .epochChanged), (.cursor, 77, .epochChanged), (.position(0), 0, .trimmed),
    ])
    func `a start that the log does not have is refused`(
        start: Subscribe.Start, epoch: UInt128, code: ProtocolErrorCode
    ) throws {
        let bench = try Self.benchWithTen()
        bench.journal.trim(before: Position(4))
        bench.core.first = bench.journal.first
        bench.send(
            "cr",
            .subscribe(Subscribe(tag: 1, mode: .durable, start: start, epoch: epoch, name: "all", topics: [">"])))
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [code])
        bench.subscribe("cr", durable: "all", start: .earliest)
        #expect(bench.numbers("cr") == Array(4...10))
    }

    @Test func `what is trimmed while it is read back ends the subscription and says so`() throws {
        let bench = try Self.benchWithTen()
        bench.isPrompt = false
        bench.subscribe("cr", durable: "all", start: .earliest)
        bench.journal.trim(before: Position(4))
        bench.settle()
        #expect(bench.peers["cr"]!.unsubscribed.map(\.errorCode) == [.trimmed])
    }

    @Test(arguments: [
        (Subscribe(tag: 1, mode: .live, start: .latest, topics: ["a..b"]), ProtocolErrorCode.badTopicPattern),
        (Subscribe(tag: 1, mode: .live, start: .latest, topics: [">"], rule: "tlp =="), .badRule),
        (Subscribe(tag: 1, mode: .live, start: .latest, topics: [">"], rule: "size("), .badRule),
        (Subscribe(tag: 1, mode: .live, start: .latest, topics: ["warning.>"]), .topicNotAllowed),
    ])
    func `a subscription that could never give anything is refused`(
        subscribe: Subscribe, code: ProtocolErrorCode
    ) throws {
        let bench = try HubBench(
            Directories.of([Directories.principal("CR/desk", .desk, subscribe: ["seizure.>"])]))
        try bench.connect("cr", as: "CR/desk")
        bench.send("cr", .subscribe(subscribe))
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [code])
        bench.subscribe("cr")
        #expect(bench.peers["cr"]!.subscribed.count == 1, "the tag is free again")
    }

    @Test(arguments: ["GT/enforcement", "MX/operator"])
    func `who is no desk may not subscribe`(principal: String) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("peer", as: principal)
        bench.subscribe("peer", durable: "all")
        #expect(bench.peers["peer"]!.errors.first?.errorCode == .notAllowedToSubscribe, "an operator sees no alert")
    }

    // MARK: Credit

    @Test func `a durable subscription without credit loses nothing and repeats nothing`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", credit: 3)
        for number in 1...10 { bench.publish("gt", AlertDraft(number)) }
        #expect(bench.numbers("cr") == [1, 2, 3])
        bench.grant("cr", 2)
        #expect(bench.numbers("cr") == [1, 2, 3, 4, 5])
        bench.publish("gt", AlertDraft(11))
        bench.grant("cr", 100)
        #expect(bench.numbers("cr") == Array(1...11))
        bench.publish("gt", AlertDraft(12))
        #expect(bench.numbers("cr") == Array(1...12))
        #expect(bench.peers["cr"]!.deliveries.last?.flags == [], "it gets from memory again")
        #expect(bench.peers["cr"]!.deliveries.allSatisfy { !$0.flags.contains(.redelivered) })
        #expect(bench.faults == [])
    }

    @Test func `credit in bytes lets the last alert overrun it`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", credit: nil)
        bench.grant("cr", 100, bytes: 1)
        for number in 1...3 { bench.publish("gt", AlertDraft(number)) }
        #expect(bench.numbers("cr") == [1])
        bench.grant("cr", 100, bytes: UInt64(bench.peers["cr"]!.deliveries[0].byteCount) + 1)
        #expect(bench.numbers("cr") == [1, 2])
    }

    @Test func `alerts that come while the log is read back are in their place`() throws {
        let bench = try Self.benchWithTen()
        bench.isPrompt = false
        bench.subscribe("cr", durable: "all", start: .earliest)
        bench.answerNext()
        bench.publish("gt", AlertDraft(11))
        bench.commit()
        bench.publish("gt", AlertDraft(12))
        bench.hearNext()
        bench.commit()
        bench.publish("gt", AlertDraft(13))
        bench.settle()
        #expect(bench.numbers("cr") == Array(1...13))
        #expect(bench.faults == [])
    }

    @Test func `a live subscription without credit skips and tells the gap first`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", credit: 2)
        for number in 1...6 { bench.publish("gt", AlertDraft(number)) }
        bench.grant("cr", 10)
        bench.publish("gt", AlertDraft(7))
        #expect(bench.numbers("cr") == [1, 2, 7])
        let gap = try #require(bench.peers["cr"]!.gaps.first)
        #expect((gap.fromPosition, gap.toPosition, gap.skipped, gap.sequence) == (3, 6, 4, 3))
        #expect(bench.peers["cr"]!.gaps.count == 1)
        #expect(bench.faults == [])
    }

    @Test func `a gap waits for credit of its own`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", credit: 1)
        for number in 1...3 { bench.publish("gt", AlertDraft(number)) }
        bench.grant("cr", 1)
        #expect(bench.peers["cr"]!.gaps.count == 1)
        bench.publish("gt", AlertDraft(4))
        bench.grant("cr", 10)
        bench.publish("gt", AlertDraft(5))
        #expect(bench.peers["cr"]!.gaps.map(\.skipped) == [2, 1])
        #expect(bench.numbers("cr") == [1, 5])
        #expect(bench.faults == [])
    }

    @Test func `a slow subscription holds up no other of another session`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        try bench.connect("pa", as: "PA/desk")
        bench.subscribe("cr", durable: "all", credit: 0)
        bench.subscribe("pa", durable: "all")
        for number in 1...5 { bench.publish("gt", AlertDraft(number)) }
        #expect(bench.numbers("cr") == [])
        #expect(bench.numbers("pa") == Array(1...5))
    }

    @Test func `two subscriptions of a session each get their alerts`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", tag: 1, durable: "drugs", topics: ["*.drugs.>"], credit: nil)
        bench.subscribe("cr", tag: 2, durable: "environment", topics: ["*.environment.>"], credit: 1_000)
        bench.publish(
            "gt", AlertDraft(1), AlertDraft(2).with { $0.categories = ["environment.ivory"] },
            AlertDraft(3).with { $0.categories = ["environment.ivory", "drugs.cocaine"] },
            AlertDraft(4).with { $0.categories = ["security.firearms"] })
        #expect(bench.numbers("cr", tag: 1) == [1, 3])
        #expect(bench.numbers("cr", tag: 2) == [2, 3])
        #expect(bench.faults == [])
    }

    @Test func `a DELIVER holds no more alerts than were wished`() throws {
        let bench = try Self.benchWithTen()
        bench.hello("cr", wish: 3)
        bench.isTracing = true
        bench.subscribe("cr", durable: "all", start: .earliest)
        #expect(bench.numbers("cr") == Array(1...10))
        #expect(bench.faults == [])
    }

    // MARK: Cursors

    @Test func `a subscription goes on after what was confirmed`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        for number in 1...6 { bench.publish("gt", AlertDraft(number)) }
        bench.confirm("cr", 4)
        bench.disconnect("cr")
        bench.publish("gt", AlertDraft(7))
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        #expect(bench.numbers("cr") == [5, 6, 7])
        let redelivered = bench.peers["cr"]!.deliveries.filter { $0.flags.contains(.redelivered) }.map(\.number)
        #expect(redelivered == [5, 6])
        #expect(bench.faults == [])
    }

    @Test func `subscribing again with a position after the last confirmed tells what comes again`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        for number in 1...6 { bench.publish("gt", AlertDraft(number)) }
        bench.confirm("cr", 4)
        bench.hello("cr")
        bench.peers["cr"]!.inbox = []
        bench.subscribe("cr", durable: "all", start: .position(5))
        bench.publish("gt", AlertDraft(7))
        #expect(bench.numbers("cr") == [5, 6, 7])
        #expect(bench.peers["cr"]!.deliveries.map { $0.flags.contains(.redelivered) } == [true, true, false])
    }

    @Test func `what was confirmed is no redelivery when it is asked for again`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        for number in 1...4 { bench.publish("gt", AlertDraft(number)) }
        bench.confirm("cr", 2)
        bench.hello("cr")
        bench.peers["cr"]!.inbox = []
        bench.subscribe("cr", durable: "all", start: .earliest)
        #expect(bench.peers["cr"]!.deliveries.map { $0.flags.contains(.redelivered) } == [false, false, true, true])
    }

    @Test func `a cursor survives a crash, and no alert is lost by it`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        for number in 1...6 { bench.publish("gt", AlertDraft(number)) }
        bench.confirm("cr", 4)
        bench.pass(milliseconds: 1_500)
        bench.confirm("cr", 5)
        try bench.crash()
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        #expect(bench.numbers("cr") == [5, 6])
    }

    @Test func `a cursor passes what was not for its subscription`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "environment", topics: ["*.environment.>"])
        for number in 1...6 { bench.publish("gt", AlertDraft(number)) }
        bench.pass(milliseconds: 1_500)
        try bench.crash()
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "environment", topics: ["*.environment.>"])
        #expect(bench.peers["cr"]!.subscribed.first?.start == 7)
    }

    @Test(arguments: [(7 as UInt64, ProtocolErrorCode.positionInFuture), (99, .positionInFuture)])
    func `confirming what was never delivered is refused`(position: UInt64, code: ProtocolErrorCode) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        for number in 1...6 { bench.publish("gt", AlertDraft(number)) }
        bench.confirm("cr", position)
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [code])
    }

    // MARK: Ends

    @Test func `after UNSUBSCRIBED nothing comes, and the subscription is kept`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        bench.publish("gt", AlertDraft(1))
        bench.confirm("cr", 1)
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 1)))
        bench.publish("gt", AlertDraft(2))
        #expect(bench.numbers("cr") == [1])
        bench.subscribe("cr", tag: 1, durable: "all")
        #expect(bench.numbers("cr") == [1, 2])
    }

    @Test func `a subscription that is forgotten begins anew`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        bench.publish("gt", AlertDraft(1))
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 1, forget: true)))
        bench.publish("gt", AlertDraft(2))
        try bench.crash()
        #expect(bench.core.durable.isEmpty)
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        #expect(bench.numbers("cr") == [])
    }

    @Test func `a durable subscription is open in one session at a time`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("one", as: "CR/desk")
        try bench.connect("two", as: "CR/desk")
        try bench.connect("other", as: "PA/desk")
        bench.subscribe("one", durable: "all")
        bench.subscribe("two", durable: "all")
        bench.subscribe("other", durable: "all")
        #expect(bench.peers["two"]!.errors.map(\.errorCode) == [.nameTaken])
        #expect(bench.peers["other"]!.subscribed.count == 1, "names are a principal's own")
        bench.disconnect("one")
        bench.subscribe("two", tag: 2, durable: "all")
        #expect(bench.peers["two"]!.subscribed.count == 1)
    }

    @Test func `unsubscribing while the start is looked up leaves nothing behind`() throws {
        let bench = try Self.benchWithTen()
        bench.isPrompt = false
        bench.subscribe("cr", start: .time(0), credit: nil)
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 1)))
        bench.settle()
        #expect(bench.core.subscriptions.count == 0)
        #expect(bench.peers["cr"]!.unsubscribed.count == 1)
        #expect(bench.peers["cr"]!.subscribed.isEmpty)
        bench.isPrompt = true
        bench.subscribe("cr", durable: "late", start: .earliest)
        #expect(bench.numbers("cr") == Array(1...10))
    }

    @Test func `a tag that is used again while the start is looked up opens what was asked last`() throws {
        let bench = try Self.benchWithTen()
        bench.isPrompt = false
        bench.subscribe("cr", start: .time(0), topics: ["*.drugs.>"], credit: nil)
        bench.send("cr", .unsubscribe(Unsubscribe(tag: 1)))
        bench.subscribe("cr", start: .time(HubBench.begin.wall + 7 * 3_600_000), topics: [">"], credit: nil)
        bench.settle()
        bench.isPrompt = true
        bench.grant("cr", 100)
        #expect(bench.numbers("cr") == [8, 9, 10])
        #expect(bench.core.subscriptions.count == 1)
    }

    // MARK: Rules

    @Test func `a changed rule applies from the position of the change`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", rule: "place.country == \"GT\"")
        bench.publish("gt", AlertDraft(1), AlertDraft(2).with { $0.country = "PA" })
        bench.disconnect("cr")
        bench.publish("gt", AlertDraft(3), AlertDraft(4).with { $0.country = "PA" })
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", rule: "place.country == \"PA\"")
        bench.publish("gt", AlertDraft(5), AlertDraft(6).with { $0.country = "PA" })
        #expect(bench.numbers("cr") == [1, 3, 6])
        try bench.crash()
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", rule: "place.country == \"PA\"")
        #expect(bench.numbers("cr") == [1, 3, 6], "the log remembers which rule applied where")
    }

    /// A desk that is away, and three alerts that wait for it, of which its rule asks for the first and the third.
    private static func benchWithAlertsOfAnEarlierRule() throws -> HubBench {
        let bench = try HubBench(Directories.usual())
        for (name, principal) in [("gt", "GT/enforcement"), ("cr", "CR/desk")] {
            try bench.connect(name, as: principal)
        }
        bench.subscribe("cr", durable: "all", rule: "place.country == \"GT\"")
        bench.disconnect("cr")
        bench.publish("gt", AlertDraft(1), AlertDraft(2).with { $0.country = "PA" }, AlertDraft(3))
        return bench
    }

    /// Ways to come back after a rule was changed, and before what the earlier rule matched was read.
    static let returns: [(start: Subscribe.Start, options: Subscribe.Options, crashes: Bool)] = [
        (.cursor, [], false), (.cursor, [], true), (.position(1), [], false), (.position(1), [], true),
        (.position(1), .resumes, false), (.position(1), .resumes, true),
    ]

    @Test(arguments: returns.indices)
    func `what the earlier rule matched still comes, however often its desk comes back`(index: Int) throws {
        let row = Self.returns[index]
        let bench = try Self.benchWithAlertsOfAnEarlierRule()
        for _ in 0..<3 {
            try bench.connect("cr", as: "CR/desk")
            bench.subscribe("cr", durable: "all", rule: "place.country == \"PA\"", credit: nil)
            if row.crashes {
                try bench.crash()
                try bench.connect("gt", as: "GT/enforcement")
            } else {
                bench.disconnect("cr")
            }
        }
        bench.publish("gt", AlertDraft(4), AlertDraft(5).with { $0.country = "PA" })
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe(
            "cr", durable: "all", start: row.start, rule: "place.country == \"PA\"", options: row.options)
        #expect(bench.numbers("cr") == [1, 3, 5])
    }

    @Test(arguments: [(.resumes, [1, 3, 5]), ([], [2, 5])] as [(Subscribe.Options, [Int])])
    func `a changed rule with a position holds from there on, unless the client resumes`(
        options: Subscribe.Options, numbers: [Int]
    ) throws {
        let bench = try Self.benchWithAlertsOfAnEarlierRule()
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe(
            "cr", durable: "all", start: .position(1), rule: "place.country == \"PA\"", options: options)
        bench.publish("gt", AlertDraft(4), AlertDraft(5).with { $0.country = "PA" })
        #expect(bench.numbers("cr") == numbers)
    }
}
