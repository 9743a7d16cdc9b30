import JSONDocument
import RuleIndex
import RuleLanguage
import Testing

@Suite("Many rules are filed by all processors")
struct LoadingTests {
    private static func id(_ number: Int) -> RuleID { RuleID(rawValue: UInt32(number)) }

    @Test("as one after the other", arguments: [0, 1, 600])
    func agreement(count: Int) throws {
        var random = RandomRules(seed: 5)
        let texts = try (0..<count).map { _ in try random.rule().text }
        var one = RuleIndex()
        for (number, text) in texts.enumerated() { one.insert(Self.id(number % 500), try Rule(text)) }
        var other = RuleIndex()
        try other.insert(count: count) { (Self.id($0 % 500), try Rule(texts[$0])) }
        #expect(other.count == one.count)
        #expect(other.description == one.description)
        var document = JSONDocument()
        var (found, expected): ([RuleID], [RuleID]) = ([], [])
        for _ in 0..<50 {
            try document.parse(Array(random.alert().utf8))
            one.match(root: document.root, into: &expected)
            other.match(root: document.root, into: &found)
            #expect(found == expected)
        }
    }

    @Test("up to the first that is none")
    func failure() throws {
        var index = RuleIndex()
        let error = #expect(throws: RuleErrors.self) {
            try index.insert(count: 2_000) { (Self.id($0), try Rule($0 == 1_100 ? "a ==" : "a == 'x\($0)'")) }
        }
        #expect(error?.errors.isEmpty == false)
        #expect(index.count == 1_100)
        #expect(index.contains(Self.id(1_099)))
    }

    @Test("and those that come while keys are chosen anew are kept")
    func whileReclustering() throws {
        var index = RuleIndex()
        index.insert(count: 300) { (Self.id($0), Self.rule) }
        guard let before = index.beginReclustering() else { return }
        index.insert(count: 300) { (Self.id(1_000 + $0), Self.rule) }
        let isDone = index.finishReclustering(with: before.reclustered())
        #expect(isDone)
        #expect(index.count == 600)
    }

    private static let rule = (try? Rule("a == 'x'")) ?? { preconditionFailure("a rule") }()
}
