import JSONDocument
import RuleIndex
import RuleLanguage
import Testing

@Suite("Several alerts are matched together")
struct BatchTests {
    /// Documents that are all there at once.
    private final class Parsed {
        var document = JSONDocument()

        init(_ text: String) throws { try document.parse(Array(text.utf8)) }
    }

    /// An index of random rules, some of which hold for elements of lists and some for every alert.
    private static func index(_ random: inout RandomRules) throws -> RuleIndex {
        var index = RuleIndex()
        for number in 0..<100 { index.insert(RuleID(rawValue: UInt32(number)), try random.rule()) }
        // Long lists of elements take more turns than one.
        index.insert(RuleID(rawValue: 900), try Rule("goods.exists(g, g.hs == '2402' && g.k == 'CO')"))
        return index
    }

    @Test(
        "with the same result as one after the other, in the same order", arguments: [0, 1, 2, 7, 8, 9, 16, 17, 50])
    func agreement(count: Int) throws {
        var random = RandomRules(seed: 11 + UInt64(count))
        let snapshot = try Self.index(&random).snapshot
        let long = (0..<30).map { #"{"hs":"24\#($0)2","k":"CO"}"# }.joined(separator: ",")
        var texts = (0..<count).map { _ in random.alert() }
        for place in texts.indices where place % 5 == 3 { texts[place] = "{\"a\":\"CO\",\"goods\":[\(long)]}" }
        if count > 2 { texts[1] = "{}" }
        let parsed = try texts.map { try Parsed($0) }
        var matcher = RuleMatcher()
        var together = RuleMatches()
        for isSorted in [true, false] {
            matcher.match(parsed.map { $0.document.root }, in: snapshot, into: &together, isSorted: isSorted)
            #expect(together.count == count)
            var one: [RuleID] = []
            for (place, alert) in parsed.enumerated() {
                matcher.match(alert.document.root, in: snapshot, into: &one, isSorted: isSorted)
                #expect(Array(together[place]) == one, "alert \(place)")
            }
        }
    }

    @Test("by several threads that share a snapshot")
    func threads() async throws {
        var random = RandomRules(seed: 3)
        let snapshot = try Self.index(&random).snapshot
        let texts = (0..<40).map { _ in random.alert() }
        let all = try await withThrowingTaskGroup(of: [[RuleID]].self) { group in
            for _ in 0..<3 {
                group.addTask {
                    let parsed = try texts.map { try Parsed($0) }
                    var matcher = RuleMatcher()
                    var together = RuleMatches()
                    for _ in 0..<5 { matcher.match(parsed.map { $0.document.root }, in: snapshot, into: &together) }
                    return (0..<together.count).map { Array(together[$0]) }
                }
            }
            return try await group.reduce(into: [[[RuleID]]]()) { $0.append($1) }
        }
        #expect(all.count == 3)
        #expect(all.allSatisfy { $0 == all[0] })
        #expect(all[0].contains { !$0.isEmpty })
    }

    @Test("where buckets are long chains, and more records wait for long tests than are put off")
    func largeBuckets() throws {
        var index = RuleIndex()
        let others = (0..<22).map { "'v\($0)'" }.joined(separator: ", ")
        for number in 0..<5_600 {
            let last = number % 2 == 0 ? "b in [\(others), 'w\(number % 3)']" : "n >= \(number % 7)"
            index.insert(
                RuleID(rawValue: UInt32(number)), try Rule("a == 'CO' && m >= \(number % 5) && c == 'x' && \(last)"))
        }
        let document = try JSONDocument(parsing: Array(#"{"a":"CO","b":"w1","c":"x","m":3,"n":4}"#.utf8))
        var found: [RuleID] = []
        index.match(root: document.root, into: &found)
        let expected = (0..<5_600).filter { $0 % 5 <= 3 && ($0 % 2 == 0 ? $0 % 3 == 1 : $0 % 7 <= 4) }
        #expect(found == expected.map { RuleID(rawValue: UInt32($0)) })
    }

    @Test("with many more columns than fit registers")
    func manyColumns() throws {
        var index = RuleIndex()
        for number in 0..<120 {
            for value in 0..<6 {
                let last = "g\(number % 7) in ['p', 'q']"
                let rule = try Rule("k == 'y' && f\(number) == 'x\(value)' && n >= \(value) && \(last)")
                index.insert(RuleID(rawValue: UInt32(number * 6 + value)), rule)
            }
        }
        let fields =
            (0..<120).map { "\"f\($0)\":\"x\($0 % 6)\"" }
            + (0..<7).map { "\"g\($0)\":\"\($0 % 2 == 0 ? "p" : "r")\"" }
        let document = try JSONDocument(parsing: Array("{\"k\":\"y\",\"n\":3,\(fields.joined(separator: ","))}".utf8))
        var found: [RuleID] = []
        index.match(root: document.root, into: &found)
        let expected = (0..<120).filter { $0 % 6 <= 3 && $0 % 7 % 2 == 0 }.map { $0 * 6 + $0 % 6 }
        #expect(found == expected.map { RuleID(rawValue: UInt32($0)) })
    }
}
