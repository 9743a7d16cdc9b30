import JSONDocument
import RuleLanguage
import TestSupport
import Testing

@Suite("Values that may be missing")
struct OptionalTests {
    @Test(
        "an optional is asked for its value, or for what counts where there is none",
        arguments: [
            ("origin.?country.orValue('?') == 'CO'", "matches"), ("origin.?city.orValue('?') == '?'", "matches"),
            (".?origin.?country.orValue('?') == 'CO'", "matches"), (".?place.?country.orValue('?') == '?'", "matches"),
            ("origin.?city.hasValue()", "misses"), ("!origin.?city.hasValue()", "matches"),
            ("origin.?country.hasValue() && origin.?country.value() == 'CO'", "matches"),
            ("origin.?city.value() == 'x'", "noValue"), ("!(origin.?city.value() == 'x')", "noValue"),
            ("origin.?city.value() == 'x' || urgent", "matches"),
            ("origin.?city.or(origin.?port).orValue('?') == 'COBUN'", "matches"),
            ("origin.?country.or(city.?x).hasValue()", "matches"),
            ("origin.?city.or(city.?x).hasValue()", "noSuchField"),
            ("origin.?country.orValue(city) == 'CO'", "matches"), ("origin.?city.orValue(city) == 'x'", "noSuchField"),
            ("origin.?city.name.first.hasValue()", "misses"), ("has(origin.?city.name)", "misses"),
            ("place.?country.hasValue()", "noSuchField"), ("kind.?length.hasValue()", "wrongType"),
            ("origin.?country.length.hasValue()", "wrongType"), ("lab.?x.hasValue()", "wrongType"),
            (".?lab.orValue(3) == null", "matches"), (".?lab.?x.hasValue()", "wrongType"),
            ("route[?1].?country.orValue('?') == 'PA'", "matches"),
            ("route[?9].?country.orValue('?') == '?'", "matches"),
            ("route[?-1].hasValue()", "misses"), ("route[?'x'].hasValue()", "wrongType"),
            ("route[?1].country.orValue('?') == 'PA'", "matches"), ("route[?1]['days'].orValue(0) == 4", "matches"),
            ("goods[?'e\\u0301'].orValue(0) == 1", "matches"), ("goods[?'\\u00e9'].hasValue()", "misses"),
            ("route.exists(r, r.?port.orValue('NLRTM') == 'NLRTM' && r.country == 'NL')", "matches"),
            ("origin.?country.optMap(c, c + '!').orValue('') == 'CO!'", "matches"),
            ("origin.?city.optMap(c, c / 0).hasValue()", "misses"),
            ("severity.?x.optMap(c, c).hasValue()", "wrongType"),
            (".?severity.optMap(s, s / 0).hasValue()", "divisionByZero"),
            (".?origin.optFlatMap(o, o.?country).orValue('') == 'CO'", "matches"),
            (".?origin.optFlatMap(o, o.country).orValue('') == 'CO'", "wrongType"),
            ("optional.of(optional.none()).hasValue()", "matches"),
            ("optional.of(optional.of(7)).value().value() == 7", "matches"),
            ("optional.of(optional.of(7)) == optional.of(optional.of(7.0))", "matches"),
            ("optional.ofNonZeroValue(empty).hasValue() || optional.ofNonZeroValue(none).hasValue()", "misses"),
            (
                "optional.ofNonZeroValue(0.0).or(optional.ofNonZeroValue('')).or(optional.ofNonZeroValue(0u)).hasValue()",
                "misses"
            ),
            ("optional.ofNonZeroValue(duration('0s')).hasValue()", "misses"),
            ("optional.ofNonZeroValue(timestamp(1)).hasValue()", "matches"),
            ("[?origin.?country, ?origin.?city, 'x'] == ['CO', 'x']", "matches"),
            ("{?'a': origin.?city, 'b': 1} == {'b': 1}", "matches"), ("[?severity] == [4]", "wrongType"),
            ("{?'a': origin.?country, 'a': 1}.a == 1", "badKey"), ("{?'a': origin.?city, 'a': 1}.a == 1", "matches"),
            ("[?origin.?country].exists(x, x == 'CO')", "matches"),
            ("origin.?country == optional.of('CO')", "matches"), ("dyn(origin.?country) == 'CO'", "misses"),
            ("dyn(origin.?country).startsWith('C')", "wrongType"), ("dyn(origin.?country) < 'D'", "wrongType"),
            ("dyn(optional.of(true))", "wrongType"), ("!dyn(optional.of(true))", "wrongType"),
            ("dyn(optional.of([1])).exists(x, true)", "wrongType"), ("'a' in dyn(optional.of(['a']))", "wrongType"),
            ("size(dyn(optional.of('abc'))) == 3", "wrongType"),
            ("string(dyn(optional.of(1))) == '1'", "badConversion"),
            ("dyn(kind).orValue('x') == 'x'", "wrongType"), ("dyn(kind).hasValue()", "wrongType"),
            ("type(origin.?city) == optional_type", "matches"), ("{dyn(optional.of(1)): 1} == {}", "badKey"),
        ])
    func values(_ text: String, _ expected: String) throws {
        #expect(word(try outcome(text)) == expected)
    }

