import JSONDocument
import Testing

/// Parses a text of a test and reports what was refused.
private func refusal(
    _ text: String, dialect: JSONDocument.Dialect = .strict, limits: JSONLimits = JSONLimits()
) -> JSONSyntaxError? {
    var document = JSONDocument(limits: limits)
    do throws(JSONSyntaxError) {
        try document.parse(Array(text.utf8), dialect: dialect)
        return nil
    } catch {
        return error
    }
}

@Suite("Reading JSON")
struct ParsingTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let text: String
        let code: JSONSyntaxError.Code
        let line: Int
        let column: Int
        var testDescription: String { "\(code.rawValue): \(text.prefix(30))" }
    }

    @Test(
        "a refusal names its kind and place",
        arguments: [
            Refused(text: "", code: .emptyText, line: 1, column: 1),
            Refused(text: " \n ", code: .emptyText, line: 2, column: 2),
            Refused(text: "{\"a\":1,\n \"b\":2,\n \"a\":3}", code: .duplicateKey, line: 3, column: 2),
            Refused(text: "{\"\\u0061\":1,\"a\":2}", code: .duplicateKey, line: 1, column: 13),
            Refused(text: "{\"a\":1", code: .unexpectedEnd, line: 1, column: 7),
            Refused(text: "[\"abc", code: .unexpectedEnd, line: 1, column: 6),
            Refused(text: "{a:1}", code: .unexpectedByte, line: 1, column: 2),
            Refused(text: "[1 2]", code: .unexpectedByte, line: 1, column: 4),
            Refused(text: "[1,]", code: .unexpectedByte, line: 1, column: 4),
            Refused(text: "{\"é\" 1}", code: .unexpectedByte, line: 1, column: 6),
            Refused(text: "[True]", code: .invalidLiteral, line: 1, column: 2),
            Refused(text: "[nul]", code: .invalidLiteral, line: 1, column: 2),
            Refused(text: "[01]", code: .invalidNumber, line: 1, column: 3),
            Refused(text: "[1.]", code: .invalidNumber, line: 1, column: 4),
            Refused(text: "[1e+]", code: .invalidNumber, line: 1, column: 5),
            Refused(text: "[-]", code: .invalidNumber, line: 1, column: 3),
            Refused(text: "[\"a\u{7}\"]", code: .controlCharacter, line: 1, column: 4),
            Refused(text: "[\"\\x\"]", code: .invalidEscape, line: 1, column: 3),
            Refused(text: "[\"\\uD800\"]", code: .loneSurrogate, line: 1, column: 3),
            Refused(text: "[\"\\uDC00\"]", code: .loneSurrogate, line: 1, column: 3),
            Refused(text: "{} {}", code: .trailingBytes, line: 1, column: 4),
            Refused(text: "\u{FEFF}{}", code: .byteOrderMark, line: 1, column: 1),
        ])
    func refusals(row: Refused) throws {
        let error = try #require(refusal(row.text))
        #expect(error.code == row.code)
        #expect(error.position == JSONTextPosition(line: row.line, column: row.column))
        #expect(!error.message.isEmpty)
    }

    @Test(
        "bytes that are not UTF-8 are refused where they stand",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0xC3],
        ] as [[UInt8]])
    func invalidUTF8(text: [UInt8]) {
        var document = JSONDocument()
        #expect {
            try document.parse(text)
        } throws: {
            ($0 as? JSONSyntaxError)?.code == .invalidUTF8 && ($0 as? JSONSyntaxError)?.byteOffset == 1
        }
    }

    @Test("nesting is bounded: the deepest allowed is read, one more is refused", arguments: [1, 3, 64])
    func depth(limit: Int) {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let limits = JSONLimits(depthMax: limit)
        #expect(refusal(nested(limit), limits: limits) == nil)
        #expect(refusal(nested(limit + 1), limits: limits)?.code == .tooDeep)
    }

    @Test("a hundred thousand brackets are refused without harm")
    func bracketFlood() {
        let limits = JSONLimits(bytesMax: 1 << 20)
        #expect(refusal(String(repeating: "[", count: 100_000), limits: limits)?.code == .tooDeep)
        #expect(refusal(String(repeating: "{\"a\":", count: 100_000), limits: limits)?.code == .tooDeep)
    }

    @Test("the size is bounded: the largest allowed is read, one byte more is refused")
    func size() {
        let limits = JSONLimits(bytesMax: 10)
        #expect(refusal("\"12345678\"", limits: limits) == nil)
        #expect(refusal("\"123456789\"", limits: limits)?.code == .tooLarge)
    }

    @Test("many names of one length, beginning and end are told apart in one pass")
    func manyNames() {
        let middle = (0..<20_000).map { "\"prefix--\($0 + 100_000)--suffix\":0" }
        let limits = JSONLimits(bytesMax: 1 << 20)
        #expect(refusal("{" + middle.joined(separator: ",") + "}", limits: limits) == nil)
        let repeated = middle + [middle[777]]
        #expect(refusal("{" + repeated.joined(separator: ",") + "}", limits: limits)?.code == .duplicateKey)
    }

    @Test("one parser reads text after text, good after bad, large after small")
    func reuse() throws {
        var document = JSONDocument()
        for round in 0..<200 {
            let elements = (0...(round * 7 % 97)).map { "{\"n\":\($0)}" }
            try document.parse(Array("[\(elements.joined(separator: ","))]".utf8))
            #expect(document.root.childCount == elements.count)
            #expect(throws: JSONSyntaxError.self) { try document.parse(Array("{\"n\":1,\"n\":2}".utf8)) }
            #expect(document.tape.count == 0)
        }
    }
}

@Suite("Reading commented JSON")
struct CommentedTests {
    @Test(
        "comments and trailing commas are read as if they were not there",
        arguments: [
            "// a\n{\"a\": 1, /* b */ \"b\": [1, 2, ], }", "[1, // one\n 2 /* two */ , /* end */ ]", "/**/[]//",
            "{\"url\": \"http://x/*y*/\", }", "[\"a//b\", \"\\\"//\"]",
        ])
    func accepted(text: String) {
        #expect(refusal(text, dialect: .commented) == nil)
        #expect(refusal(text) != nil || !text.contains("// a"))
    }

    @Test(
        "what is wrong beside comments stays wrong",
        arguments: ["[,]", "{,}", "[1,,]", "{\"a\":,}", "/* never ends", "[1 / 2]", "{\"a\"://\n}"])
    func refused(text: String) {
        #expect(refusal(text, dialect: .commented) != nil)
    }

    @Test("places in a commented text are those of the text as written")
    func places() throws {
        let text = "{\n  // the port\n  \"port\": 1, /* é */ \"port\": 2\n}"
        let error = try #require(refusal(text, dialect: .commented))
        #expect(error.position == JSONTextPosition(line: 3, column: 22))
    }
}
