import ExchangeProtocol
import Journal
import Synchronization
import TestSupport
import Testing
import Trust

@testable import Hub

/// Updates and cancellations reach whoever got what they refer to, whatever they ask for now, and nobody else for that
/// reason.
@Suite struct FollowUpTests {
    private static let guatemala = "place.country == \"GT\""

    private static func bench() throws -> HubBench {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        return bench
    }

    private static let elsewhere: @Sendable (inout AlertDraft) -> Void = { $0.country = "PA" }

    @Test(arguments: [true, false], [true, false])
    func `an update goes to who got the original, though the rule does not match it`(
        isLive: Bool, isCancel: Bool
    ) throws {
        let bench = try Self.bench()
        let follow = isCancel ? AlertDraft(1).cancellation(3) : AlertDraft(1).update(3).with(Self.elsewhere)
        if isLive { bench.subscribe("cr", durable: "gt", rule: Self.guatemala) }
        bench.publish("gt", AlertDraft(1), AlertDraft(2).with(Self.elsewhere))
        bench.publish("gt", follow, AlertDraft(2).with(Self.elsewhere).update(4).with(Self.elsewhere))
        if !isLive { bench.subscribe("cr", durable: "gt", start: .earliest, rule: Self.guatemala) }
        #expect(bench.numbers("cr") == [1, 3])
        #expect(bench.peers["cr"]!.deliveries.map(\.reason) == [.match, .followUp])
        #expect(bench.faults == [])
    }

    @Test func `an update in the same batch as its original follows it`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "gt", rule: Self.guatemala)
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1), AlertDraft(1).update(2).with(Self.elsewhere))
        // The log is asked before the original is durable.
        for _ in bench.readings { bench.answerNext() }
        bench.settle()
        #expect(bench.numbers("cr") == [1, 2])
    }

    @Test func `an update of an update in one batch follows both`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "gt", rule: Self.guatemala)
        bench.isPrompt = false
        bench.publish(
            "gt", AlertDraft(1), AlertDraft(1).update(2).with(Self.elsewhere),
            AlertDraft(2).update(3).with(Self.elsewhere), AlertDraft(3).cancellation(4))
        var rounds = 0
        while rounds < 100, !bench.readings.isEmpty || !bench.answers.isEmpty || !bench.entries.isEmpty {
            rounds += 1
            // The last question is answered first, and disk and answers alternate.
            for _ in bench.readings { bench.answerNext(bench.readings.count - 1) }
            for _ in bench.answers { bench.hearNext() }
            bench.commit(1)
        }
        #expect(bench.numbers("cr") == [1, 2, 3, 4])
        #expect(bench.peers["gt"]!.receipts.allSatisfy { $0.outcome == .accepted })
        #expect(bench.peers["gt"]!.receipts.count == 4)
    }

    @Test func `updates that refer to each other do not wait for each other for ever`() throws {
        let bench = try HubBench(Directories.usual(), capacity: 4)
        try bench.connect("gt", as: "GT/enforcement")
        for number in 10..<30 { bench.publish("gt", AlertDraft(number)) }
        bench.isPrompt = false
        bench.publish(
            "gt", AlertDraft(2).update(1), AlertDraft(1).update(2), AlertDraft(41).update(40),
            AlertDraft(40).update(41))
        bench.settle()
        #expect(bench.peers["gt"]!.receipts.suffix(4).map(\.outcome) == [.accepted, .accepted, .accepted, .accepted])
    }

    @Test func `what the index takes in while it is asked is found`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "gt", rule: Self.guatemala)
        bench.publish("gt", AlertDraft(1))
        bench.index.hold(at: .beforeFirst)
        let index = bench.index
        bench.index.afterMiss.withLock { $0 = { index.hold(at: nil) } }
        bench.publish("gt", AlertDraft(1).update(2).with(Self.elsewhere))
        #expect(bench.numbers("cr") == [1, 2])
    }

    @Test func `a follow-up follows under the rule that applied to the original`() throws {
        let bench = try Self.bench()
        bench.subscribe("cr", durable: "gt", rule: Self.guatemala)
        bench.publish("gt", AlertDraft(1))
        bench.confirm("cr", 1)
        bench.hello("cr")
        bench.subscribe("cr", durable: "gt", start: .position(2), rule: "place.country == \"HN\"")
        bench.publish("gt", AlertDraft(1).cancellation(2), AlertDraft(3))
        #expect(bench.numbers("cr") == [1, 2])
        try bench.crash()
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "gt", start: .position(2), rule: "place.country == \"HN\"")
        #expect(bench.numbers("cr") == [2])
    }

    @Test func `a follow-up does not go to who was to get the original only later`() throws {
        let bench = try Self.bench()
        bench.publish("gt", AlertDraft(1))
        bench.subscribe("cr", durable: "gt", rule: Self.guatemala)
        bench.publish("gt", AlertDraft(1).cancellation(2))
        #expect(bench.numbers("cr") == [])
    }

    @Test(arguments: [true, false])
    func `who was not given the original is not given its follow-up for its sake`(isLive: Bool) throws {
        let bench = try HubBench(
            Directories.of([
                Directories.principal("GT/enforcement", .publisher),
                Directories.principal("CR/desk", .desk, subscribe: ["*.environment.>", "*.general.>"]),
            ]))
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        let subscribe = {
            bench.subscribe("cr", durable: "gt", start: isLive ? .cursor : .earliest, rule: Self.guatemala)
        }
        if isLive { subscribe() }
        bench.publish(
            "gt", AlertDraft(1), AlertDraft(1).cancellation(2),
            AlertDraft(1).update(3).with(Self.elsewhere).with { $0.categories = ["environment.ivory"] })
        if !isLive { subscribe() }
        #expect(bench.numbers("cr") == [], "the original was withheld for want of a right to its topic")
    }

    @Test(arguments: [true, false])
    func `a cancellation calls back what was given, though nobody has a right to its own topic`(isLive: Bool) throws {
        let bench = try HubBench(
            Directories.of([
                Directories.principal("GT/enforcement", .publisher),
                Directories.principal("CR/desk", .desk, subscribe: ["*.drugs.>"]),
            ]))
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        if isLive { bench.subscribe("cr", durable: "gt") }
        bench.publish("gt", AlertDraft(1), AlertDraft(1).cancellation(2))
        if !isLive { bench.subscribe("cr", durable: "gt", start: .earliest) }
        #expect(bench.numbers("cr") == [1, 2])
    }
}
