import Foundation
import JSONDocument
import TestSupport
import Testing

@testable import AlertModel

/// The examples of `schemas/examples`: those of the folder itself are accepted, those of `invalid` are refused with
/// the finding that their file is named after, up to `--`.
@Suite("Examples")
struct ExampleTests {
    /// Sunday, 15 March 2026, midnight UTC: shortly after the examples were sent.
    static let now: Int64 = 1_773_532_800_000

    static let folder = SharedData.packageRoot.appending(path: "schemas/examples")

    static func names(_ folder: URL) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }

    /// Compiled once for all tests.
    static let schemas = Result { try AlertSchemaSet() }
    static let lists = Result { try CodeLists() }

    static func judge() throws -> AlertJudge {
        AlertJudge(schemas: try schemas.get(), lists: try lists.get())
    }

    @Test("the folder holds every kind, and refusals")
    func present() {
        let names = Self.names(Self.folder)
        for kind in AlertKind.allCases { #expect(names.contains("\(kind.rawValue).json")) }
        #expect(Self.names(Self.folder.appending(path: "invalid")).count >= 60)
    }

    @Test("a valid example is accepted", .enabled(if: CountryCurrencyTests.hasCountries), arguments: names(folder))
    func valid(name: String) throws {
        let bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
        var judge = try Self.judge()
        switch judge.judge(bytes, now: Self.now) {
        case .accepted(let summary):
            #expect(summary.warnings.isEmpty != name.contains("as-observed"), "\(summary.warnings)")
            #expect(!summary.topics.isEmpty)
            #expect(summary.reference.origin == summary.origin)
        case .refused(let refusal):
            Issue.record("\(refusal.findings.map(\.description).joined(separator: "\n"))")
        }
    }

    @Test(
        "an invalid example is refused with the one finding it is named after",
        .enabled(if: CountryCurrencyTests.hasCountries),
        arguments: names(folder.appending(path: "invalid")))
    func invalid(name: String) throws {
        let file = Self.folder.appending(path: "invalid").appending(path: name)
        let bytes = Array(try Data(contentsOf: file))
        var judge = try Self.judge()
        guard case .refused(let refusal) = judge.judge(bytes, now: Self.now) else {
            Issue.record("accepted")
            return
        }
        let errors = refusal.findings.filter { $0.severity == .error }
        let expected = name.replacing(".json", with: "").split(separator: "--")[0]
        #expect(errors.map(\.code) == [String(expected)], "\(refusal.findings)")
        for finding in refusal.findings {
            #expect(!finding.message.isEmpty)
            #expect(finding.byteOffset <= bytes.count)
            let place = bytes.prefix(finding.byteOffset).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            #expect(finding.position.line == place.count)
        }
    }
}
