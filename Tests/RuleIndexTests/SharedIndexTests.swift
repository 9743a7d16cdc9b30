import Foundation
import JSONDocument
import RuleIndex
import RuleLanguage
import Testing

@Suite("Rules are changed while others match")
struct SharedIndexTests {
    private static func id(_ number: Int) -> RuleID { RuleID(rawValue: UInt32(number)) }

    @Test("a snapshot goes on to say what it said")
    func snapshots() throws {
        var index = RuleIndex()
        for number in 0..<200 { index.insert(Self.id(number), try Rule("a == 'x\(number % 10)' && n >= \(number)")) }
        let before = index.snapshot
        for number in 0..<100 { index.remove(Self.id(number)) }
        for number in 200..<300 { index.insert(Self.id(number), try Rule("a == 'x3' || b.startsWith('y')")) }
        let document = try JSONDocument(parsing: Array(#"{"a": "x3", "n": 150}"#.utf8))
        var matcher = RuleMatcher()
        var found: [RuleID] = []
        matcher.match(document.root, in: before, into: &found)
        #expect(found == stride(from: 3, through: 150, by: 10).map(Self.id))
        index.match(root: document.root, into: &found)
        #expect(found == (Array(stride(from: 103, through: 150, by: 10)) + Array(200..<300)).map(Self.id))
    }

    @Test("copies of an index change without touching each other")
    func copies() throws {
        var one = RuleIndex()
        one.insert(Self.id(1), try Rule("a == 'x' && n in [1, 2]"))
        var other = one
        one.insert(Self.id(2), try Rule("a == 'y'"))
        other.insert(Self.id(3), try Rule("c.contains('y') || a == 'y'"))
        other.remove(Self.id(1))
        let document = try JSONDocument(parsing: Array(#"{"a": "y", "c": "y", "n": 2}"#.utf8))
        var found: [RuleID] = []
        one.match(root: document.root, into: &found)
        #expect(found == [Self.id(2)])
        other.match(root: document.root, into: &found)
        #expect(found == [Self.id(3)])
    }

    @Test("readers see each batch of changes whole, and matching goes on while keys are chosen anew")
    func readers() async throws {
        let shared = SharedRuleIndex()
        // Two rules that always change together: whoever sees one without the other has seen half a change.
        let rules = [try Rule("a == 'x' && n >= 1"), try Rule("a in ['x', 'y'] && has(o.p)"), try Rule("n >= 1")]
        let alert = Array(#"{"a": "x", "n": 4, "o": {"p": 1}}"#.utf8)
        let seen = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    let document = try JSONDocument(parsing: alert)
                    guard var reader = shared.makeReader() else { return 0 }
                    var found: [RuleID] = []
                    var sizes: Set<Int> = []
                    for _ in 0..<3_000 {
                        reader.match(document.root, into: &found)
                        sizes.insert(found.count)
                        #expect(found.isEmpty || found.count == 3, "\(found)")
                    }
                    return sizes.count
                }
            }
            group.addTask {
                let document = try JSONDocument(parsing: alert)
                for round in 0..<300 {
                    shared.apply(
                        rules.enumerated().map { number, rule in
                            round % 2 == 0 ? .insert(Self.id(number), rule) : .remove(Self.id(number))
                        })
                    shared.observe(document.root)
                    if round % 50 == 0 { shared.recluster() }
                }
                return 1
            }
            return try await group.reduce(0, +)
        }
        #expect(seen > 1)
        #expect(shared.count == 0)
    }

    @Test("changes made while keys are chosen anew are kept")
    func changesDuringReclustering() async throws {
        let shared = SharedRuleIndex()
        let rule = try Rule("a == 'x'")
        shared.apply((0..<2_000).map { .insert(Self.id($0), rule) })
        await withTaskGroup(of: Void.self) { group in
            group.addTask { shared.recluster() }
            group.addTask {
                for number in 0..<1_000 {
                    shared.apply([.remove(Self.id(number)), .insert(Self.id(5_000 + number), rule)])
                }
            }
        }
        let document = try JSONDocument(parsing: Array(#"{"a": "x"}"#.utf8))
        var found: [RuleID] = []
        guard var reader = shared.makeReader() else { return }
        reader.match(document.root, into: &found)
        #expect(found == (Array(1_000..<2_000) + Array(5_000..<6_000)).map(Self.id))
    }

    /// How many readers there can be at a time.
    private static func take(_ most: Int, of shared: SharedRuleIndex) -> Int {
        guard most > 0, var reader = shared.makeReader() else { return 0 }
        let more = take(most - 1, of: shared)
        var found: [RuleID] = []
        if let document = try? JSONDocument(parsing: Array("{}".utf8)) { reader.match(document.root, into: &found) }
        return 1 + more
    }

    @Test("there are so many readers and no more, and one that goes makes room")
    func readerLimit() throws {
        let shared = SharedRuleIndex()
        #expect(Self.take(200, of: shared) == 64)
        #expect(Self.take(200, of: shared) == 64)
    }

    @Test("an owner has room for so many rules that every alert must be held against")
    func quota() throws {
        var index = RuleIndex()
        let broad = try Rule("n >= 3")
        for number in 0..<RuleQuotaError.broadRulesMax { try index.insert(Self.id(number), broad, owner: "GT") }
        let error = #expect(throws: RuleQuotaError.self) { try index.insert(Self.id(900), broad, owner: "GT") }
        #expect(error?.description.contains("startsWith") == true)
        #expect(!index.contains(Self.id(900)))
        try index.insert(Self.id(0), try Rule("n >= 4"), owner: "GT")
        try index.insert(Self.id(901), broad, owner: "CR")
        try index.insert(Self.id(902), try Rule("a == 'x' && n >= 3"), owner: "GT")
        index.remove(Self.id(5))
        try index.insert(Self.id(903), broad, owner: "GT")
    }
}