    @Test(
        "optionals that cannot mean what they say are refused, with what would be right",
        arguments: [
            ("a.?b == 'x'", "an optional never equals a text; say what counts where there is none: a.?b.orValue('?')"),
            ("a.?b && c", "a.?b.orValue('?')"), ("a.?b < 3", "< cannot order an optional"),
            ("a.?b.startsWith('x')", "a.?b.orValue('?')"), ("a.?b.exists(x, true)", "goes over a list"),
            ("a.?b + 1 == 2", "+ is not defined for an optional"), ("size(a.?b) == 1", "size counts"),
            ("a.?b", "a rule is a condition"), ("'x'.orValue('y') == 'x'", "orValue asks an optional"),
            ("'x'.optMap(x, x) == a", "optMap asks an optional"),
            ("a.?b.optFlatMap(x, 1).hasValue()", "optFlatMap asks"),
            ("a.?b.optMap(x) == c", "a.?b.optMap(x, expression)"), ("[?'x'] == a", "takes an optional"),
            ("{?'x': 1} == a", "takes an optional"), ("a?.b == 'x'", "write .? instead of ?."),
            ("a ?? 'x' == 'y'", "a.?b.orValue('…')"), ("a.?b('x')", "plain dot"), ("a.?1", "after .?"),
            ("has(a.?b)", ".hasValue()"), ("optional.maybe(a)", "optional.of"),
            ("a.?b.orElse('x') == 'y'", "'orValue'"),
            ("optional.of(1).orValue('x') == 1", "give one of the same kind"), ("a ? b.?c", "the : is missing"),
            ("optional.none(1)", "takes 0"), ("or(a, b)", "or is a method"), ("a.?", "after .?"),
            ("a[?]", "a value is"),
        ])
    func refused(_ text: String, _ hint: String) {
        let errors = RuleDiagnosticsTests.errors(text)
        #expect(errors.contains { $0.message.contains(hint) }, "\(errors)")
    }

    @Test(
        "optionals are printed as they are written, and read back the same",
        arguments: [
            "a.?b.orValue('?') == 'x'", ".?a.?b.hasValue()", ".?a ? .?b : c", "a[?'b'].c[?0].hasValue()",
            "[?a.?b, 1, ?optional.none()] == c", "{?'a': b.?c, 'd': 1} == e", "has(a.?b.c)", "a.?`b-c`.hasValue()",
            "a.?b.optMap(x, x + 1).or(optional.of(2)).value() == 3", "(a ? b : c).?d.hasValue()",
        ])
    func printing(_ text: String) throws {
        // The second is no condition.
        guard let rule = try? Rule(text) else {
            #expect(text == ".?a ? .?b : c")
            return
        }
        #expect(rule.description == text)
        #expect(try Rule(filed: rule.description).description == text)
    }

