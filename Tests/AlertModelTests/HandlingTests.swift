import Testing

@testable import AlertModel

@Suite("Names and handling")
struct HandlingTests {
    @Test(
        "a member is a country code or an organisation",
        arguments: [
            ("GT", true), ("ORG-CCLEC", true), ("ORG-RILO-CARIB", true), ("ORG-ABCDEFGHIJKL", true), ("G", false),
            ("gt", false), ("GTM", false), ("ORG-", false), ("ORG--A", false), ("ORG-A-", false), ("ORG-a", false),
            ("ORG-ABCDEFGHIJKLM", false), ("ORG.A", false), ("", false), ("ÄT", false),
        ])
    func member(name: String, isMember: Bool) {
        let member = MemberIdentifier(name)
        #expect((member != nil) == isMember)
        if let member {
            #expect(member.description == name)
            #expect(member.isCountry == (name.utf8.count == 2))
        }
    }

    @Test(
        "a recipient is a member or a group",
        arguments: [
            ("member:GT", true), ("group:caricom", true), ("member:ORG-CCLEC", true), ("group:joint-op-7", true),
            ("GT", false), ("member:", false), ("member:gt", false), ("group:", false), ("group:Caricom", false),
            ("desk:GT", false), ("Member:GT", false), ("group:" + String(repeating: "a", count: 33), false),
            ("", false),
        ])
    func recipient(entry: String, isRecipient: Bool) {
        let recipient = Recipient(entry)
        #expect((recipient != nil) == isRecipient)
        if let recipient { #expect(recipient.description == entry) }
    }

    @Test("labels are ordered by how far they restrict, and WHITE is none")
    func labels() {
        let labels = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"].compactMap { TrafficLight($0) }
        #expect(labels == TrafficLight.allCases)
        #expect(labels == labels.sorted())
        #expect(labels.map(\.requiresRecipients) == [false, false, true, true, true])
        for label in ["WHITE", "TLP:RED", "red", "AMBER STRICT", ""] { #expect(TrafficLight(label) == nil) }
    }

    @Test(
        "an identifier is a UUID of version 7",
        arguments: [
            ("019cf0a2-7c3e-7d5a-9b1f-3c2a7e904411", true), ("019CF0A2-7C3E-7D5A-9B1F-3C2A7E904411", true),
            ("019cf0a2-7c3e-4d5a-9b1f-3c2a7e904411", false), ("019cf0a2-7c3e-7d5a-1b1f-3c2a7e904411", false),
            ("019cf0a27c3e7d5a9b1f3c2a7e904411", false), ("019cf0a2-7c3e-7d5a-9b1f-3c2a7e90441", false),
            ("019cf0a2-7c3e-7d5a-9b1f-3c2a7e90441g", false), ("019cf0a2x7c3e-7d5a-9b1f-3c2a7e904411", false),
            ("{019cf0a2-7c3e-7d5a-9b1f-3c2a7e9044}", false), ("", false),
        ])
    func identifier(text: String, isIdentifier: Bool) {
        let identifier = AlertIdentifier(text)
        #expect((identifier != nil) == isIdentifier)
        if let identifier { #expect(identifier.description == text.lowercased()) }
    }

    @Test("an identifier carries its time")
    func identifierTime() throws {
        // The example of RFC 9562, appendix A.6.
        let identifier = try #require(AlertIdentifier("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"))
        #expect(identifier.milliseconds == 1_645_557_742_000)
    }

    @Test("identifiers grow within a millisecond and when the clock goes back")
    func generatedIdentifiers() throws {
        var generator = AlertIdentifierGenerator()
        var random = SeededRandom(seed: 7)
        var last: AlertIdentifier?
        for step in 0..<3_000 {
            let now: Int64 = 1_700_000_000_000 + Int64(step / 100) - Int64(step % 7)
            let identifier = generator.next(milliseconds: now, using: &random)
            #expect(AlertIdentifier(identifier.description) == identifier)
            if let last { #expect(identifier > last) }
            last = identifier
        }
        let first = try #require(last)
        #expect(first.milliseconds <= 1_700_000_000_030)
    }

    @Test("an identifier whose random bits overflow stays valid and grows")
    func overflowingIdentifiers() {
        var generator = AlertIdentifierGenerator()
        var random = AllOnes()
        let one = generator.next(milliseconds: 5, using: &random)
        let other = generator.next(milliseconds: 5, using: &random)
        #expect(other > one)
        #expect(other.milliseconds == 6)
        #expect(AlertIdentifier(other.description) == other)
        #expect(generator.next(milliseconds: -1, using: &random) > other)
    }

    private struct AllOnes: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }
}
