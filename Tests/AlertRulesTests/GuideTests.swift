import Foundation
import JSONDocument
import RuleLanguage
import TestSupport
import Testing

@Suite("The guide to rules")
struct GuideTests {
    /// A rule of the guide, and what the guide says of it.
    struct Example: Sendable, CustomTestStringConvertible {
        let rule: String
        let claim: String
        var testDescription: String { "\(claim): \(rule)" }
    }

    static let text: String =
        (try? String(contentsOf: SharedData.packageRoot.appending(path: "docs/rules.md"), encoding: .utf8)) ?? ""

    /// The lines of the blocks that are marked with a claim.
    static let examples: [Example] = {
        var found: [Example] = []
        var claim: String?
        for line in text.split(separator: "\n") {
            if line.hasPrefix("```") {
                let mark = String(line.dropFirst(3))
                claim = ["matches", "misses", "refused"].contains(mark) ? mark : nil
            } else if let claim {
                found.append(Example(rule: String(line), claim: claim))
            }
        }
        return found
    }()

    static let alert: [UInt8] = {
        let file = SharedData.packageRoot.appending(path: "schemas/examples/seizure.json")
        return (try? Data(contentsOf: file)).map(Array.init) ?? []
    }()

    @Test("has examples of each kind")
    func counts() {
        for claim in ["matches", "misses", "refused"] {
            #expect(Self.examples.count { $0.claim == claim } > 10, "\(claim)")
        }
    }

    @Test("every example does what the guide says", arguments: examples)
    func example(_ example: Example) throws {
        let report = AlertVocabularyTests.report(example.rule)
        if example.claim == "refused" {
            #expect(report.rule == nil)
            return
        }
        let rule = try #require(report.rule, "\(report.errors)")
        #expect(report.warnings.isEmpty, "\(report.warnings)")
        let document = try JSONDocument(parsing: Self.alert)
        #expect(rule.matches(document.root) == (example.claim == "matches"), "\(rule.explain(on: document.root))")
        // What the hub keeps says the same.
        let filed = try Rule(filed: rule.description)
        #expect(filed.matches(document.root) == rule.matches(document.root))
        let explanation = rule.explain(on: document.root)
        #expect(!explanation.parts.isEmpty && !explanation.decision.isEmpty)
        #expect((explanation.outcome == .matches) == (example.claim == "matches"))
    }

    @Test("every helper stands in the table, with its example")
    func helpers() {
        for helper in AlertVocabularyTests.declarations.helpers.all {
            let row = "| `\(helper.usage)` | \(helper.summary) | `\(helper.example)` |"
            #expect(Self.text.contains(row), "\(row)")
        }
    }
}
