import AlertModel
import AlertSchemas
import Foundation
import JSONDocument
import JSONSchema
import Testing

@Suite("Several versions of a schema serve at once")
struct SchemaVersionTests {
    private static let base = "https://cordon.example/schemas/seizure/"

    /// The embedded schema of seizures as another version, with some of its text replaced.
    private static func seizure(_ version: String, _ changes: [(String, String)] = []) throws -> AlertSchemas.File {
        let bytes = try #require(AlertSchemas.bytes(of: "alert/seizure.schema.json"))
        var text = String(decoding: bytes, as: UTF8.self)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        text = text.replacingOccurrences(of: base + "1-0-0", with: base + version)
        return AlertSchemas.File(path: "seizure-\(version).schema.json", bytes: Array(text.utf8))
    }

    private static let addition = (
        #"    "caseReference": {"#,
        #"    "teamCode": {"type": "string", "maxLength": 8}, "caseReference": {"#
    )
    private static let restriction = (#""outbound","#, "")

    /// A good seizure that names a version, with a member added.
    private static func alert(_ version: String, adding member: String = "") throws -> [UInt8] {
        let bytes = try #require(try? Data(contentsOf: root.appending(path: "schemas/examples/seizure.json")))
        let text = String(decoding: bytes, as: UTF8.self)
            .replacingOccurrences(of: base + "1-0-0", with: base + version)
            .replacingOccurrences(of: #""kind": "seizure","#, with: #""kind": "seizure",\#(member)"#)
        return Array(text.utf8)
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private final class Judge {
        private var judge: AlertJudge

        init(_ schemas: AlertSchemaSet) throws { judge = AlertJudge(schemas: schemas, lists: try CodeLists()) }

        func refusal(_ alert: [UInt8]) -> [AlertFinding] {
            if case .refused(let refusal) = judge.judge(alert, now: nil) { refusal.findings } else { [] }
        }

        func accepts(_ alert: [UInt8]) -> Bool {
            if case .accepted = judge.judge(alert, now: nil) { true } else { false }
        }
    }

    @Test("an alert is judged by the version that it names")
    func judged() throws {
        let set = try AlertSchemaSet(additional: [
            Self.seizure("1-0-10", [Self.addition]), Self.seizure("1-0-9"), Self.seizure("2-0-0", [Self.restriction]),
        ])
        let versions = set.entries.filter { $0.kind == .seizure }.map(\.name.version.description)
        #expect(versions == ["1-0-0", "1-0-9", "1-0-10", "2-0-0"])
        #expect(set.latest(.seizure)?.uri == Self.base + "2-0-0")
        let judge = try Judge(set)
        #expect(try judge.accepts(Self.alert("1-0-0")))
        #expect(try judge.accepts(Self.alert("1-0-9")))
        #expect(try judge.accepts(Self.alert("1-0-10")))
        #expect(try !judge.accepts(Self.alert("2-0-0")))
        #expect(try !judge.accepts(Self.alert("3-0-0")))
        let unknown = try judge.refusal(Self.alert("3-0-0")).first { $0.code == "schema.unknown" }
        #expect(unknown?.message.hasSuffix("served are 1-0-0, 1-0-9, 1-0-10, 2-0-0") == true)
        let team = #""teamCode": "T7","#
        #expect(try judge.accepts(Self.alert("1-0-10", adding: team)))
        #expect(try !judge.accepts(Self.alert("1-0-9", adding: team)))
    }

    @Test("a schema never changes under its identifier")
    func immutable() throws {
        let same = try Self.seizure("1-0-0")
        #expect(try AlertSchemaSet(additional: [same]).entries.count == AlertSchemaSet().entries.count)
        let changed = try Self.seizure("1-0-0", [Self.addition])
        let refusal = #expect(throws: SchemaCompileError.self) { try AlertSchemaSet(additional: [changed]) }
        #expect(refusal?.code == .duplicateIdentifier)
        #expect(refusal?.position.line == 3)
        #expect(refusal?.message.contains("never changes") == true)
    }

    @Test(
        "a schema of a kind must have a version and demand its own name",
        arguments: [
            ("/seizure/1-0-0", "/seizure/latest", "version"), ("/seizure/1-0-0", "/seizure/1-0", "version"),
            ("/seizure/1-0-0", "/seizure/0-1-0", "version"), ("/seizure/1-0-0", "/seizure/1-00-0", "version"),
        ])
    func named(old: String, new: String, says: String) throws {
        let file = try Self.seizure("1-0-0", [(old, new)])
        let refusal = #expect(throws: SchemaCompileError.self) { try AlertSchemaSet(additional: [file]) }
        #expect(refusal?.message.contains(says) == true)
    }

    @Test("a schema that demands another's name is refused")
    func foreignName() throws {
        let file = try Self.seizure("1-1-0", [(#""const": "\#(Self.base)1-0-0""#, #""const": "\#(Self.base)7-0-0""#)])
        let refusal = #expect(throws: SchemaCompileError.self) { try AlertSchemaSet(additional: [file]) }
        #expect(refusal?.message.contains("alerts name their schema") == true)
    }

    @Test("a new version is held against the one before it")
    func breaks() throws {
        let set = try AlertSchemaSet(additional: [
            Self.seizure("1-0-1", [Self.addition]), Self.seizure("1-1-0", [Self.restriction]), Self.seizure("1-2-0"),
        ])
        let breaks = try set.breaks()
        #expect(breaks.map(\.entry.name.version.description) == ["1-1-0"])
        #expect(breaks.first?.predecessor.name.version.description == "1-0-1")
        guard case .incompatible(let example) = breaks.first?.answer else {
            Issue.record("\(breaks)")
            return
        }
        #expect(
            example.findings.contains { $0.message.contains("outbound") || $0.instanceLocation.tokens == ["direction"] }
        )
        var validator = SchemaValidator()
        let document = try JSONDocument(parsing: Array(example.document.utf8))
        let old = try #require(set.entry(Self.base + "1-0-1"))
        let isValid = validator.isValid(document.tape, against: old.schema)
        #expect(isValid)
    }
}
