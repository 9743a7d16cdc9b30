import AlertModel
import Simulation
import Testing

/// A judge and members that every test of the stream needs.
struct StreamFixture {
    static let start: Int64 = 1_773_500_400_000
    static let members = ["GT", "CR", "PA", "DO", "ORG-RILO-CARIB"].compactMap { MemberIdentifier($0) }

    private static let tables = Result { (try AlertSchemaSet(), try CodeLists()) }

    static func judge() throws -> AlertJudge {
        AlertJudge(schemas: try tables.get().0, lists: try tables.get().1)
    }

    static func alerts(
        _ count: Int, seed: UInt64, members: [MemberIdentifier] = members,
        options: AlertStreamOptions = AlertStreamOptions()
    ) throws -> [(alert: SimulatedAlert, time: Int64)] {
        var stream = try AlertStream(seed: seed, members: members, options: options)
        return (0..<count).map { index in
            let time = start + Int64(index) * 250
            return (stream.next(at: time), time)
        }
    }
}

@Suite struct AlertStreamTests {
    @Test("every good alert is accepted", arguments: [1, 42, 20_260_314] as [UInt64])
    func goodAlertsAreAccepted(seed: UInt64) throws {
        var judge = try StreamFixture.judge()
        for (alert, time) in try StreamFixture.alerts(1_700, seed: seed) {
            guard case .accepted(let summary) = judge.judge(alert.bytes, now: time) else {
                Issue.record(
                    "refused: \(judge.judge(alert.bytes, now: time)) \(String(decoding: alert.bytes, as: UTF8.self))")
                return
            }
            #expect(summary.id == alert.id)
            #expect(summary.kind == alert.kind)
            #expect(summary.origin == alert.origin)
            #expect(summary.messageType == alert.messageType)
            #expect(summary.tlp == alert.tlp)
            #expect(summary.status == .exercise)
            #expect(summary.references == alert.references)
        }
    }

    @Test("bad alerts are refused with the expected code and no other", arguments: [3, 4] as [UInt64])
    func badAlertsAreRefused(seed: UInt64) throws {
        var judge = try StreamFixture.judge()
        var seen: [AlertFault: Int] = [:]
        let options = AlertStreamOptions(badShare: 0.5)
        for (alert, time) in try StreamFixture.alerts(1_000, seed: seed, options: options) {
            switch judge.judge(alert.bytes, now: time) {
            case .accepted: #expect(alert.fault == nil)
            case .refused(let refusal):
                let codes = Set(refusal.findings.filter { $0.severity == .error }.map(\.code))
                #expect(codes == [alert.expectedCode ?? "none"], "\(alert.fault?.rawValue ?? "no fault")")
            }
            if let fault = alert.fault { seen[fault, default: 0] += 1 }
        }
        #expect(Set(seen.keys) == Set(AlertFault.allCases))
        #expect((400...600).contains(seen.values.reduce(0, +)))
    }

    @Test("the same seed gives the same bytes, another seed others")
    func seedsDecide() throws {
        let options = AlertStreamOptions(badShare: 0.1)
        let first = try StreamFixture.alerts(500, seed: 7, options: options).map(\.alert.bytes)
        let again = try StreamFixture.alerts(500, seed: 7, options: options).map(\.alert.bytes)
        let other = try StreamFixture.alerts(500, seed: 8, options: options).map(\.alert.bytes)
        #expect(first == again)
        #expect(zip(first, other).allSatisfy { $0 != $1 })
        #expect(Set(first).count == first.count)
    }

    @Test("all kinds, message types, labels and categories occur")
    func everythingOccurs() throws {
        let alerts = try StreamFixture.alerts(3_500, seed: 11).map(\.alert)
        #expect(Set(alerts.map(\.kind)) == Set(AlertKind.allCases))
        #expect(Set(alerts.map(\.messageType)) == Set(MessageType.allCases))
        #expect(Set(alerts.map(\.tlp)) == Set(TrafficLight.allCases))
        #expect(Set(alerts.map(\.origin)) == Set(StreamFixture.members))
        #expect(Set(alerts.flatMap(\.categories)) == Set(try CategoryTree().all.map(\.name)))
    }

    @Test("updates and cancels refer to standing alerts of their own origin, feedback to those of others")
    func referencesExist() throws {
        var known: [AlertReference: AlertKind] = [:]
        var withdrawn: Set<AlertReference> = []
        var counts: [MessageType: Int] = [:]
        var feedbacks = 0
        for (alert, _) in try StreamFixture.alerts(2_000, seed: 5) {
            for reference in alert.references {
                #expect(known[reference] != nil)
                #expect(!withdrawn.contains(reference))
                if alert.messageType != .alert {
                    #expect(reference.origin == alert.origin)
                    #expect(known[reference] == alert.kind)
                    withdrawn.insert(reference)
                } else if alert.kind == .feedback {
                    #expect(reference.origin != alert.origin)
                    feedbacks += 1
                }
            }
            known[AlertReference(origin: alert.origin, id: alert.id)] = alert.kind
            counts[alert.messageType, default: 0] += 1
        }
        #expect(counts[.update, default: 0] > 40)
        #expect(counts[.cancel, default: 0] > 40)
        #expect(feedbacks > 80)
    }

    @Test("RED names members only and never reaches for the sender's groups")
    func redNamesMembers() throws {
        var judge = try StreamFixture.judge()
        let groups = ["caricom"].compactMap { GroupName($0) }
        var groupCount = 0
        for (alert, time) in try StreamFixture.alerts(1_000, seed: 9, options: AlertStreamOptions(groups: groups)) {
            guard case .accepted(let summary) = judge.judge(alert.bytes, now: time) else {
                Issue.record("refused")
                continue
            }
            for recipient in summary.recipients ?? [] {
                guard case .group = recipient else { continue }
                groupCount += 1
                #expect(summary.tlp != .red)
            }
        }
        #expect(groupCount > 20)
    }

    @Test("alerts are about as long as asked for", arguments: [1_024, 2_048, 4_096])
    func sizes(bytes: Int) throws {
        var judge = try StreamFixture.judge()
        var total = 0
        for (alert, time) in try StreamFixture.alerts(200, seed: 6, options: AlertStreamOptions(alertBytes: bytes)) {
            guard case .accepted = judge.judge(alert.bytes, now: time) else {
                Issue.record("refused: \(judge.judge(alert.bytes, now: time))")
                return
            }
            if alert.messageType != .cancel {
                #expect(alert.bytes.count >= bytes)
                #expect(alert.bytes.count < bytes + bytes / 2)
            }
            total += alert.bytes.count
        }
        #expect(abs(total / 200 - bytes) < bytes / 6)
    }

    @Test("one member alone, and a member without known places, still make valid streams")
    func singleMembers() throws {
        var judge = try StreamFixture.judge()
        for name in ["GT", "TV", "ORG-SECRETARIAT"] {
            let members = [try #require(MemberIdentifier(name))]
            let options = AlertStreamOptions(status: .test, badShare: 0.1)
            for (alert, time) in try StreamFixture.alerts(300, seed: 2, members: members, options: options) {
                switch judge.judge(alert.bytes, now: time) {
                case .accepted(let summary): #expect(!alert.isBad && summary.status == .test)
                case .refused(let refusal):
                    #expect(refusal.findings.contains { $0.code == alert.expectedCode && $0.severity == .error })
                }
            }
        }
    }
}
