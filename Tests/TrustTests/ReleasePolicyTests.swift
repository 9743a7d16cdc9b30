import AlertModel
import Testing

@testable import Trust

@Suite("Release")
struct ReleasePolicyTests {
    private static let now: Int64 = 1_000_000

    private func facts(
        _ topicTexts: [String] = ["seizure.drugs.cocaine.HN"], label: TrafficLight? = .green,
        recipients: [String]? = nil, status: AlertStatus? = .actual, expires: Int64? = nil, isCancel: Bool = false,
        sender: String = "HN/enforcement"
    ) throws -> ReleaseFacts {
        ReleaseFacts(
            topics: try topics(topicTexts), label: label,
            recipients: try recipients.map { try $0.map { try #require(Recipient($0)) } }, status: status,
            expires: expires, isCancel: isCancel, origin: try member("HN"), sender: try principalName(sender))
    }

    private func decide(
        _ alert: ReleaseFacts, _ reader: PrincipalEntry, groups: [String: [String]] = [:],
        options: ReleaseOptions = ReleaseOptions()
    ) throws -> Release {
        let directory = try directory([reader], groups: groups)
        let principal = try #require(directory.principal(named: reader.name))
        return ReleasePolicy.decide(alert, to: principal, in: directory, now: Self.now, options: options)
    }

    /// The table of docs/trust.md: label, recipients, and what a desk of GT in the group caricom gets.
    @Test(
        "label and recipients decide as the table says",
        arguments: [
            (.clear, nil, .released), (.green, nil, .released), (.amber, nil, .withheld(.noRecipients)),
            (.amberStrict, nil, .withheld(.noRecipients)), (.red, nil, .withheld(.noRecipients)),
            (.clear, [], .withheld(.notRecipient)), (.green, [], .withheld(.notRecipient)),
            (.amber, [], .withheld(.notRecipient)), (.red, [], .withheld(.notRecipient)),
            (.clear, ["member:GT"], .released), (.green, ["member:GT"], .released),
            (.amber, ["member:GT"], .released), (.amberStrict, ["member:GT"], .released),
            (.red, ["member:GT"], .released),
            (.clear, ["member:BB"], .withheld(.notRecipient)), (.green, ["member:BB"], .withheld(.notRecipient)),
            (.amber, ["member:BB"], .withheld(.notRecipient)), (.red, ["member:BB"], .withheld(.notRecipient)),
            (.green, ["group:caricom"], .released), (.amber, ["group:caricom"], .released),
            (.amberStrict, ["group:caricom"], .released), (.red, ["group:caricom"], .withheld(.notRecipient)),
            (.red, ["group:caricom", "member:GT"], .released), (.amber, ["member:BB", "group:caricom"], .released),
            (.amber, ["group:other"], .withheld(.notRecipient)), (.amber, ["group:gt"], .withheld(.notRecipient)),
            (.amber, ["member:ORG-GT"], .withheld(.notRecipient)),
            (.amber, ["group:caricom-2"], .withheld(.notRecipient)),
        ] as [(TrafficLight, [String]?, Release)])
    func handling(label: TrafficLight, recipients: [String]?, expected: Release) throws {
        let reader = try entry("GT/desk-1")
        let groups = ["caricom": ["GT", "BB"], "other": ["BB"]]
        #expect(try decide(facts(label: label, recipients: recipients), reader, groups: groups) == expected)
    }

    @Test(
        "recipients in another case are no recipients at all",
        arguments: [
            "member:gt", "member:Gt", "Member:GT", "group:Caricom", "GT", "member: GT", "member:GT ", "group:",
            "member:",
        ])
    func caseTricks(text: String) { #expect(Recipient(text) == nil) }

    @Test("a label that is not known is withheld from everybody")
    func unknownLabel() throws {
        #expect(TrafficLight("WHITE") == nil)
        let alert = try facts(label: TrafficLight("WHITE"), recipients: ["member:GT"])
        #expect(try decide(alert, entry("GT/desk-1")) == .withheld(.unknownLabel))
    }

    @Test("clearance is the strictest label that passes", arguments: TrafficLight.allCases, TrafficLight.allCases)
    func clearance(label: TrafficLight, clearance: TrafficLight) throws {
        let release = try decide(
            facts(label: label, recipients: ["member:GT"]), entry("GT/desk-1", clearance: clearance))
        #expect(release == (label <= clearance ? .released : .withheld(.clearance)))
    }

    @Test(
        "the reader needs the right to every topic, by whole tokens",
        arguments: [
            ([">"], ["seizure.drugs.cocaine.HN"], true),
            (["seizure.drugs.>"], ["seizure.drugs.cocaine.HN"], true),
            (["seizure.drugs.>"], ["seizure.drugs.cocaine.HN", "seizure.security.firearms.HN"], false),
            (
                ["seizure.drugs.>", "*.security.*.HN"], ["seizure.drugs.cocaine.HN", "seizure.security.firearms.HN"],
                true
            ),
            (["seizure.dr.>"], ["seizure.drugs.cocaine.HN"], false),
            (["seizure.drugs.coca.*"], ["seizure.drugs.cocaine.HN"], false),
            (["seizure.drug.cocaine.HN"], ["seizure.drugs.cocaine.HN"], false),
            (["*.*.*.H"], ["seizure.drugs.cocaine.HN"], nil),
            (["*.*.*.GT"], ["seizure.drugs.cocaine.HN"], false),
            (["*.*.*.ORG-H"], ["seizure.drugs.cocaine.ORG-HN"], false),
            (["warning.>"], ["seizure.drugs.cocaine.HN"], false),
            ([], ["seizure.drugs.cocaine.HN"], false),
        ] as [([String], [String], Bool?)])
    func topicRights(patterns: [String], topicTexts: [String], expected: Bool?) throws {
        guard let expected else {
            #expect(throws: TopicError.self) { try rights(patterns) }
            return
        }
        let release = try decide(facts(topicTexts), entry("GT/desk-1", subscribe: patterns))
        #expect(release == (expected ? .released : .withheld(.topicRight)))
    }

    @Test("an alert without topics is withheld even from who may read everything")
    func noTopic() throws { #expect(try decide(facts([]), entry("GT/desk-1")) == .withheld(.noTopic)) }

    @Test("exercises and tests reach only those who asked and may")
    func exercises() throws {
        let reader = try entry("GT/desk-1")
        let rows: [(AlertStatus?, ExerciseStanding, ReleaseOptions, Release)] = [
            (.actual, .allowed, .init(), .released),
            (.exercise, .allowed, .init(), .withheld(.exerciseNotAsked)),
            (.exercise, .allowed, .init(exercises: true), .released),
            (.exercise, .allowed, .init(tests: true), .withheld(.exerciseNotAsked)),
            (.test, .allowed, .init(exercises: true), .withheld(.testNotAsked)),
            (.test, .allowed, .init(tests: true), .released),
            (.exercise, .never, .init(exercises: true, tests: true), .withheld(.exercisesNever)),
            (.test, .never, .init(exercises: true, tests: true), .withheld(.exercisesNever)),
            (.actual, .never, .init(), .released),
            (.actual, .only, .init(exercises: true), .withheld(.exercisesOnly)),
            (.exercise, .only, .init(exercises: true), .released),
            (nil, .allowed, .init(exercises: true, tests: true), .withheld(.unknownStatus)),
        ]
        for (status, standing, options, expected) in rows {
            var reader = reader
            reader.exercises = standing
            #expect(try decide(facts(status: status), reader, options: options) == expected)
        }
    }

    @Test(
        "nothing expired is released, not even in the millisecond in which it ends", arguments: [-1, 0, 1] as [Int64])
    func expiry(offset: Int64) throws {
        let release = try decide(facts(expires: Self.now + offset), entry("GT/desk-1"))
        #expect(release == (offset > 0 ? .released : .withheld(.expired)))
    }

    @Test("roles other than desk and disabled principals get nothing")
    func standing() throws {
        #expect(try decide(facts(), entry("GT/a", [.publisher, .operator])) == .withheld(.notDesk))
        #expect(try decide(facts(), entry("GT/a", [.operator])) == .withheld(.notDesk))
        #expect(try decide(facts(), entry("GT/a", isDisabled: true)) == .withheld(.disabledPrincipal))
    }

    @Test("the originator is released its own alerts by the same rules, unless the subscription leaves them out")
    func ownAlerts() throws {
        let reader = try entry("HN/enforcement", [.publisher, .desk])
        #expect(try decide(facts(), reader) == .released)
        #expect(try decide(facts(label: .red, recipients: ["member:GT"]), reader) == .withheld(.notRecipient))
        #expect(try decide(facts(), reader, options: .init(ownAlerts: false)) == .withheld(.ownAlert))
        #expect(try decide(facts(sender: "HN/other"), reader, options: .init(ownAlerts: false)) == .released)
    }

    @Test("a cancel follows what was handed out without the topic's right, and without it nothing else changes")
    func cancel() throws {
        let reader = try entry("GT/desk-1", subscribe: ["warning.>"])
        let held = ReleaseOptions(holdsReferenced: true)
        #expect(try decide(facts(isCancel: true), reader) == .withheld(.topicRight))
        #expect(try decide(facts(isCancel: true), reader, options: held) == .released)
        #expect(try decide(facts(), reader, options: held) == .withheld(.topicRight))
        let elsewhere = try facts(label: .amber, recipients: ["member:BB"], isCancel: true)
        #expect(try decide(elsewhere, reader, options: held) == .withheld(.notRecipient))
    }

    @Test("a group that shrinks, a right that is taken away and a principal that goes count at once")
    func revocationCountsAtOnce() throws {
        let reader = try entry("GT/desk-1")
        let first = try directory([reader], groups: ["caricom": ["GT", "BB"]])
        let kept = try #require(first.principal(named: reader.name))
        let alert = try facts(label: .amber, recipients: ["group:caricom"])
        func release(in now: Trust.Directory) -> Release {
            ReleasePolicy.decide(alert, to: kept, in: now, now: Self.now)
        }
        #expect(release(in: first) == .released)
        let shrunk = try directory([reader], groups: ["caricom": ["BB"]], revision: 2)
        #expect(release(in: shrunk) == .withheld(.notRecipient))
        var narrowed = reader
        narrowed.subscribe = try rights(["warning.>"])
        let third = try directory([narrowed], groups: ["caricom": ["GT", "BB"]], revision: 3)
        #expect(release(in: third) == .withheld(.topicRight))
        let gone = try directory([], groups: ["caricom": ["GT", "BB"]], revision: 4)
        #expect(release(in: gone) == .withheld(.unknownPrincipal))
    }

    @Test("every reason has a sentence of its own")
    func sentences() {
        #expect(Set(WithholdingReason.allCases.map(\.description)).count == WithholdingReason.allCases.count)
    }
}
