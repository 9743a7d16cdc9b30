import AlertModel
import Testing

@testable import Trust

@Suite("Rights to publish and to subscribe")
struct AdmissionPolicyTests {
    private func refusal(
        _ sender: PrincipalEntry, topics topicTexts: [String] = ["seizure.drugs.cocaine.GT"], origin: String = "GT",
        _ type: MessageType? = .alert, status: AlertStatus? = .actual, references: [String] = []
    ) throws -> AdmissionRefusal? {
        let facts = AdmissionFacts(
            topics: try topics(topicTexts), origin: try member(origin), messageType: type, status: status,
            referencedOrigins: try references.map(member))
        let directory = try directory([sender])
        let principal = try #require(directory.principal(named: sender.name))
        return AdmissionPolicy.refusal(of: facts, by: principal, in: directory)
    }

    @Test("a publisher may publish its own member's alerts on its topics")
    func ownAlerts() throws {
        let sender = try entry("GT/enforcement", [.publisher], publish: ["seizure.>"])
        #expect(try refusal(sender) == nil)
        #expect(try refusal(sender, topics: ["warning.drugs.cocaine.GT"]) == .notAllowedTopic)
        #expect(try refusal(sender, topics: []) == .notAllowedTopic)
    }

    @Test("a mixed seizure needs the right to each of its categories")
    func mixed() throws {
        let both = ["seizure.drugs.cocaine.GT", "seizure.security.firearms.GT"]
        let narrow = try entry("GT/a", [.publisher], publish: ["seizure.drugs.>"])
        #expect(try refusal(narrow, topics: both) == .notAllowedTopic)
        let wide = try entry("GT/a", [.publisher], publish: ["seizure.drugs.>", "seizure.security.>"])
        #expect(try refusal(wide, topics: both) == nil)
    }

    @Test("another origin needs publishFor, and a right to its topics")
    func otherOrigins() throws {
        let topics = ["seizure.drugs.cocaine.HN"]
        let plain = try entry("GT/a", [.publisher], publish: [">"])
        #expect(try refusal(plain, topics: topics, origin: "HN") == .originNotAllowed)
        let office = try entry("ORG-RILO/a", [.publisher], publish: ["*.*.*.HN"], publishFor: ["HN", "SV"])
        #expect(try refusal(office, topics: topics, origin: "HN") == nil)
        #expect(try refusal(office, topics: ["seizure.drugs.cocaine.SV"], origin: "SV") == .notAllowedTopic)
        #expect(try refusal(office, topics: topics, origin: "NI") == .originNotAllowed)
    }

    @Test("roles other than publisher and disabled principals publish nothing")
    func standing() throws {
        #expect(try refusal(entry("GT/a", [.desk, .operator], publish: [">"])) == .notAllowedToPublish)
        let disabled = try entry("GT/a", [.publisher], publish: [">"], isDisabled: true)
        #expect(try refusal(disabled) == .notAllowedToPublish)
    }

    @Test("exercise systems send exercises only, and the others as they may")
    func exercises() throws {
        let rows: [(ExerciseStanding, AlertStatus?, Bool)] = [
            (.allowed, .actual, true), (.allowed, .exercise, true), (.allowed, .test, true), (.allowed, nil, false),
            (.never, .actual, true), (.never, .exercise, false), (.never, .test, false),
            (.only, .actual, false), (.only, .exercise, true), (.only, .test, true), (.only, nil, false),
        ]
        for (standing, status, isAllowed) in rows {
            let sender = try entry("GT/a", [.publisher], publish: [">"], exercises: standing)
            #expect(try refusal(sender, status: status) == (isAllowed ? nil : .notAllowedToPublish))
        }
    }

    @Test("only the originator may update or cancel", arguments: [MessageType.update, .cancel])
    func originatorOnly(type: MessageType) throws {
        let sender = try entry("GT/a", [.publisher], publish: [">"], publishFor: ["HN"])
        #expect(try refusal(sender, type, references: ["GT"]) == nil)
        #expect(try refusal(sender, type, references: ["GT", "GT"]) == nil)
        #expect(try refusal(sender, type, references: []) == .notOriginator)
        #expect(try refusal(sender, type, references: ["HN"]) == .notOriginator)
        #expect(try refusal(sender, type, references: ["GT", "HN"]) == .notOriginator)
        #expect(try refusal(sender, .alert, references: ["HN"]) == nil, "an alert may refer to others")
        #expect(try refusal(sender, nil, references: ["GT"]) == .notAllowedToPublish)
    }

    @Test("a handle kept from an earlier revision gives no right that was taken away")
    func staleHandle() throws {
        let sender = try entry("GT/a", [.publisher], publish: [">"])
        let first = try directory([sender])
        let kept = try #require(first.principal(named: sender.name))
        let facts = AdmissionFacts(
            topics: try topics(["seizure.drugs.cocaine.GT"]), origin: try member("GT"), messageType: .alert,
            status: .actual)
        #expect(AdmissionPolicy.refusal(of: facts, by: kept, in: first) == nil)
        let second = try directory([], alsoMembers: ["GT"], revision: 2)
        #expect(AdmissionPolicy.refusal(of: facts, by: kept, in: second) == .notAllowedToPublish)
    }

    @Test("the refusals are the protocol's error names")
    func names() {
        #expect(
            AdmissionRefusal.allCases.map(\.rawValue)
                == ["not-allowed-to-publish", "origin-not-allowed", "topic-not-allowed", "not-originator"])
    }

    @Test(
        "a subscription that could never get anything is refused, a wider one is not",
        arguments: [
            (">", nil), ("seizure.>", nil), ("seizure.drugs.*.HN", nil), ("*.*.*.GT", nil), ("*.drugs.>", nil),
            ("warning.>", .notAllowedTopic), ("seizure.tobacco.>", .notAllowedTopic),
            ("seizure.dr.>", .notAllowedTopic),
        ] as [(String, SubscriptionRefusal?)])
    func subscriptions(pattern: String, expected: SubscriptionRefusal?) throws {
        let reader = try entry("GT/desk-1", subscribe: ["seizure.drugs.>"])
        let directory = try directory([reader])
        let principal = try #require(directory.principal(named: reader.name))
        let pattern = try TopicPattern(parsing: pattern)
        #expect(SubscriptionPolicy.refusal(of: pattern, by: principal, in: directory) == expected)
    }

    @Test("publishers, disabled and removed principals may not subscribe")
    func subscriptionStanding() throws {
        let pattern = try TopicPattern(parsing: ">")
        for reader in [try entry("GT/a", [.publisher]), try entry("GT/a", isDisabled: true)] {
            let now = try directory([reader])
            let principal = try #require(now.principal(named: reader.name))
            #expect(SubscriptionPolicy.refusal(of: pattern, by: principal, in: now) == .notAllowedToSubscribe)
        }
        let old = try directory([entry("GT/a")])
        let kept = try #require(old.principals.first)
        let gone = try directory([], alsoMembers: ["GT"], revision: 2)
        #expect(SubscriptionPolicy.refusal(of: pattern, by: kept, in: gone) == .notAllowedToSubscribe)
    }
}
