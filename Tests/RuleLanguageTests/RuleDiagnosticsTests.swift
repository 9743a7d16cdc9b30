import JSONDocument
import RuleLanguage
import Testing

@Suite("What is said of a rule that is refused")
struct RuleDiagnosticsTests {
    static func errors(_ text: String, _ declarations: RuleDeclarations? = nil) -> [RuleError] {
        do throws(RuleErrors) {
            _ = try Rule(text, declarations: declarations)
            return []
        } catch {
            return error.errors
        }
    }

    @Test(
        "a text that is no rule is refused, with the place and what would be right",
        arguments: [
            ("", 0, "empty"), ("   ", 3, "empty"), ("kind = 'x'", 5, "write == instead of '='"),
            ("kind === 'x'", 5, "write == "), ("a <> 'x'", 2, "write != "), ("a and b", 2, "write && instead of 'and'"),
            ("a OR b", 2, "write || "), ("a & b", 2, "write && "), ("a | b", 2, "write || "), ("not a", 0, "write !"),
            ("kind == ‘x’", 8, "plain quotes"), ("a ≠ 1", 2, "!="), ("a ≥ 1", 2, ">="),
            ("kind == 'x", 8, "no closing '"), ("kind == 'x\n'", 8, "on its line"),
            ("kind == '''x'", 8, "no closing '''"),
            ("kind == 'a\\q'", 10, "no such escape"), ("kind == '\\u12'", 9, "4 digits"),
            ("kind == '\\ud800'", 9, "not a code point"), ("b'\\u0041' == a", 2, "no such escape"),
            ("a == 12abc", 5, "neither a number nor a name"), ("a == 9223372036854775808", 5, "whole numbers reach"),
            ("a == 18446744073709551616u", 5, "unsigned numbers reach"), ("(a", 2, "closing )"),
            ("[a, b", 5, "ends with ]"),
            ("{a: b", 5, "ends with }"), ("{a}", 2, "key: value"), ("a[1", 3, "closing ]"),
            ("a b", 2, "between a and b an operator is missing"),
            ("a in ('x', 'y')", 9, "square brackets"), ("a == ", 5, "the rule ends"),
            ("a == )", 5, "a value is expected"),
            ("a.", 2, "after the dot"), ("a.'x'", 2, "after the dot"), ("a ? b", 5, "the : is missing"),
            ("for == 1", 0, "reserved word"), ("a;b", 1, "no meaning"), ("$a", 0, "no meaning"),
            ("é == 1", 0, "['name']"), ("a.startswith('x')", 2, "did you mean 'startsWith'"),
            ("a.contain('x')", 2, "did you mean 'contains'"), ("len(a) > 1", 0, "did you mean 'size'"),
            ("a.any(x, x == 1)", 2, "did you mean 'exists'"), ("frobnicate(a)", 0, "there is no function"),
            ("startsWith(a, 'x')", 0, "is a method"), ("a.has(b)", 2, "method 'has'"), ("has('a')", 0, "takes a field"),
            ("has(a[0])", 0, "takes a field"), ("a.all(x)", 2, "a.all(x, condition on x)"),
            ("a.exists(x.y, true)", 9, "a name of its own"), ("a.exists(x, x, true)", 12, "a name of its own"),
            ("a.startsWith()", 2, "takes 1 argument and"), ("size(a, b) == 1", 0, "takes 1 argument and"),
            ("Alert{a: 1}", 5, "no message types"), ("\"a\" == `", 7, "back-ticks"), ("a.`b", 2, "back-ticks"),
        ])
    func syntax(_ text: String, _ offset: Int, _ hint: String) throws {
        let errors = Self.errors(text)
        let first = try #require(errors.first)
        #expect(first.byteRange.lowerBound == offset, "\(first)")
        #expect(errors.contains { $0.message.contains(hint) }, "\(errors)")
    }

    @Test(
        "what can never be evaluated is refused without declarations too",
        arguments: [
            ("'text'", "a rule is a condition"), ("1 + 1", "a rule is a condition"),
            ("size(a)", "a rule is a condition"),
            ("1 && a", "&& needs a condition"), ("!'x'", "! needs a condition"), ("'a' + 1 == 2", "+ is not defined"),
            ("1 == 'x'", "never equals"), ("size(a) == '3'", "without quotes"), ("1 < 'x'", "cannot order"),
            ("1 < a < 10", "do not chain"), ("size(1) == 1", "size counts"), ("(1).startsWith('x')", "works on texts"),
            ("a.matches(b)", "written out in the rule"), ("a.matches('(')", "RE2 refuses"),
            ("a in 'abc'", "in looks into"),
            ("'a' in [1, 2]", "never in a list"), ("(1).exists(x, true)", "goes over a list"),
            ("-'a' == 1", "- needs a number"),
            ("a.matches('(?=x)')", "RE2 refuses"), ("[1].x == 1", "a list has no fields"),
            ("true ? 1 : 2", "is a condition"),
            ("timestamp('2026-02-30T00:00:00Z') < timestamp(a)", "RFC 3339"),
            ("timestamp(a) < duration('3 days')", "units"),
            ("timestamp(a).getHours('Europe/Berlin') == 1", "distance from UTC"), ("'x'.getHours() == 1", "convert it"),
            ("timestamp(a) < 'x'", "cannot order"), ("type(a) < string", "cannot order"),
            ("timestamp(true) < a", "reads a text"),
        ])
    func types(_ text: String, _ hint: String) {
        let errors = Self.errors(text)
        #expect(errors.contains { $0.message.contains(hint) }, "\(errors)")
    }

    @Test("several faults are reported together, in the order of the text")
    func several() {
        let errors = Self.errors("a = 1 and b.contian('x') or len(c) > 2")
        #expect(errors.map(\.byteRange.lowerBound) == [2, 6, 12, 25, 28])
        #expect(errors.map { $0.replacement ?? "" } == ["==", "&&", "contains", "||", "size"])
    }

    @Test("the place is shown by line, column and a mark below the text")
    func snippet() throws {
        let error = try #require(Self.errors("urgent\n  && 'é' = name").first)
        #expect(error.position == JSONTextPosition(line: 2, column: 10))
        #expect(error.snippet == "  |   && 'é' = name\n  |          ^")
        let plain = try #require(Self.errors("kind = 'x'").first)
        #expect(
            plain.description == """
                1:6: write == instead of '='
                  | kind = 'x'
                  |      ^
                """)
    }
}
