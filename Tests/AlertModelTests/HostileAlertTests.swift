import Foundation
import Testing

@testable import AlertModel

@Suite("Hostile alerts", .enabled(if: CountryCurrencyTests.hasCountries))
struct HostileAlertTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: ExampleTests.folder.appending(path: name)))
    }

    /// Every verdict is a summary with topics, or a refusal with an error.
    private static func check(_ verdict: AlertVerdict) {
        switch verdict {
        case .accepted(let summary): #expect(!summary.topics.isEmpty)
        case .refused(let refusal): #expect(refusal.findings.contains { $0.severity == .error })
        }
    }

    @Test("whatever is done to an alert, there is a verdict, and the next alert is judged as ever")
    func mutations() throws {
        var random = SeededRandom(seed: 20_260_314)
        var judge = try ExampleTests.judge()
        let valid = try Self.bytes("seizure.json")
        let replacements = ["null", "{}", "[]", "\"\"", "-1", "true", "\"\\u0000\"", "[{\"origin\":7}]", "1e400"]
            .map { Array($0.utf8) }
        for _ in 0..<300 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: at)
                default:
                    let replacement = replacements[Int.random(in: 0..<replacements.count, using: &random)]
                    if let colon = bytes[at...].firstIndex(of: UInt8(ascii: ":")),
                        let end = bytes[colon...].firstIndex(where: { ",}\n".utf8.contains($0) })
                    {
                        bytes.replaceSubrange((colon + 1)..<end, with: replacement)
                    }
                }
            }
            Self.check(judge.judge(bytes, now: ExampleTests.now))
        }
        guard case .accepted = judge.judge(valid, now: ExampleTests.now) else {
            Issue.record("a valid alert was refused after invalid ones")
            return
        }
    }

    @Test("a value of any type anywhere at the top is refused, not misread")
    func wrongTypes() throws {
        var judge = try ExampleTests.judge()
        for field in AlertField.allCases where field != .kind && field != .schema {
            for value in ["null", "7", "{}", "\"\"", "[7]", "{\"origin\": []}"] {
                let kind = AlertKind.allCases[Int(field.rawValue) % AlertKind.allCases.count].rawValue
                let uri = "https://cordon.example/schemas/\(kind)/1-0-0"
                let text = "{\"schema\": \"\(uri)\", \"kind\": \"\(kind)\", \"\(field.name)\": \(value)}"
                guard case .refused = judge.judge(Array(text.utf8), now: 0) else {
                    Issue.record("\(text)")
                    continue
                }
            }
        }
    }

    @Test(
        "what is no alert is refused",
        arguments: [
            "", " ", "{}", "[]", "null", "7", "\"alert\"", "{\"schema\": null}", "{\"schema\": []}",
            String(repeating: "[", count: 10_000), "{\"a\":" + String(repeating: "{\"a\":", count: 100),
            "{\"id\": \"" + String(repeating: "x", count: 70_000) + "\"}",
        ])
    func noAlert(text: String) throws {
        var judge = try ExampleTests.judge()
        guard case .refused(let refusal) = judge.judge(Array(text.utf8), now: 0) else {
            Issue.record("accepted")
            return
        }
        #expect(!refusal.findings.isEmpty)
    }

    @Test("thousands of wrong members are answered with a bounded refusal")
    func manyMistakes() throws {
        var judge = try ExampleTests.judge()
        let members = (0..<3_000).map { "\"x\($0)\": 1" }.joined(separator: ",")
        let text = String(decoding: try Self.bytes("seizure.json"), as: UTF8.self)
        let spoiled = "{" + members + "," + text.trimmingCharacters(in: .whitespacesAndNewlines).dropFirst()
        guard case .refused(let refusal) = judge.judge(Array(spoiled.utf8), now: ExampleTests.now) else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.findings.count == judge.options.findingsMax)
        #expect(refusal.isTruncated)
    }
}
