import Foundation
import JSONDocument
import RuleIndex
import RuleLanguage
import TestSupport
import Testing

@Suite("The index agrees with the evaluator")
struct ExactnessTests {
    private static let isFull = ProcessInfo.processInfo.environment["CORDON_FULL"] != nil

    @Test("on a hundred thousand pairs of random rules and alerts, while rules come and go and keys are chosen anew")
    func randomPairs() throws {
        var random = RandomRules(seed: 20_261_125)
        var index = RuleIndex()
        var rules: [RuleID: Rule] = [:]
        var document = JSONDocument()
        var pairs = 0
        var matching = 0
        var round = 0
        while pairs < (Self.isFull ? 10_000_000 : 100_000) {
            round += 1
            for _ in 0..<6 {
                let id = RuleID(rawValue: UInt32.random(in: 0..<400, using: &random.generator))
                if Int.random(in: 0..<4, using: &random.generator) == 0 {
                    #expect(index.remove(id) == (rules.removeValue(forKey: id) != nil))
                } else {
                    let rule = try random.rule()
                    index.insert(id, rule)
                    rules[id] = rule
                }
            }
            try document.parse(Array(random.alert().utf8))
            if round % 3 == 0 { index.observe(document.root) }
            if round % 40 == 0 { index = index.reclustered() }
            #expect(index.count == rules.count)
            matching += try compare(&index, rules, document.root, "round \(round)")
            pairs += rules.count
        }
        #expect(matching > pairs / 20, "the rules and alerts meet")
    }

    /// Holds the index against every rule; how many match.
    private func compare(
        _ index: inout RuleIndex, _ rules: [RuleID: Rule], _ root: JSONNode, _ place: String
    ) throws -> Int {
        var found: [RuleID] = []
        index.match(root: root, into: &found)
        let expected = rules.filter { $0.value.matches(root) }.keys.sorted()
        if found != expected {
            let wrong = Set(found).symmetricDifference(expected).compactMap { rules[$0]?.text }
            Issue.record("\(place): the index differs on \(wrong.prefix(3))")
        }
        return expected.count
    }

    @Test(
        "on rules that need what the index does not know, or too much of it",
        arguments: [
            "a == 'CO' && b.contains('x')", "a == 'CO' || b.contains('x')", "a == b", "a + 'x' == 'COx'",
            "goods.exists(g, g.hs == 'x') && goods.exists(g, g.k == 'y')", "goods.exists(g, g.hs == 'x' && a == 'CO')",
            "goods.exists(g, true)", "goods.exists(a, a.hs == 'x') && a == 'CO'", "'x' in goods && a == 'CO'",
            "goods.exists(g, 'x' in g.hs)", "goods.exists(g, goods.exists(h, h.hs == g.hs))", "'x' in o && a == 'CO'",
            "a in []", "!(a in [])", "a in ['CO', 3]", "!(a in ['CO', 'PA'])", "!has(o.c)", "!(a == 'CO' && b == 'x')",
            "a == 'CO' ? b == 'x' : b == 'y'", "(a == 'CO' || a == 'PA') && (b == 'x' || b == 'y')", "true", "false",
            "a == 'CO' && .?b.orValue('y') == 'x'", ".?a.orValue('CO') == 'CO'", "!(.?a.orValue('PA') == 'CO')",
            ".?a == optional.of('CO')", ".?a.hasValue() && b == 'x'", "!.?o.?c.hasValue()", "o.?c.orValue(1) == 1",
            "a in [?.?b, 'CO']", "a in [?o.?x, ?.?b]", "!(a in [?.?q, 'PA'])", "a == 'CO' ? .?b.hasValue() : !has(o.c)",
            "goods.exists(g, g.?hs.orValue('x') == 'x')", "goods.exists(g, g.?hs.orValue('x') == 'x' && g.k == 'y')",
            "has(o.?x.y) || a == 'CO'", "{?'a': .?a}.a == 'CO'", "{'CO': true}[?a].orValue(false)",
            "'%s'.format([a]) == 'CO'", "goods[?0].?hs.orValue('') == 'x'", ".?o.x == optional.of(1)",
            "a == 'CO' && a == 'PA'", "a.startsWith('C') && a.startsWith('CO')", "!(b.startsWith('x'))",
            (0..<20).map { "f\($0) == 'x'" }.joined(separator: " && "),
            (0..<6).map { "(f\($0) == 'x' || a == 'CO')" }.joined(separator: " || "),
            "a in [" + (0..<100).map { "'v\($0)'" }.joined(separator: ", ") + ", 'CO']",
        ])
    func hardRules(text: String) throws {
        let alerts = [
            #"{"a":"CO","b":"x","o":{"c":1}}"#, #"{"a":"CO","b":"axb","o":{}}"#, #"{"a":"PA","b":"y"}"#, "{}", "[]",
            "3",
            #"{"a":3,"b":null,"o":{"x":1}}"#, #"{"a":"CO","goods":[{"hs":"x"},{"k":"y"}]}"#, #"{"goods":{"x":1}}"#,
            #"{"goods":[{"hs":["x"]},"x"],"a":"CO"}"#, #"{"goods":[]}"#, #"{"a":"v7","b":"CO"}"#,
            "{" + (0..<20).map { "\"f\($0)\":\"x\"" }.joined(separator: ",") + "}",
        ]
        var index = RuleIndex()
        let rule = try Rule(text)
        index.insert(RuleID(rawValue: 5), rule)
        for alert in alerts {
            let document = try JSONDocument(parsing: Array(alert.utf8))
            _ = try compare(&index, [RuleID(rawValue: 5): rule], document.root, alert)
        }
    }

