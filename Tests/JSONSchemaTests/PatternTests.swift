import JSONSchema
import Testing

@Suite("Patterns of ECMA-262")
struct PatternTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let matches: [String]
        let others: [String]

        var testDescription: String { pattern }
    }

    static let rows: [Row] = [
        // Of fixed classes, of an automaton, of RE2.
        Row(pattern: "^[A-Z]{2}[0-9]{3}$", matches: ["AB123"], others: ["AB12", "AB1234", "ab123", "ÄB12", ""]),
        Row(
            pattern: "^[0-9]{4}(\\.[0-9]{2}){0,2}$", matches: ["2402", "2402.20", "2402.20.10"],
            others: ["2402.", "24022"]),
        Row(pattern: "^(sea|air)?$", matches: ["", "sea", "air"], others: ["se", "seaair", "sea "]),
        Row(pattern: "^a*$", matches: ["", "aaaa"], others: ["aab"]),
        Row(pattern: "^grün$", matches: ["grün"], others: ["grun", "grü"]),
        Row(pattern: "a.c", matches: ["abc", "xaäcx", "a😀c"], others: ["a\nc", "a\u{2028}c", "ac"]),
        Row(pattern: "^.$", matches: ["a", "😀"], others: ["", "ab", "\n"]),
        Row(pattern: "b$", matches: ["ab"], others: ["b\n", "ba"]),
        Row(pattern: "^[^a-z]+$", matches: ["ABC", "ÄÖ", "1"], others: ["a", "Aa", ""]),
        Row(pattern: "^\\s$", matches: [" ", "\u{A0}", "\u{FEFF}", "\u{2028}"], others: ["x", "\u{200B}"]),
        Row(pattern: "^\\S+$", matches: ["x"], others: ["x\u{A0}"]),
        Row(pattern: "^[\\w.-]+$", matches: ["a_b.c-d"], others: ["é", " "]),
        Row(pattern: "^\\p{Lu}\\p{Script=Greek}$", matches: ["Aω"], others: ["aω", "Aw"]),
        Row(pattern: "^[\\p{L}\\p{Nd}]+$", matches: ["Ж7é"], others: ["-"]),
        Row(pattern: "^\\P{L}+$", matches: ["123"], others: ["1a"]),
        Row(pattern: "^\\u{1F600}\\uD83D\\uDE00\\x41\\cJ$", matches: ["😀😀A\n"], others: ["😀A"]),
        Row(pattern: "\\bcat\\b", matches: ["a cat"], others: ["concat"]),
        Row(pattern: "(?<year>\\d{4})-(?:\\d\\d)", matches: ["in 2026-08"], others: ["2026"]),
        Row(pattern: "x{2,}?y", matches: ["xxy"], others: ["xy"]),
        Row(pattern: "[]", matches: [], others: ["", "a"]),
        Row(pattern: "^[^]$", matches: ["a", "\n"], others: [""]),
        Row(pattern: "", matches: ["", "a"], others: []),
    ]

    @Test("patterns match as ECMA-262 says", arguments: rows)
    func table(_ row: Row) throws {
        let quoted = row.pattern.replacing("\\", with: "\\\\")
        let schema = try Judging.schema("{\"pattern\": \"\(quoted)\"}")
        for text in row.matches { #expect(try Judging.isValid(document(text), schema), "\(text.debugDescription)") }
        for text in row.others { #expect(try !Judging.isValid(document(text), schema), "\(text.debugDescription)") }
    }

    /// A string as JSON, once as it is.
    private func document(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
