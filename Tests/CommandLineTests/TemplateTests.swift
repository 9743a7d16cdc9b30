import CommandLine
import Testing

@Suite struct TemplateTests {
    let alert = ["position": "42", "alert.id": "GT-1", "goods": "海关 cargo", "evil": "a\nb\tc"]

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("{position}", "42"), ("{alert.id}\\t{position}\\n", "GT-1\t42\n"),
        ("{missing}|", "|"),
        ("[{position:<5}]", "[42   ]"), ("[{position:>5}]", "[   42]"), ("[{position:^6}]", "[  42  ]"),
        ("[{position:5}]", "[42   ]"), ("[{goods:.5}]", "[海关…]"), ("[{goods:>7.5}]", "[  海关…]"),
        ("{{{position}}}", "{42}"), ("\\\\", "\\"), ("{evil}", "a\\nb\\tc"), ("é{position}", "é42"),
    ])
    func `a template is filled`(template: String, expected: String) throws {
        #expect(try OutputTemplate(template).text { alert[$0.joined(separator: ".")] } == expected)
    }

    @Test(arguments: [
        ("abc {x", 5, "not closed"), ("}", 1, "without a {"), ("{}", 2, "name is missing"),
        ("{a..b}", 4, "name is missing"),
        ("{.a}", 2, "name is missing"), ("{a.}", 4, "name is missing"), ("{a b}", 3, "cannot stand in a name"),
        ("{a:}", 4, "layout is missing"), ("{a:<}", 4, "layout is missing"), ("{a:5x}", 5, "cannot stand here"),
        ("{a:5.}", 6, "behind the point"), ("{a:99999}", 4, "more than 1000"),
        ("{a:99999999999999999999}", 4, "more than 1000"),
        ("\\x", 1, "means nothing"), ("é\\", 2, "at the end"), ("{a:5", 1, "not closed"), ("{\u{1B}}", 2, "\\e"),
        ("{{{", 3, "not closed"),
    ])
    func `a bad template is refused with its place`(template: String, column: Int, message: String) {
        let problem = #expect(throws: OutputTemplate.Problem.self) { try OutputTemplate(template) }
        #expect(problem?.column == column)
        #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
    }

    @Test func `the fields are known before there is output`() throws {
        let fields = try OutputTemplate("x {a.b} {c:>3}").fields
        #expect(fields.map(\.path) == [["a", "b"], ["c"]])
        #expect(fields.map(\.column) == [3, 9])
        #expect(throws: OutputTemplate.Problem.self) { try OutputTemplate(String(repeating: "x", count: 10_001)) }
    }
}

@Suite struct SnippetTests {
    let terminal = Terminal(isTerminal: true, columns: 60)

    @Test func `the place is shown with a caret`() {
        let source = "{\n  // hub\n\t\"kindd\": 4\n}\n"
        let expected = """
            error: unknown field "kindd"
             --> hub.jsonc:3:2
              |
            3 |     "kindd": 4
              |     ^^^^^^^ no such field
              |
              = help: did you mean kind?

            """
        let byOffset = Snippet(
            "unknown field \"kindd\"", file: "hub.jsonc", source: Array(source.utf8), offset: 12, length: 7,
            label: "no such field", help: "did you mean kind?")
        #expect(byOffset.text(on: terminal) == expected)
        let byLine = Snippet(
            "unknown field \"kindd\"", file: "hub.jsonc", source: Array(source.utf8), line: 3, column: 2, length: 7,
            label: "no such field", help: "did you mean kind?")
        #expect(byLine.text(on: terminal) == expected)
    }

    @Test func `wide characters keep the caret in its place`() {
        let source = Array("a = \"海关\" && é == x".utf8)
        let byScalar = Snippet("m", file: "f", source: source, line: 1, column: 13, length: 1)
        #expect(byScalar.text(on: terminal).contains("1 | a = \"海关\" && é == x\n  |               ^\n"))
        let byByte = Snippet("m", file: "f", source: source, line: 1, column: 6, length: 6, columnUnit: .bytes)
        #expect(byByte.text(on: terminal).contains("  |      ^^^^\n"))
        #expect(byByte.column == 6)
    }

    @Test func `long lines are clipped around the caret`() {
        for offset in [0, 10, 500, 990, 999, 1000] {
            let source = Array(String(repeating: "0123456789", count: 100).utf8)
            let text = Snippet("m", file: "f", source: source, offset: offset, length: 3).text(on: terminal)
            let lines = text.split(separator: "\n")
            for line in lines { #expect(DisplayWidth.of(line) <= 60, "\(line)") }
            guard offset < 1000 else { continue }
            let caret = Array(lines[4]).firstIndex(of: "^") ?? 0
            #expect(Array(lines[3])[caret] == Character(String(offset % 10)), "\(text)")
        }
    }

    @Test(arguments: [
        (0, 0), (5, 5), (100, 1), (-3, 1), (Int.max, Int.max), (2, -7), (Int.min, Int.min), (1, Int.max),
    ])
    func `a place outside the source is brought within`(offset: Int, length: Int) {
        for source in [[], Array("ab\ncd\r\n".utf8), [0xFF, 0xC3, 0x0A, 0x80], Array("\n\n\n".utf8)] as [[UInt8]] {
            let text = Snippet("m", file: "f", source: source, offset: offset, length: length).text(on: terminal)
            #expect(text.contains("^"))
            let byLine = Snippet("m", file: "f", source: source, line: offset, column: length, length: length)
            #expect(byLine.text(on: terminal).contains("^"))
            let inBytes = Snippet(
                "m", file: "f", source: source, line: offset, column: length, length: length, columnUnit: .bytes)
            #expect(inBytes.text(on: terminal).contains("^"))
        }
    }

    @Test func `broken UTF-8 is shown as bytes`() {
        let text = Snippet("m", file: "f", source: [0x61, 0xFF, 0x62], offset: 1).text(on: terminal)
        #expect(text.contains("1 | a\\xFFb\n  |  ^^^^\n"))
    }

    @Test func `the place at the end of a line has a caret behind it`() {
        let text = Snippet("m", file: "f", source: Array("ab\n".utf8), offset: 2).text(on: terminal)
        #expect(text.contains("1 | ab\n  |   ^\n"))
    }
}