    @Test(
        "on both profiles of the workload, of which the exact truth is known",
        .enabled(if: SharedData.has("bench/rules_workload.py")), arguments: ["desk", "sharp"])
    func workload(profile: String) async throws {
        let size = Self.isFull ? 100_000 : 1_000
        let alertCount = Self.isFull ? 10_000 : 300
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(profile)-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Workload.generate(profile, rules: size, alerts: alertCount, into: folder)
        let rules = try Workload.rules(folder.appending(path: "rules-\(size).cel"))
        let alerts = try Workload.lines(folder.appending(path: "alerts.jsonl"))
        var index = RuleIndex()
        for (number, rule) in rules.enumerated() { index.insert(RuleID(rawValue: UInt32(number)), rule) }
        var document = JSONDocument()
        for alert in alerts.prefix(200) {
            try document.parse(alert)
            index.observe(document.root)
        }
        index = index.reclustered()
        var found: [RuleID] = []
        var checksum: UInt64 = 0
        var total = 0
        for (number, alert) in alerts.enumerated() {
            try document.parse(alert)
            let root = document.root
            index.match(root: root, into: &found)
            let expected = rules.indices.filter { rules[$0].matches(root) }.map { RuleID(rawValue: UInt32($0)) }
            #expect(found == expected, "alert \(number)")
            for id in found { checksum &+= UInt64(number + 1) &* UInt64(id.rawValue + 1) }
            total += found.count
        }
        #expect(total > 0)
        if let truth = try Workload.truth(folder, rules: size) {
            #expect(truth.matches == total)
            #expect(truth.checksum == checksum)
        }
    }
}

/// The workload with its truth, written by `rules_workload.py`.
private enum Workload {
    struct Truth: Decodable {
        let matches: Int
        let checksum: UInt64
    }

    static func generate(_ profile: String, rules: Int, alerts: Int, into folder: URL) throws {
        let hasNumbers = try run(["-c", "import numpy"]) == 0
        let script = SharedData.root.appending(path: "bench/rules_workload.py").path
        let status = try run(
            [script, "--out", folder.path, "--rules", "\(rules)", "--alerts", "\(alerts)", "--profile", profile]
                + (hasNumbers ? ["--truth"] : []))
        #expect(status == 0)
    }

    private static func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    static func lines(_ file: URL) throws -> [[UInt8]] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    static func rules(_ file: URL) throws -> [Rule] {
        try lines(file).map { line in
            let tab = line.firstIndex(of: UInt8(ascii: "\t")) ?? 0
            return try Rule(String(decoding: line[(tab + 1)...], as: UTF8.self))
        }
    }

    /// Nil where numpy, which computes it, is not installed.
    static func truth(_ folder: URL, rules: Int) throws -> Truth? {
        let file = folder.appending(path: "truth-\(rules).json")
        guard let data = try? Data(contentsOf: file) else { return nil }
        return try JSONDecoder().decode(Truth.self, from: data)
    }
}
