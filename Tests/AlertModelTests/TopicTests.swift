import Testing

@testable import AlertModel

@Suite("Topics")
struct TopicTests {
    @Test("a topic is made of kind, category and origin")
    func made() throws {
        let origin = try #require(MemberIdentifier("GT"))
        let cocaine = try #require(try CategoryTree()["drugs.cocaine"])
        let topic = Topic(kind: .seizure, category: cocaine, origin: origin)
        #expect(topic.description == "seizure.drugs.cocaine.GT")
        #expect(try Topic(parsing: "seizure.drugs.cocaine.GT") == topic)
        #expect(
            topic.kind == .seizure && topic.chapter == "drugs" && topic.group == "cocaine" && topic.origin == origin)
        let none = Topic(kind: .aeo, category: nil, origin: try #require(MemberIdentifier("ORG-CCLEC")))
        #expect(none.description == "aeo.general.none.ORG-CCLEC")
    }

    @Test("the longest category and origin fit")
    func longest() throws {
        let origin = try #require(MemberIdentifier("ORG-ABCDEFGHIJKL"))
        for category in try CategoryTree().all {
            let topic = Topic(kind: .feedback, category: category, origin: origin)
            #expect(try Topic(parsing: topic.description) == topic)
        }
    }

    @Test(
        "what is no topic is refused with the reason",
        arguments: [
            ("", TopicError.Reason.wrongTokenCount), ("seizure", .wrongTokenCount),
            ("seizure.drugs.cocaine", .wrongTokenCount),
            ("seizure.drugs.cocaine.GT.x", .wrongTokenCount), ("seizure.drugs..GT", .emptyToken),
            ("alarm.drugs.cocaine.GT", .unknownKind), ("seizure.Drugs.cocaine.GT", .wrongCharacter),
            ("seizure.drugs.cocaine.gt", .wrongCharacter), ("seizure.drugs.cocaine.GTM", .wrongCharacter),
            ("seizure.drugs.*.GT", .misplacedWildcard), ("seizure.drugs.coc*.GT", .misplacedWildcard),
            ("seizure.drugs-and-more-than-that.x.GT", .tokenTooLong),
            ("seizure.drugs.cocaïne.GT", .wrongCharacter), (String(repeating: "a", count: 4_096), .tokenTooLong),
        ])
    func refused(text: String, reason: TopicError.Reason) {
        #expect {
            try Topic(parsing: text)
        } throws: { error in
            (error as? TopicError)?.reason == reason
        }
    }

    @Test(
        "a pattern matches whole tokens",
        arguments: [
            (">", true), ("seizure.>", true), ("seizure.drugs.>", true), ("seizure.drugs.cocaine.>", true),
            ("seizure.drugs.cocaine.GT", true), ("*.*.*.*", true), ("*.*.*.GT", true), ("*.drugs.>", true),
            ("seizure.*.cocaine.GT", true), ("warning.>", false), ("seizure.drugs.heroin.>", false),
            ("*.*.*.HN", false), ("seizure.tobacco.>", false), ("seizure.drugs.coca.GT", false),
            ("*.drug.>", false),
        ])
    func matching(pattern: String, matches: Bool) throws {
        let topic = try Topic(parsing: "seizure.drugs.cocaine.GT")
        #expect(try TopicPattern(parsing: pattern).matches(topic) == matches)
    }

    @Test(
        "what is no pattern is refused with the reason",
        arguments: [
            ("", TopicError.Reason.emptyToken), ("seizure", .wrongTokenCount), ("seizure.drugs", .wrongTokenCount),
            (">.drugs", .restNotLast), ("seizure.>.GT", .restNotLast), ("seizure.dr*.>", .misplacedWildcard),
            ("seizure.>>", .misplacedWildcard), ("**", .misplacedWildcard), ("seizure..>", .emptyToken),
            ("seizure.drugs.cocaine.GT.>", .wrongTokenCount), ("*.*.*.gt", .wrongCharacter),
            ("seizures.>", .unknownKind),
            (String(repeating: "*.", count: 10_000), .tokenTooLong),
        ])
    func refusedPattern(text: String, reason: TopicError.Reason) {
        #expect {
            try TopicPattern(parsing: text)
        } throws: { error in
            (error as? TopicError)?.reason == reason
        }
    }

    @Test(
        "a pattern is written in its shortest form",
        arguments: [
            ("*.*.*.*", ">"), ("seizure.*.*.*", "seizure.>"), ("*.*.*.GT", "*.*.*.GT"), ("*.drugs.*.>", "*.drugs.>"),
            ("seizure.drugs.cocaine.GT", "seizure.drugs.cocaine.GT"), (">", ">"),
        ])
    func written(text: String, shortest: String) throws {
        let pattern = try TopicPattern(parsing: text)
        #expect(pattern.description == shortest)
        #expect(try TopicPattern(parsing: pattern.description) == pattern)
    }

    @Test(
        "patterns cover and meet one another",
        arguments: [
            (">", "seizure.drugs.>", true, true), ("seizure.drugs.>", ">", false, true),
            ("seizure.drugs.>", "*.*.*.GT", false, true), ("seizure.>", "warning.>", false, false),
            ("*.drugs.>", "seizure.drugs.cocaine.GT", true, true), ("*.*.*.GT", "*.*.*.GT", true, true),
        ])
    func relations(one: String, other: String, covers: Bool, intersects: Bool) throws {
        let (one, other) = (try TopicPattern(parsing: one), try TopicPattern(parsing: other))
        #expect(one.covers(other) == covers)
        #expect(one.intersects(other) == intersects)
        #expect(other.intersects(one) == intersects)
    }
}
