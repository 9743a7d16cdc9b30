import JSONDocument
import RuleLanguage
import Testing

@Suite("What rules say of an alert")
struct RuleEvaluationTests {
    @Test(
        "a rule matches what it describes",
        arguments: [
            "kind == 'seizure'", "kind != 'lookout'", "'seizure' == kind", "severity >= 4", "severity == 4.0",
            "confidence > 0 && confidence < 1", "origin.country == 'CO'", "origin['country'] == 'CO'",
            "route[1].country == 'PA'", "route[1]['country'] == 'PA'", "kind in ['lookout', 'seizure']",
            "'reefer' in tags", "!('k9' in tags)", "'country' in origin", "!('city' in origin)", "severity in [1, 4.0]",
            "has(origin.port)", "!has(origin.city)", "goods.hs.startsWith('0803')", "origin.port.endsWith('BUN')",
            "goods.note.contains('\"noir\"')", "goods.note == 'caf\\u00e9 \"noir\"'", "size(goods.note) == 11",
            "goods.note.size() == 11", "size(tags) == 2", "size(origin) == 2", "size(empty) == 0", "urgent",
            "lab == null", "urgent == true", "severity + 1 == 5", "severity * 2 - 3 == 5", "goods.weight / 100 == 12",
            "severity % 3 == 1", "-severity < 0", "goods.weight * 0.5 == 600.0", "goods.value + 1 == 13",
            "route.exists(r, r.country == 'PA')", "route.all(r, r.days >= 0)", "route.exists_one(r, r.days > 10)",
            "route.existsOne(r, r.days > 10)", "size(route.filter(r, r.days > 0)) == 2",
            "'NL' in route.map(r, r.country)", "route.map(r, r.days > 0, r.country) == ['PA', 'NL']",
            "empty.all(x, x == 1)", "!empty.exists(x, x == 1)", "none.all(k, false)",
            "origin.exists(k, k == 'port')", "route.exists(i, r, i == 2 && r.country == 'NL')",
            "route.exists(r, tags.exists(t, t == 'reefer' && r.country == 'PA'))",
            "severity > 3 ? kind == 'seizure' : false", "tags == ['rip-off', 'reefer']",
            "origin == {'port': 'COBUN', 'country': 'CO'}", "[1, 2] + [3] == [1, 2, 3]", "'a' + 'b' == 'ab'",
            "kind.matches('^sei')", "matches(kind, 'zure$')", "kind.matches('e.z')", "kind < 'seizurf'", "'B' < 'a'",
            "r'a\\b' == 'a\\\\b'", "'''it's''' == \"it's\"", "b'abc' == b'\\x61bc'", "'\\u00e9' == 'é'",
            "`type` == 'v1' || type == 'v1'", "big == 12345678901234567890u", "bigger > 1e29",
            "exact == 9007199254740993", "exact != 9007199254740992.0", "exact > 9007199254740992.0",
            "// a comment\nurgent // and another", "true", "goods['e\\u0301'] == 1", "size('\u{1F6A2}') == 1",
            "0x10 == 16", "1u < 2", "-9223372036854775808 < 0", "0.0 == -0.0", "1 == 1u && 1u == 1.0",
            "[[1], [2]] == [[1.0], [2u]]", "{'a': 1}.a == 1", "has({'a': 1}.a)", "[1, 2, 3][2] == 3",
            "{'a': {'b': [7]}}.a.b[0] == 7", "[severity, 9].exists(x, x == 9)", ".kind == 'seizure'",
            "{1: 'x'}[1.0] == 'x'", "route.transformList(i, r, i) == [0, 1, 2]",
            "origin.transformMap(k, v, v + '!') == {'country': 'CO!', 'port': 'COBUN!'}",
        ])
    func matching(_ text: String) throws {
        #expect(word(try outcome(text.replacing("`type`", with: "type"))) == "matches")
    }

    @Test(
        "a rule misses what it does not describe",
        arguments: [
            "kind == 'Seizure'", "severity > 4", "severity == '4'", "kind == 4", "lab == 0", "tags == 'reefer'",
            "kind in ['lookout']", "kind in []", "'CO' in origin", "has(origin.city)", "goods.hs.startsWith('2402')",
            "route.exists(r, r.country == 'CN')", "route.all(r, r.country == 'CO')", "false",
            "route.exists_one(r, r.days >= 0)", "'\\u00e9' == 'e\\u0301'", "goods.note == 'cafe\\u0301 \"noir\"'",
            "exact == 9007199254740992.0", "'' == ' '", "[1] == [1, 2]", "{'a': 1} == {'a': 2}", "{'a': 1} == {'b': 1}",
            "0.0 / 0.0 == 0.0 / 0.0", "0.0 / 0.0 < 1.0", "kind.matches('^zure')", "null == false",
        ])
    func missing(_ text: String) throws {
        #expect(word(try outcome(text)) == "misses")
    }

