import Foundation
import JSONDocument
import RuleIndex
import RuleLanguage
import TestSupport
import Testing

/// Rules and alerts on which every implementation of the language must agree: fields are of one type where they are
/// there at all. (cel-python differs in comparisons of unlike types, which it calls errors, and in errors within
/// `exists_one`, which the language's definition has spread and cel-python takes for false. On both, the conformance
/// suite decides. Nor does it say of `has(o.c)` that it cannot be told where there is no `o`: there always is.)
private struct TypedRules {
    var generator: SeededGenerator

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private static let texts = ["CO", "PA", "2402", "240220", "caf\u{E9}", "cafe\u{301}"]

    private mutating func text() -> String { "'\(pick(Self.texts))'" }

    mutating func rule(depth: Int = 3, inList: Bool = false) -> String {
        if depth == 0 || chance(30) { return leaf(inList) }
        let parts = (0..<3).map { _ in rule(depth: depth - 1, inList: inList) }
        switch Int.random(in: 0..<7, using: &generator) {
        case 0...1: return "(\(parts.prefix(2).joined(separator: " && ")))"
        case 2: return "(\(parts.joined(separator: " && ")))"
        case 3...4: return "(\(parts.prefix(2).joined(separator: " || ")))"
        case 5: return "!(\(parts[0]))"
        default: return "(\(parts[0]) ? \(parts[1]) : \(parts[2]))"
        }
    }

    private mutating func leaf(_ inList: Bool) -> String {
        let path = inList && chance(70) ? "g.hs" : pick(["a", "b", "o.c"])
        let number = inList && chance(70) ? "g.w" : "n"
        switch Int.random(in: 0..<11, using: &generator) {
        case 0...1: return "\(path) == \(text())"
        case 2: return "\(path) != \(text())"
        case 3: return "\(path) in [\(text()), \(text())]"
        case 4: return "\(path).startsWith(\(text()))"
        case 5: return "\(path).\(pick(["contains", "endsWith"]))('\(pick(["2", "O", "20"]))')"
        case 6...7:
            return "\(number) \(pick(["<", "<=", ">", ">=", "==", "!="])) \(Int.random(in: 0...4, using: &generator))"
        case 8: return pick(["has(o.c)", "flag", "size(\(path)) > 3", "\(text()) in tags"])
        default:
            if inList { return "\(path) == \(text())" }
            return "goods.\(pick(["exists", "exists", "all"]))(g, \(rule(depth: 1, inList: true)))"
        }
    }

    mutating func alert() -> String {
        var members: [String] = []
        func text(_ texts: inout TypedRules) -> String { "\"\(texts.pick(Self.texts))\"" }
        for name in ["a", "b"] where chance(80) { members.append("\"\(name)\":\(text(&self))") }
        if chance(80) { members.append("\"n\":\(Int.random(in: 0...4, using: &generator))") }
        if chance(80) { members.append("\"flag\":\(chance(50))") }
        members.append("\"o\":{\(chance(70) ? "\"c\":\(text(&self))" : "")}")
        if chance(80) { members.append("\"tags\":[\(text(&self)),\(text(&self))]") }
        let goods = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            let hs = chance(80) ? ["\"hs\":\(text(&self))"] : []
            return
                "{\((hs + (chance(80) ? ["\"w\":\(Int.random(in: 0...4, using: &generator))"] : [])).joined(separator: ","))}"
        }
        if chance(85) { members.append("\"goods\":[\(goods.joined(separator: ","))]") }
        return "{\(members.joined(separator: ","))}"
    }
}

@Suite("The evaluator agrees with another")
struct OtherEvaluatorTests {
    private static let python: String? = {
        let local = SharedData.packageRoot.appending(path: ".venv/bin/python3").path
        let candidates = [ProcessInfo.processInfo.environment["CORDON_PYTHON"], local, "/usr/bin/python3"]
        return candidates.compactMap { $0 }.first { run($0, ["-c", "import celpy"], input: "") != nil }
    }()

    /// What a program prints, nil where it fails.
    private static func run(_ program: String, _ arguments: [String], input: String) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let file = FileManager.default.temporaryDirectory.appending(path: "celpy-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try Data(input.utf8).write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
            try process.run()
        } catch { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }

    @Test("on random rules and alerts: cel-python", .enabled(if: python != nil, "cel-python is not installed"))
    func agreement() throws {
        let isFull = ProcessInfo.processInfo.environment["CORDON_FULL"] != nil
        var random = TypedRules(generator: SeededGenerator(state: 77))
        var rules: [(text: String, rule: Rule)] = []
        while rules.count < (isFull ? 300 : 60) {
            let text = random.rule()
            if let rule = try? Rule(text) { rules.append((text, rule)) }
        }
        let alerts = (0..<(isFull ? 100 : 40)).map { _ in random.alert() }
        let texts = String(decoding: try JSONEncoder().encode(rules.map(\.text)), as: UTF8.self)
        let input = "{\"rules\": \(texts), \"alerts\": [\(alerts.joined(separator: ","))]}"
        let script = SharedData.packageRoot.appending(path: "Tests/RuleIndexTests/celpy/matches.py").path
        let python = try #require(Self.python)
        let output = try #require(Self.run(python, [script], input: input))
        let expected = try JSONDecoder().decode([[Int]].self, from: output)
        #expect(expected.reduce(0) { $0 + $1.count } > alerts.count)
        for (alert, wanted) in zip(alerts, expected) {
            let document = try JSONDocument(parsing: Array(alert.utf8))
            let found = rules.indices.filter { rules[$0].rule.matches(document.root) }
            let wrong = Set(found).symmetricDifference(wanted).sorted().map { rules[$0].text }
            #expect(wrong.isEmpty, "\(alert)")
        }
    }
}
