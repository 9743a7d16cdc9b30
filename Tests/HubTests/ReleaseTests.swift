import AlertModel
import ExchangeProtocol
import TestSupport
import Testing
import Trust

@testable import Hub

/// Who gets an alert: the same alert, published while the desk listens and read back later, must have the same fate.
@Suite struct ReleaseTests {
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        var desk: @Sendable () throws -> PrincipalEntry
        var draft: AlertDraft
        var options: Subscribe.Options = []
        let isReleased: Bool
    }

    static let rows: [Row] = [
        Row(testDescription: "green to everybody", desk: desk(), draft: AlertDraft(1), isReleased: true),
        Row(
            testDescription: "amber without recipients is refused before it is recorded", desk: desk(),
            draft: AlertDraft(1).with { $0.tlp = "AMBER" }, isReleased: false),
        Row(
            testDescription: "amber to a named member", desk: desk(),
            draft: AlertDraft(1).with {
                $0.tlp = "AMBER"
                $0.recipients = ["member:CR"]
            }, isReleased: true),
        Row(
            testDescription: "amber to another member", desk: desk(),
            draft: AlertDraft(1).with {
                $0.tlp = "AMBER"
                $0.recipients = ["member:PA"]
            }, isReleased: false),
        Row(
            testDescription: "green to another member", desk: desk(),
            draft: AlertDraft(1).with { $0.recipients = ["member:PA"] }, isReleased: false),
        Row(
            testDescription: "amber to a group", desk: desk(),
            draft: AlertDraft(1).with {
                $0.tlp = "AMBER"
                $0.recipients = ["group:sica"]
            }, isReleased: true),
        Row(
            testDescription: "red to a named member", desk: desk(),
            draft: AlertDraft(1).with {
                $0.tlp = "RED"
                $0.recipients = ["member:CR"]
            }, isReleased: true),
        Row(
            testDescription: "red to a group", desk: desk(),
            draft: AlertDraft(1).with {
                $0.tlp = "RED"
                $0.recipients = ["group:sica"]
            }, isReleased: false),
        Row(
            testDescription: "beyond the clearance", desk: desk(clearance: .green),
            draft: AlertDraft(1).with {
                $0.tlp = "AMBER"
                $0.recipients = ["member:CR"]
            }, isReleased: false),
        Row(
            testDescription: "no right to the topic", desk: desk(subscribe: ["*.environment.>"]),
            draft: AlertDraft(1), isReleased: false),
        Row(
            testDescription: "a right to one of two topics", desk: desk(subscribe: ["*.drugs.>"]),
            draft: AlertDraft(1).with { $0.categories = ["drugs.cocaine", "environment.ivory"] }, isReleased: false),
        Row(
            testDescription: "an exercise that was not asked for", desk: desk(),
            draft: AlertDraft(1).with { $0.status = "exercise" }, isReleased: false),
        Row(
            testDescription: "an exercise that was asked for", desk: desk(),
            draft: AlertDraft(1).with { $0.status = "exercise" }, options: .exercises, isReleased: true),
        Row(
            testDescription: "a test that was not asked for", desk: desk(),
            draft: AlertDraft(1).with { $0.status = "test" }, options: .exercises, isReleased: false),
    ]

    private static func desk(
        subscribe: [String] = [">"], clearance: TrafficLight = .red
    ) -> @Sendable () throws -> PrincipalEntry {
        { try Directories.principal("CR/desk", .desk, subscribe: subscribe, clearance: clearance) }
    }

    private static func bench(_ row: Row) throws -> HubBench {
        try HubBench(
            Directories.of(
                [row.desk(), Directories.principal("GT/enforcement", .publisher)], groups: ["sica": ["CR", "PA"]]))
    }

    @Test(arguments: rows, [true, false])
    func `an alert goes to whom it may go, live and replayed alike`(row: Row, isLive: Bool) throws {
        let bench = try Self.bench(row)
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        if isLive { bench.subscribe("cr", durable: "all", options: row.options) }
        bench.publish("gt", row.draft)
        if !isLive { bench.subscribe("cr", durable: "all", start: .earliest, options: row.options) }
        #expect(bench.numbers("cr") == (row.isReleased ? [1] : []))
        #expect(bench.peers["cr"]!.deliveries.allSatisfy { $0.flags.contains(.replayed) != isLive })
        #expect(bench.faults == [])
    }

    @Test func `an alert that has expired is not delivered any more`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.publish("gt", AlertDraft(1).with { $0.expires = HubBench.begin.wall + 60_000 }, AlertDraft(2))
        bench.now.wall += 120_000
        bench.subscribe("cr", durable: "all", start: .earliest)
        #expect(bench.numbers("cr") == [2])
    }

    @Test func `a right that is withdrawn holds at once`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        bench.publish("gt", AlertDraft(1))
        let narrower = try Directories.of(
            [
                Directories.principal("GT/enforcement", .publisher),
                Directories.principal("CR/desk", .desk, subscribe: ["*.environment.>"]),
            ], revision: 1)
        #expect(try bench.core.propose(narrower, bench.now))
        bench.finish()
        bench.publish("gt", AlertDraft(2), AlertDraft(3).with { $0.categories = ["environment.ivory"] })
        #expect(bench.numbers("cr") == [1, 3])
        #expect(bench.core.directory.revision == 2)
    }

    @Test func `a principal that is taken off the directory is told and cut`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        let without = try Directories.of([Directories.principal("GT/enforcement", .publisher)])
        bench.isPrompt = false
        #expect(try bench.core.propose(without, bench.now))
        bench.core.revoked(bench.office.adopt(without, at: Int64(bench.now.wall)), bench.now)
        bench.finish()
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [.revoked])
        #expect(bench.cuts == [.init(ticket: bench.peers["cr"]!.ticket, principal: "CR/desk")])
        bench.publish("gt", AlertDraft(1))
        bench.settle()
        #expect(bench.numbers("cr") == [])
        let count = bench.peers["cr"]!.inbox.count
        bench.hello("cr")
        #expect(bench.peers["cr"]!.inbox.count == count, "a revoked ticket gets no answer")
    }

    @Test func `two changes of the directory, the second before the first is durable, both hold`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = false
        for (count, patterns) in [["*.environment.>"], ["*.drugs.>"]].enumerated() {
            let next = try Directories.of([
                Directories.principal("GT/enforcement", .publisher, publish: patterns)
            ])
            #expect(try bench.core.propose(next, bench.now))
            bench.finish()
            #expect(bench.core.pending.count == count + 1)
        }
        bench.settle()
        #expect(bench.core.directory.revision == 3)
        bench.publish("gt", AlertDraft(1))
        bench.settle()
        #expect(bench.peers["gt"]!.receipts.map(\.outcome) == [.accepted])
    }
}
