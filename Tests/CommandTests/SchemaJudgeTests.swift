import CommandLine
import Foundation
import JSONDocument
import Testing

@testable import cordon

/// `cordon schema judge` and the forms of verdicts.
@Suite struct SchemaJudgeTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "schema-judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "registry"), withIntermediateDirectories: true)
        try write("registry/size.json", #"{"$id": "https://example.org/size", "type": "integer", "minimum": 1}"#)
        try write(
            "box.json",
            ##"""
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "properties": {"w": {"$ref": "https://example.org/size"}, "h": {"$ref": "registry/size.json"},
                            "made": {"format": "date"}},
             "required": ["w"]}
            """##)
        try write("good.jsonl", "{\"w\": 1}\n{\"w\": 2, \"h\": 3}\n")
        try write("bad.jsonl", "{\"w\": 1}\n{\"w\": 0, \"h\": \"x\", \"made\": \"soon\"}\n{\n")
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func judge(_ arguments: [String]) async -> (code: ExitCode, lines: [String], errors: String) {
        let (output, errors) = (MemoryOutput(), MemoryOutput())
        let words = arguments.map { $0.hasSuffix(".json") || $0.hasSuffix(".jsonl") ? folder.path + "/" + $0 : $0 }
        let code = await CordonProgram.program.run(
            ["schema", "judge"] + words, environment: [:], console: Console(output: output, errors: errors))
        return (code, output.text.split(separator: "\n").map(String.init), errors.text)
    }

    @Test func documentsOfEitherWayToReferAreJudged() async {
        let result = await judge(["box.json", "good.jsonl", "--registry", folder.path + "/registry"])
        #expect(result.code == .ok, "\(result.errors)")
        #expect(result.lines == ["{\"valid\":true}", "{\"valid\":true}"])
    }

    @Test func aLongDocumentIsJudgedWhole() async throws {
        let long = "{\"w\": 1, \"note\": \"" + String(repeating: "x", count: 5 << 20) + "\", \"h\": 3}"
        try write("long.json", long)
        let result = await judge(["box.json", "long.json", "--registry", folder.path + "/registry"])
        #expect(result.code == .ok, "\(result.lines.map { $0.prefix(300) })")
    }

    @Test func eachDocumentHasALineAndOneThatFailsIsToldByTheExitCode() async throws {
        let arguments = ["box.json", "bad.jsonl", "--registry", folder.path + "/registry"]
        let plain = await judge(arguments)
        #expect(plain.code == .dataRefused)
        #expect(plain.lines.count == 3)
        #expect(plain.lines.first == "{\"valid\":true}")
        let second = try JSONDocument(parsing: Array(plain.lines[1].utf8))
        let found = second.root["errors"]?.elements.map { error in
            "\(error["code"]?.string ?? "") \(error["instanceLocation"]?.string ?? "") "
                + "\(error["keywordLocation"]?.string ?? "") \(error["absoluteKeywordLocation"]?.string ?? "")"
        }
        #expect(
            found == [
                "minimum /w /properties/w/$ref/minimum https://example.org/size#/minimum",
                "type /h /properties/h/$ref/type https://example.org/size#/type",
            ])
        #expect(plain.lines[2].contains("json.unexpected-end"))
        let asserted = await judge(arguments + ["--formats", "-o", "detailed"])
        #expect(asserted.lines[1].contains("\"keywordLocation\":\"/properties\",\"instanceLocation\":\"\""))
        #expect(asserted.lines[1].contains("/properties/made/format"))
        let flags = await judge(arguments + ["-o", "flag"])
        #expect(flags.lines == ["{\"valid\":true}", "{\"valid\":false}", "{\"valid\":false}"])
    }

    @Test func aSchemaThatCannotBeCompiledIsShownWithItsPlace() async throws {
        try write("wrong.json", "{\n  \"properties\": {\"a\": {\"$ref\": \"nowhere.json\"}}}")
        let result = await judge(["wrong.json", "good.jsonl"])
        #expect(result.code == .dataRefused)
        #expect(result.errors.contains("wrong.json:2:"), "\(result.errors)")
        #expect(result.errors.contains("unresolvable-reference"))
        let missing = await judge(["absent.json"])
        #expect(missing.code == .noInput)
    }
}
