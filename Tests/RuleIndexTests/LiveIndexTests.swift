import JSONDocument
import RuleIndex
import RuleLanguage
import Testing

@Suite("An index learns from live alerts")
struct LiveIndexTests {
    private static func id(_ number: Int) -> RuleID { RuleID(rawValue: UInt32(number)) }

    private static func filled(_ count: Int) throws -> RuleIndex {
        var index = RuleIndex()
        for number in 0..<count {
            index.insert(id(number), try Rule("a == 'x\(number % 40)' && b == 'y\(number % 7)'"))
        }
        return index
    }

    private static func sample(_ count: Int, into index: inout RuleIndex) throws {
        for number in 0..<count {
            let text = #"{"a": "x\#(number % 3)", "b": "y\#(number % 5)"}"#
            let document = try JSONDocument(parsing: Array(text.utf8))
            index.sample(document.root)
        }
    }

    private static func begin(_ index: inout RuleIndex) throws -> RuleIndex {
        let before = index.beginReclustering()
        return try #require(before)
    }

    private static func matches(_ index: inout RuleIndex) throws -> [RuleID] {
        var found: [RuleID] = []
        let document = try JSONDocument(parsing: Array(#"{"a": "x1", "b": "y1"}"#.utf8))
        index.match(root: document.root, into: &found)
        return found
    }

    @Test("says that choosing keys anew pays when there are rules and alerts enough, and not again at once")
    func worth() throws {
        var few = try Self.filled(999)
        try Self.sample(300, into: &few)
        #expect(!few.isWorthReclustering)

        var index = try Self.filled(1_200)
        try Self.sample(255, into: &index)
        #expect(!index.isWorthReclustering)
        try Self.sample(1, into: &index)
        #expect(index.isWorthReclustering)
        let before = try Self.begin(&index)
        #expect(!index.isWorthReclustering)
        let second = index.beginReclustering()
        #expect(second == nil)
        let isDone = index.finishReclustering(with: before.reclustered())
        #expect(isDone)
        #expect(!index.isWorthReclustering)
        for number in 0..<1_200 { index.insert(Self.id(5_000 + number), try Rule("a == 'z'")) }
        #expect(index.isWorthReclustering)
    }

    @Test("says so again when it has seen four times as many alerts, of which it remembers one in 32")
    func moreAlerts() throws {
        var index = try Self.filled(1_200)
        try Self.sample(256, into: &index)
        let before = try Self.begin(&index)
        index.finishReclustering(with: before.reclustered())
        try Self.sample(3 * 256 * 32 - 1, into: &index)
        #expect(!index.isWorthReclustering)
        try Self.sample(32, into: &index)
        #expect(index.isWorthReclustering)
    }

    @Test("changes made while keys are chosen anew are kept, replaced rules and owners' quotas among them")
    func changesMeanwhile() throws {
        var index = try Self.filled(1_200)
        let expected = try Self.matches(&index)
        let before = try Self.begin(&index)
        let rule = try Rule("a == 'x1'")
        let broad = try Rule("n >= 1")
        index.remove(expected[0])
        index.insert(Self.id(0), rule)
        for number in 0..<RuleQuotaError.broadRulesMax {
            try index.insert(Self.id(9_000 + number), try Rule("n >= \(number)"), owner: "GT")
        }
        let isDone = index.finishReclustering(with: before.reclustered())
        #expect(isDone)
        let found = try Self.matches(&index)
        #expect(found == [Self.id(0)] + expected.dropFirst())
        #expect(index.count == 1_199 + RuleQuotaError.broadRulesMax)
        #expect(throws: RuleQuotaError.self) { try index.insert(Self.id(1), broad, owner: "GT") }
        let isDoneAgain = index.finishReclustering(with: before)
        #expect(!isDoneAgain)
    }
}
