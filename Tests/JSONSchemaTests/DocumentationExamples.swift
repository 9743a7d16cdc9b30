import Foundation
import JSONDocument
import JSONSchema
import TestSupport
import Testing

/// The examples of docs/json-schema.md: what stands there stands here, too, and runs.
@Suite("Examples of the documentation")
struct DocumentationExamples {
    private let boxText = Array(#"{"properties": {"w": {"$ref": "size.json"}}}"#.utf8)
    private let sizeText = Array(#"{"type": "integer", "minimum": 1}"#.utf8)

    @Test("judging and explaining")
    func judging() throws {
        let schema = try CompiledSchema(Array(#"{"type": "object", "required": ["id"]}"#.utf8), name: "thing.json")
        var document = JSONDocument()
        var validator = SchemaValidator()
        let tape = try document.parse(Array(#"{"id": 7}"#.utf8))
        let isValid = validator.isValid(tape, against: schema)
        #expect(isValid)
        let findings = validator.findings(tape, against: schema, max: 20)
        for finding in findings { print(finding.position, finding.instanceLocation, finding.message) }
        var writer = JSONWriter()
        writer.verdict(findings, in: .detailed)
        #expect(writer.text == #"{"valid":true}"#)
    }

    @Test("references to other files")
    func references() throws {
        var registry = SchemaRegistry()
        try registry.add(sizeText, name: "size.json", uri: "https://example.org/size.json")
        let uri = try registry.add(boxText, name: "box.json", uri: "https://example.org/box.json")
        let box = try registry.compile(uri)
        var validator = SchemaValidator()
        let document = try JSONDocument(parsing: Array(#"{"w": 0}"#.utf8))
        let findings = validator.findings(document.tape, against: box)
        #expect(findings.map(\.absoluteKeywordLocation) == ["https://example.org/size.json#/minimum"])
    }

    @Test("formats of a domain")
    func formats() throws {
        let even = Format(name: "even-length", expectation: "an even number of bytes") { $0.count % 2 == 0 }
        let options = SchemaOptions(formats: FormatTable.standard.adding([even]))
        let annotating = SchemaOptions.annotatingFormats
        let lenient = SchemaOptions(allowsUnknownFormats: true)
        let text = Array(#"{"format": "even-length"}"#.utf8)
        let document = try JSONDocument(parsing: Array(#""odd""#.utf8))
        var validator = SchemaValidator()
        let verdicts = try [options, annotating, lenient].map {
            validator.isValid(document.tape, against: try CompiledSchema(text, options: $0))
        }
        #expect(verdicts == [false, true, true])
    }

    @Test("a schema that is refused")
    func refused() {
        var message = ""
        do {
            _ = try CompiledSchema(Array(#"{"properties": {"at": {"format": "date-tme"}}}"#.utf8), name: "note.json")
        } catch {
            print(error)  // note.json:1:34: the format 'date-tme' is not known; did you mean 'date-time'? (at …)
            message = "\(error)"
        }
        let expected = "note.json:1:34: the format 'date-tme' is not known; did you mean 'date-time'?"
        #expect(message.hasPrefix(expected))
    }

    @Test("every example of the page stands in this file")
    func page() throws {
        let page = try String(
            contentsOf: SharedData.packageRoot.appending(path: "docs/json-schema.md"), encoding: .utf8)
        let here = try Self.lines(String(contentsOfFile: #filePath, encoding: .utf8)).joined(separator: "\n")
        let blocks = page.components(separatedBy: "```swift\n").dropFirst()
        #expect(blocks.count == 5)
        for block in blocks {
            let code = Self.lines(block.components(separatedBy: "```")[0]).joined(separator: "\n")
            let missing = code.split(separator: "\n").filter { !here.contains($0) }
            #expect(missing.isEmpty, "not here: \(missing)")
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