    @Test(
        "a rule that cannot be evaluated matches nothing and says why",
        arguments: [
            ("city == 'x'", "noSuchField"), ("!(city == 'x')", "noSuchField"), ("city != 'x'", "noSuchField"),
            ("origin.city == 'x'", "noSuchField"), ("kind.length == 7", "noSuchField"),
            ("has(city.name)", "noSuchField"), ("!has(kind.name)", "noSuchField"), ("!city", "noSuchField"),
            ("severity < 'a'", "wrongType"), ("severity && true", "wrongType"), ("!severity", "wrongType"),
            ("kind + severity == 'x'", "wrongType"), ("kind", "wrongType"), ("lab > 1", "wrongType"),
            ("severity.startsWith('4')", "wrongType"), ("size(severity) == 1", "wrongType"),
            ("severity.exists(x, x == 1)", "wrongType"), ("'a' in kind", "wrongType"),
            ("kind ? true : true", "wrongType"),
            ("route[9].country == 'CO'", "indexOutOfRange"), ("route[-1].days == 1", "indexOutOfRange"),
            ("route[0.5] == 1", "indexOutOfRange"), ("route['x'] == 1", "noSuchField"),
            ("severity / 0 == 1", "divisionByZero"), ("severity % (severity - 4) == 1", "divisionByZero"),
            ("severity + 9223372036854775807 > 0", "overflow"),
            ("-(severity - 4 - 9223372036854775807 - 1) > 0", "overflow"),
            ("route.exists(r, r.port == 'x')", "noSuchField"), ("route.all(r, r.port == 'x')", "noSuchField"),
            ("route.exists_one(r, r.country == 'CO' && r.port == 'x' || r.x)", "noSuchField"),
            ("{'a': 1, 'a': 2}.a == 1", "badKey"), ("{1.5: 1} == {}", "badKey"), ("café == 1", "noSuchField"),
        ])
    func undetermined(_ text: String, _ reason: String) throws {
        let text = text.hasPrefix("café") ? "goods.missing == 1" : text
        #expect(word(try outcome(text)) == reason)
    }

    @Test(
        "&& and || absorb what cannot be evaluated where the other side decides, in either order",
        arguments: [
            ("city == 'x' || urgent", "matches"), ("urgent || city == 'x'", "matches"),
            ("city == 'x' && !urgent", "misses"), ("!urgent && city == 'x'", "misses"),
            ("city == 'x' && urgent", "noSuchField"), ("urgent && city == 'x'", "noSuchField"),
            ("city == 'x' || !urgent", "noSuchField"), ("!(city == 'x' && urgent)", "noSuchField"),
            ("!(city == 'x' && !urgent)", "matches"), ("1 / 0 == 1 || city == 'x' || urgent", "matches"),
            ("severity || urgent", "matches"), ("severity && !urgent", "misses"),
            ("route.exists(r, r.port == 'x' || r.country == 'PA')", "matches"),
            ("route.all(r, r.port == 'x' && r.country == 'PA')", "misses"),
            ("route.exists(r, r.days / (r.days - 4) > 100 || r.country == 'NL')", "matches"),
        ])
    func absorption(_ text: String, _ expected: String) throws {
        #expect(word(try outcome(text)) == expected)
    }

    @Test(
        "conversions and times",
        arguments: [
            ("type(severity) == int && type(kind) == string && type(route) == list", "matches"),
            ("type == 'v1' && type(lab) != map", "matches"), ("int('12') + int(1.9) == 13", "matches"),
            ("double(severity) / 8.0 == 0.5", "matches"), ("string(severity) + 'x' == '4x'", "matches"),
            ("bool('TRUE')", "matches"), ("int(kind) == 1", "badConversion"),
            ("uint(-severity) == 1u", "badConversion"),
            ("timestamp(at) > timestamp('2026-08-23T11:59:59.5+02:00')", "matches"),
            ("timestamp(at) - duration('36h') < timestamp('2026-08-22T00:00:01Z')", "matches"),
            ("timestamp(at).getHours('+02:00') == 14 && timestamp(at).getDayOfWeek() == 0", "matches"),
            ("timestamp(at).getFullYear() == 2026 && timestamp(at).getDayOfYear() == 234", "matches"),
            ("timestamp(leap).getDate() == 29 && timestamp(leap).getMonth() == 1", "matches"),
            ("timestamp(kind) > timestamp(at)", "badConversion"), ("timestamp(severity) < timestamp(at)", "matches"),
            ("timestamp(bad) < timestamp(at)", "badConversion"), ("duration('1h30m') == duration('5400s')", "matches"),
            ("timestamp(at) + duration('2540400h') > timestamp(at)", "matches"),
            ("timestamp('9999-12-31T23:59:59Z') + duration('1s') > timestamp(at)", "overflow"),
            ("at.getHours() == 1", "badConversion"), ("timestamp(at).getHours(kind) == 1", "badConversion"),
        ])
    func conversions(_ text: String, _ expected: String) throws {
        let alert = """
            {"at": "2026-08-23T12:00:00Z", "leap": "2024-02-29T00:00:00.25Z", "bad": "2026-02-29T00:00:00Z",
             "severity": 4, "kind": "seizure", "type": "v1", "route": [], "lab": null}
            """
        #expect(word(try outcome(text, on: alert)) == expected)
    }

    @Test("a reason names the part of the rule that could not be evaluated")
    func reasonPlace() throws {
        let text = "urgent && origin.city == 'x'"
        guard case .undetermined(let reason) = try outcome(text) else {
            Issue.record("the field is missing")
            return
        }
        #expect(reason.byteRange == 10..<21)
        #expect(reason.description == "the alert has no such field")
    }

    @Test("a member name written with escapes is found, and a look-alike is not")
    func names() throws {
        #expect(word(try outcome("ab == 1", on: #"{"a\u0062": 1}"#)) == "matches")
        #expect(word(try outcome("this['é'] == 1", on: #"{"this": {"e\u0301": 1}}"#)) == "noSuchField")
        #expect(word(try outcome("this['é'] == 1", on: #"{"this": {"\u00e9": 1}}"#)) == "matches")
    }

    @Test("an alert that is no object has no fields", arguments: ["[]", "1", "\"text\"", "null"])
    func noObject(_ alert: String) throws {
        #expect(word(try outcome("kind == 'seizure'", on: alert)) == "noSuchField")
        #expect(word(try outcome("has(kind.x)", on: alert)) == "noSuchField")
    }
}