    @Test("an explanation shows what lies at the fields of an optional")
    func explanation() throws {
        #expect(
            try RuleExplanationTests.parts(".?origin.?city.orValue('?') == 'x' || route[?7].hasValue()") == [
                "misses .?origin.?city.orValue('?') == 'x'; /origin/city missing",
                "misses route[?7].hasValue(); /route/7 missing",
            ])
        #expect(
            try RuleExplanationTests.parts("route.exists(r, r.?port.orValue('?') == '?' && r.country == 'PA')").last
                == "matches route[1].country == 'PA'; /route/1/country a text of 2 characters")
    }

    @Test("optMap is no loop, and nests where loops do not")
    func nesting() throws {
        let rule = try Rule(
            "a.?b.optMap(b, b.?c.optMap(c, c.exists(x, x.exists(y, y == 1))).orValue(false)).orValue(false)")
        let document = try JSONDocument(parsing: Array(#"{"a": {"b": {"c": [[1]]}}}"#.utf8))
        #expect(rule.matches(document.root))
    }
}

@Suite("Texts that format makes")
struct FormatTests {
    static func formatted(_ template: String, _ values: String, _ expected: String) -> String {
        "'\(template)'.format([\(values)]) == '\(expected)'"
    }

    @Test(
        "values are written as the clauses say",
        arguments: [
            ("%s", "kind", "seizure"), ("%s", "tags", "[rip-off, reefer]"),
            ("%s", "origin", "{country: CO, port: COBUN}"),
            ("%s|%s", "bigger, exact", "123456789012345680000000000000|9007199254740993"), ("%s", "lab", "null"),
            ("%d %d", "1.50, 5e-324 * 0.0", "1.5 0"), ("%s", "-0.00001234", "-0.00001234"), ("%.0e", "25000", "2e+04"),
            ("%x %X", "-255, 255u", "-ff FF"), ("%b %o", "-5, 8", "-101 10"), ("%.2f%%", "confidence", "0.75%"),
            ("%s", "duration('-1500ms')", "-1.5s"), ("%s", "[[], {}, [{}]]", "[[], {}, [{}]]"), ("a", "", "a"),
            ("%s", "{2: 'b', 10: 'a'}", "{10: a, 2: b}"), ("%s", "type(kind)", "string"), ("%x", "'é'", "c3a9"),
            ("%.3f", "1e300 * 10.0 * 1e300", "Infinity"), ("%f", "severity", "4.000000"),
        ])
    func clauses(_ template: String, _ values: String, _ expected: String) throws {
        #expect(word(try outcome(Self.formatted(template, values, expected))) == "matches")
    }

    @Test(
        "a text that cannot be filled in makes a rule undecided",
        arguments: [
            ("kind.format([1]) == kind", "matches"), ("(kind + '%s').format(empty) == 'x'", "badArgument"),
            ("(kind + '%d').format([kind]) == 'x'", "badArgument"), ("(kind + '%').format([1]) == 'x'", "badArgument"),
            ("(kind + '%.3s').format([1]) == 'x'", "badArgument"), ("'%s'.format(dyn(kind)) == 'x'", "wrongType"),
            ("(kind + '%.101f').format([1]) == 'x'", "badArgument"),
            ("'%s'.format([dyn(b'\\xff')]) == 'x'", "badArgument"),
            ("'%s'.format([dyn(optional.of(1))]) == 'x'", "badArgument"),
            ("'%x'.format([dyn(1.5)]) == 'x'", "badArgument"),
        ])
    func undecided(_ text: String, _ expected: String) throws {
        #expect(word(try outcome(text)) == expected)
    }

    @Test(
        "a text that is written out is held against the values when the rule is filed",
        arguments: [
            ("'%s %s'.format([1]) == a", "2 places to fill in, and the list has 1"),
            ("'%y'.format([1]) == a", "no '%y'"),
            ("'%s'.format([1, 2]) == a", "1 places to fill in"),
            ("'%d'.format(['x']) == a", "%d does not write a text"),
            ("'%.f'.format([1]) == a", "digits behind the point"), ("'5%'.format([]) == a", "write %%"),
            ("'%.2d'.format([1]) == a", "no '%.2d'"), ("'%s'.format('x') == a", "takes a list"),
            ("'%s'.format([a.?b]) == a", "a.?b.orValue('?')"),
            ("'%b'.format([1.5]) == 'x' && 1 == 'x'", "never equals"),
        ])
    func refused(_ text: String, _ hint: String) {
        let errors = RuleDiagnosticsTests.errors(text)
        #expect(errors.contains { $0.message.contains(hint) }, "\(errors)")
    }
}
