import ExchangeProtocol
import Journal
import JournalTesting
import TestSupport
import Testing
import Trust

@testable import Hub

@Suite struct PublishingTests {
    @Test func `a receipt comes only when the alert is durable`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = false
        let id = bench.publish("gt", AlertDraft(1))
        #expect(bench.entries.count == 1)
        #expect(bench.peers["gt"]!.receipts.isEmpty)
        bench.commit()
        let receipt = try #require(bench.peers["gt"]!.receipts.first)
        #expect(receipt.publishID == id)
        #expect(receipt.outcome == .accepted)
        #expect(receipt.position == 1)
        #expect(try bench.journal.read(at: .first)?.leafHash == receipt.leafHash)
        #expect(bench.faults == [])
    }

    @Test func `nobody gets an alert before it is durable`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr")
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1), AlertDraft(2))
        #expect(bench.numbers("cr") == [])
        bench.commit(1)
        #expect(bench.numbers("cr") == [1])
        bench.commit()
        #expect(bench.numbers("cr") == [1, 2])
    }

    // MARK: Duplicates

    @Test(arguments: [false, true])
    func `the same alert again gets the first receipt, as a duplicate`(isPending: Bool) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = !isPending
        bench.publish("gt", AlertDraft(1))
        bench.publish("gt", AlertDraft(1))
        bench.settle()
        let receipts = bench.peers["gt"]!.receipts
        #expect(receipts.map(\.outcome) == [.accepted, .duplicate])
        #expect(receipts.map(\.position) == [1, 1])
        #expect(Set(receipts.map(\.leafHash)).count == 1)
        #expect(bench.journal.head == .first)
    }

    @Test func `a duplicate in one batch gets a receipt of its own`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1), AlertDraft(1), AlertDraft(2))
        #expect(bench.peers["gt"]!.receipts.map(\.publishID).sorted() == [1, 2, 3])
        #expect(Set(bench.peers["gt"]!.receipts.map(\.position)) == [1, 2])
    }

    @Test func `a duplicate is known after a crash`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        let first = bench.peers["gt"]!.receipts[0]
        try bench.crash()
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        let second = bench.peers["gt"]!.receipts[0]
        #expect(second.outcome == .duplicate)
        #expect((second.position, second.leafHash) == (first.position, first.leafHash))
    }

    @Test(arguments: [10_000, 4])
    func `an alert that was accepted stays so though it would be refused today`(capacity: Int) throws {
        let bench = try HubBench(Directories.usual(), capacity: capacity)
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("hn", as: "HN/enforcement")
        let alert = AlertDraft(10).with { $0.expires = HubBench.begin.wall + 5_000 }
        bench.publish("gt", alert)
        for number in 11..<30 { bench.publish("gt", AlertDraft(number)) }
        bench.now.wall += 10_000
        bench.publish(
            "gt", alert, alert.with { $0.remark = "other bytes" }, AlertDraft(9).with { $0.expires = alert.expires })
        let receipts = bench.peers["gt"]!.receipts.suffix(3).sorted { $0.publishID < $1.publishID }
        #expect(receipts.map(\.outcome) == [.duplicate, .refused, .refused])
        #expect(receipts.first?.position == 1)
        #expect(receipts.last?.errorCode == .expired)
        bench.publish("hn", alert)
        #expect(bench.peers["hn"]!.receipts.map(\.outcome) == [.refused], "who may not publish it learns nothing of it")
        #expect(bench.journal.head == Position(20))
    }

    @Test func `an alert that was not durable at a crash is taken as new`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1))
        try bench.crash()
        bench.isPrompt = true
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        #expect(bench.peers["gt"]!.receipts.map(\.outcome) == [.accepted])
    }

    @Test func `what memory has forgotten the index tells`() throws {
        let bench = try HubBench(Directories.usual(), capacity: 4)
        try bench.connect("gt", as: "GT/enforcement")
        for number in 10..<30 { bench.publish("gt", AlertDraft(number)) }
        bench.publish("gt", AlertDraft(10))
        bench.publish("gt", AlertDraft(10).with { $0.remark = "other bytes" })
        bench.publish("gt", AlertDraft(5))
        let receipts = bench.peers["gt"]!.receipts.suffix(3)
        #expect(receipts.map(\.outcome) == [.duplicate, .refused, .accepted])
        #expect(receipts.map(\.errorCode) == [nil, .idConflict, nil])
        #expect(receipts.first?.position == 1)
    }

    @Test func `an old alert published twice at once is recorded once`() throws {
        let bench = try HubBench(Directories.usual(), capacity: 4)
        try bench.connect("gt", as: "GT/enforcement")
        for number in 10..<30 { bench.publish("gt", AlertDraft(number)) }
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(5), AlertDraft(5))
        bench.settle()
        #expect(bench.peers["gt"]!.receipts.suffix(2).map(\.outcome) == [.accepted, .duplicate])
        #expect(bench.journal.head == Position(21))
    }

    @Test(arguments: [false, true])
    func `other bytes under a known id are refused`(isPending: Bool) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = !isPending
        bench.publish("gt", AlertDraft(1))
        bench.publish("gt", AlertDraft(1).with { $0.remark = "changed" })
        bench.settle()
        let refused = try #require(bench.peers["gt"]!.receipts.first { $0.outcome == .refused })
        #expect(refused.errorCode == .idConflict)
        #expect(refused.retry == .never)
    }

    @Test func `the same id of another origin is another alert`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("hn", as: "HN/enforcement")
        bench.publish("gt", AlertDraft(1))
        bench.publish("hn", AlertDraft(1).with { $0.origin = "HN" })
        #expect(bench.peers["hn"]!.receipts.map(\.outcome) == [.accepted])
    }

    // MARK: Refusals

    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        let alert: [UInt8]
        let code: ProtocolErrorCode
        let finding: String
    }

    static let refusals: [Refusal] = [
        Refusal(testDescription: "no JSON", alert: Array("{\"id\":".utf8), code: .syntaxRefused, finding: "json."),
        Refusal(testDescription: "nothing", alert: [], code: .syntaxRefused, finding: "json."),
        Refusal(
            testDescription: "a date that is none", alert: replacing("2026-03-13", by: "2026-02-30"),
            code: .schemaRefused, finding: "schema.format"),
        Refusal(
            testDescription: "an unknown label", alert: AlertDraft(1).with { $0.tlp = "WHITE" }.bytes,
            code: .handlingRefused, finding: "schema.enum"),
        Refusal(
            testDescription: "RED to a group",
            alert: AlertDraft(1).with {
                $0.tlp = "RED"
                $0.recipients = ["group:caricom"]
            }.bytes, code: .handlingRefused, finding: "schema.pattern"),
        Refusal(
            testDescription: "an unknown schema",
            alert: replacing("schemas/seizure/1-0-0", by: "schemas/seizure/9-0-0"), code: .schemaUnknown,
            finding: "schema.unknown"),
        Refusal(
            testDescription: "an unknown category", alert: AlertDraft(1).with { $0.categories = ["drugs.tea"] }.bytes,
            code: .codeListRefused, finding: "code.category"),
        Refusal(
            testDescription: "expired",
            alert: AlertDraft(1).with { $0.expires = HubBench.begin.wall - 60_000 }.bytes, code: .expired,
            finding: "life-cycle.expired"),
        Refusal(
            testDescription: "sent in the future", alert: AlertDraft(1).with { $0.sent = "2026-05-01T00:00:00Z" }.bytes,
            code: .lifeCycleRefused, finding: "life-cycle.sent-in-future"),
        Refusal(
            testDescription: "nominal data", alert: replacing("\"quantity\"", by: "\"driver\":\"X\",\"quantity\""),
            code: .nominalDataRefused, finding: "nominal-data"),
    ]

    private static func replacing(_ old: String, by new: String) -> [UInt8] {
        Array(String(decoding: AlertDraft(1).bytes, as: UTF8.self).replacing(old, with: new).utf8)
    }

    @Test(arguments: refusals)
    func `a bad alert is refused with its code and its findings`(refusal: Refusal) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        let first = bench.publish("gt", [AlertDraft(7).bytes, refusal.alert])
        let receipts = bench.peers["gt"]!.receipts
        let refused = try #require(receipts.first { $0.outcome == .refused })
        #expect(refused.publishID == first + 1)
        #expect(refused.errorCode == refusal.code)
        #expect(refused.retry == refusal.code.retry)
        #expect(receipts.contains { $0.outcome == .accepted && $0.publishID == first })
        let report = try #require(bench.peers["gt"]!.reports.first)
        #expect(report.contains(refusal.finding), "\(report)")
        #expect(report.contains("\"publishID\":\(first + 1)"))
        #expect(report.contains("\"sentence\""), "as the specification names it: \(report)")
        bench.send("gt", .request(Request(id: 1, verb: "refusals")), frames: [Array("{}".utf8)])
        #expect(bench.peers["gt"]!.responses.last?.contains(refusal.code.name) == true)
    }

    @Test func `an alert that is too long is refused and the batch goes on`() throws {
        let bench = try HubBench(Directories.usual(), limits: SessionLimits(alertBytesMax: 2_000))
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish(
            "gt", AlertDraft(1).with { $0.remark = String(repeating: "x", count: 2_000) }, AlertDraft(2))
        let outcomes = bench.peers["gt"]!.receipts.map { "\($0.publishID) \($0.errorCode?.name ?? "taken")" }
        #expect(Set(outcomes) == ["1 too-large", "2 taken"])
    }

    // MARK: Rights

    struct RightsRow: CustomTestStringConvertible {
        let principal: String
        let draft: AlertDraft
        let code: ProtocolErrorCode?
        var testDescription: String { "\(principal) \(draft.origin) \(draft.kind): \(code?.name ?? "taken")" }
    }

    static let rightsRows: [RightsRow] = [
        RightsRow(principal: "GT/drugs", draft: AlertDraft(1), code: nil),
        RightsRow(
            principal: "GT/drugs", draft: AlertDraft(1).with { $0.categories = ["environment.ivory"] },
            code: .topicNotAllowed),
        RightsRow(
            principal: "GT/drugs",
            draft: AlertDraft(1).with { $0.categories = ["drugs.cocaine", "environment.ivory"] },
            code: .topicNotAllowed),
        RightsRow(principal: "GT/drugs", draft: AlertDraft(1).with { $0.origin = "HN" }, code: .originNotAllowed),
        RightsRow(principal: "ORG-RILO/office", draft: AlertDraft(1).with { $0.origin = "HN" }, code: nil),
        RightsRow(principal: "ORG-RILO/office", draft: AlertDraft(1), code: .originNotAllowed),
        RightsRow(principal: "CR/desk", draft: AlertDraft(1).with { $0.origin = "CR" }, code: .notAllowedToPublish),
        RightsRow(
            principal: "HN/training", draft: AlertDraft(1).with { $0.origin = "HN" }, code: .notAllowedToPublish),
        RightsRow(
            principal: "HN/training",
            draft: AlertDraft(1).with {
                $0.origin = "HN"
                $0.status = "exercise"
            }, code: nil),
    ]

    @Test(arguments: rightsRows) func `only who may publish an alert publishes it`(row: RightsRow) throws {
        let bench = try HubBench(
            Directories.of([
                Directories.principal("GT/drugs", .publisher, publish: ["*.drugs.>"]),
                Directories.principal("ORG-RILO/office", .publisher, publishFor: ["HN"]),
                Directories.principal("HN/training", .publisher, exercises: .only),
                Directories.principal("CR/desk", .desk),
            ]))
        try bench.connect("peer", as: row.principal)
        bench.publish("peer", row.draft)
        let receipt = try #require(bench.peers["peer"]!.receipts.first)
        #expect(receipt.errorCode == row.code)
        #expect((receipt.outcome == .accepted) == (row.code == nil))
    }

    @Test func `who publishes for another is recorded beside whose alert it is`() throws {
        let bench = try HubBench(
            Directories.of([
                Directories.principal("ORG-RILO/office", .publisher, publishFor: ["HN"]),
                Directories.principal("CR/desk", .desk),
            ]))
        try bench.connect("office", as: "ORG-RILO/office")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr")
        bench.publish("office", AlertDraft(1).with { $0.origin = "HN" })
        let delivered = try #require(bench.peers["cr"]!.deliveries.first)
        #expect(delivered.sender == "ORG-RILO/office")
        #expect(delivered.origin == "HN")
    }

    // MARK: Waiting

    @Test func `an update that expires while it waits is refused with a receipt`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1).update(2).with { $0.expires = bench.now.wall + 5_000 })
        #expect(bench.readings.count == 1)
        bench.now.wall += 10_000
        bench.now.steady += 10_000
        bench.settle()
        #expect(bench.peers["gt"]!.receipts.last?.errorCode == .expired)
    }

    @Test func `an update that waits while its publisher's right is withdrawn is refused`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1).update(2))
        bench.core.apply(
            try Directories.of(
                [Directories.principal("GT/enforcement", .publisher, publish: ["*.environment.>"])], revision: 2),
            bench.now)
        bench.settle()
        #expect(bench.peers["gt"]!.receipts.last?.errorCode == .topicNotAllowed)
    }

    @Test func `receipts of a session that is over do not come in the next`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(2), AlertDraft(1).update(3))
        bench.hello("gt")
        bench.settle()
        #expect(bench.peers["gt"]!.receipts.count == 1)
        bench.isPrompt = true
        bench.publish("gt", AlertDraft(2), AlertDraft(1).update(3))
        #expect(bench.peers["gt"]!.receipts.dropFirst().map(\.outcome) == [.duplicate, .duplicate])
    }

    // MARK: Failure and end

    @Test func `a failed journal refuses everything and says so`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(2), AlertDraft(3), AlertDraft(1).update(4))
        bench.journal.failNextAppend()
        bench.settle()
        bench.publish("gt", AlertDraft(5), AlertDraft(1).update(6), AlertDraft(2))
        bench.settle()
        let refused = bench.peers["gt"]!.receipts.dropFirst()
        #expect(refused.map(\.publishID).sorted() == [2, 3, 4, 5, 6, 7])
        #expect(refused.allSatisfy { $0.errorCode == .journalFailed && $0.retry == .later })
        bench.send("gt", .request(Request(id: 1, verb: "status")), frames: [Array("{}".utf8)])
        #expect(bench.peers["gt"]!.responses.last?.contains("\"state\":\"failed\"") == true)
    }

    @Test func `a draining hub takes nothing new and answers what it took`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1))
        bench.core.drain(bench.now)
        bench.finish()
        bench.publish("gt", AlertDraft(2))
        bench.settle()
        let receipts = bench.peers["gt"]!.receipts
        #expect(Set(receipts.map { "\($0.publishID) \($0.errorCode?.name ?? "taken")" }) == ["1 taken", "2 draining"])
        #expect(bench.journal.head == .first)
    }

    @Test func `times in the log never go back`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.publish("gt", AlertDraft(1))
        bench.now.wall -= 3_600_000
        bench.publish("gt", AlertDraft(2))
        let entries = try bench.journal.read(from: .first)
        #expect(entries.count == 2)
        #expect(entries[0].time <= entries[1].time)
    }
}
