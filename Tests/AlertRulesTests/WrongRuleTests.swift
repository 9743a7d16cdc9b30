import RuleLanguage
import Testing

@Suite("Rules as they are written by mistake")
struct WrongRuleTests {
    @Test(
        "the answer shows the place, and says what its author can write instead",
        arguments: [
            (#"kind = 'seizure'"#, #"="#, #"write =="#),
            (#"kind == seizure"#, #"seizure"#, #"between quotes: 'seizure'"#),
            (#"kind == ”seizure”"#, #"”"#, #"plain quotes"#),
            (#"kind == 'Seizure'"#, #"'Seizure'"#, #"did you mean 'seizure'?"#),
            (#"kind == 'seizure' AND origin == 'GT'"#, #"AND"#, #"write &&"#),
            (#"kind == 'seizure' origin == 'GT'"#, #"origin"#, #"joined by && (and) or || (or)"#),
            (#"kind == 'seizure', origin == 'GT'"#, #","#, #"joined by && (and) or || (or)"#),
            (#"kind: 'seizure'"#, #":"#, #"write == instead of ':'"#),
            (#""kind" == 'seizure'"#, #""kind""#, #"the field is written without: kind"#),
            (#"if kind == 'seizure' then true"#, #"if"#, #"leave out 'if'"#),
            (#"select * from alerts where kind = 'seizure'"#, #"select"#, #"leave out 'select'"#),
            (#"kind == 'seizure';"#, #";"#, #"leave it out"#),
            (#"kind == 'seizure' && deadline < '2027-01-01'"#, #"deadline"#, #"request has it"#),
            (#"kind == 'seizure' && !origin == 'GT'"#, #"!origin"#, #"write !(origin == 'GT')"#),
            (#"not kind == 'seizure'"#, #"not"#, #"brackets around what is denied"#),
            (#"origin not in ['GT', 'PA']"#, #"not"#, #"write !(x in ['A', 'B'])"#),
            (#"origin is 'GT'"#, #"is"#, #"write =="#),
            (#"origin in ('GT', 'PA')"#, #","#, #"square brackets"#),
            (#"origin in 'GT', 'PA'"#, #","#, #"square brackets"#),
            (#"origin == 'GT' || 'PA'"#, #"'PA'"#, #"x in ['A', 'B']"#),
            (#"origin == 'GTM'"#, #"'GTM'"#, #"did you mean 'GT'?"#),
            (#"place.country == 'Guatemala'"#, #"'Guatemala'"#, #"did you mean 'GT'?"#),
            (#"place.country == 'gt'"#, #"'gt'"#, #"did you mean 'GT'?"#),
            (#"place.country in ['GT', 'UK']"#, #"'UK'"#, #"did you mean 'GB'?"#),
            (#"route.touches('Panama')"#, #"'Panama'"#, #"did you mean 'PA'?"#),
            (#"route.touches(PA)"#, #"PA"#, #"between quotes"#),
            (#"date > 2026-01-01"#, #"date > 2026-01-01"#, #"'2026-01-01'"#),
            (#"date > '01.02.2026'"#, #"'01.02.2026'"#, #"year, month, day"#),
            (#"date == '2026-01'"#, #"'2026-01'"#, #"year, month, day"#),
            (#"sent > 'yesterday'"#, #"'yesterday'"#, #"RFC 3339"#),
            (
                #"sent > timestamp('2026-01-01T00:00:00Z')"#, #"sent > timestamp('2026-01-01T00:00:00Z')"#,
                #"timestamp(sent)"#
            ),
            (#"timestamp(sent) > timestamp('2026-01-01')"#, #"'2026-01-01'"#, #"time of day and the zone"#),
            (#"timestamp(sent) > now() - duration('24h')"#, #"now"#, #"no present time"#),
            (#"timestamp(expires) - timestamp(sent) > duration('7d')"#, #"'7d'"#, #"a day is '24h'"#),
            (#"goods.category == 'drugs.cocaine'"#, #"category"#, #"goods.exists(x, x.category == …)"#),
            (#"goods.exists(category == 'drugs.cocaine')"#, #"exists"#, #"goods.exists(x, condition on x)"#),
            (#"goods.exists(g, category == 'drugs.cocaine')"#, #"category"#, #"did you mean g.category?"#),
            (#"goods.exists(g, g.category == 'cocaine')"#, #"'cocaine'"#, #"did you mean 'drugs.cocaine'?"#),
            (#"goods.exists(g, g.category == 'drugs')"#, #"'drugs'"#, #"startsWith('drugs.')"#),
            (#"goods.exists(g, g.hs == 2402)"#, #"g.hs == 2402"#, #"between quotes: '2402'"#),
            (#"goods.exists(g, g.hs == '24.02')"#, #"'24.02'"#, #"did you mean '2402'?"#),
            (#"goods.exists(g, g.hs == '2402.20')"#, #"g.hs == '2402.20'"#, #"did you mean '240220'?"#),
            (#"goods.exists(g, g.hs.startsWith(24))"#, #"24"#, #"between quotes: '24'"#),
            (#"goods.exists(g, g.quantity > 100)"#, #"g.quantity > 100"#, #"kg(g.quantity)"#),
            (#"goods.exists(g, kg(g) > 100)"#, #"kg(g)"#, #"which kg(g) asks for"#),
            (#"goods.exists(g, g.quantity.unit == 'kg')"#, #"'kg'"#, #"did you mean 'KGM'?"#),
            (#"goods.exists(g, g.hs == '2402'"#, #""#, #"a closing ) is missing"#),
            (#"goods.exists(g, g.hs == '2402'))"#, #")"#, #"leave it out"#),
            (#"persons.arrested > '2'"#, #"persons.arrested > '2'"#, #"without quotes: 2"#),
            (#"persons.arrested > 1,5"#, #","#, #"with a point"#),
            (#"persons.arrested >  1.000.000"#, #".000"#, #"without separators"#),
            (#"persons.arrested => 5"#, #"=>"#, #"write >="#),
            (#"persons.arrested between 1 and 5"#, #"between"#, #"low <= x && x <= high"#),
            (#"severity >= 'severe'"#, #"severity >= 'severe'"#, #"severity.atLeast('severe')"#),
            (#"tlp < 'AMBER'"#, #"tlp < 'AMBER'"#, #"tlp.atMost('AMBER')"#),
            (#"severity == 'high'"#, #"'high'"#, #"did you mean 'severe'?"#),
            (#"conveyance.mode == 'sea'"#, #"'sea'"#, #"did you mean '1'?"#),
            (#"conveyance.mode == 1"#, #"conveyance.mode == 1"#, #"between quotes: '1'"#),
            (
                #"conveyance.vessel.imo == 'IMO 9074729'"#, #"conveyance.vessel.imo == 'IMO 9074729'"#,
                #"did you mean '9074729'?"#
            ),
            (#"conveyance.vessel.name like 'PACIFIC%'"#, #"like"#, #"startsWith"#),
            (#"conveyance.vessel.name.matches('*STAR')"#, #"'*STAR'"#, #".* is any text"#),
            (
                #"'CSQU3054383' in conveyance.containers"#, #"'CSQU3054383' in conveyance.containers"#,
                #"conveyance.containers.exists(x, x.number == …)"#
            ),
            (#"vessel.name == 'PACIFIC STAR'"#, #"vessel"#, #"did you mean conveyance.vessel?"#),
            (#"flag == 'PA'"#, #"flag"#, #"did you mean conveyance.vessel.flag?"#),
            (#"narrative.contains('scanner')"#, #"narrative"#, #"text.exists(x, x.narrative …)"#),
            (#"text.contains('scanner')"#, #"text"#, #"text.exists(x, x.headline.contains(…))"#),
            (#"topic == 'seizure.drugs'"#, #"topic"#, #"topic.matches('…')"#),
            (#"topic.matches('seizure.drugs')"#, #"'seizure.drugs'"#, #"did you mean 'seizure.drugs.>'?"#),
            (#"evaluation == '4x4'"#, #"evaluation == '4x4'"#, #"handling, information, scheme and source"#),
            (#"caseReference == GT-2026-000471"#, #"GT"#, #"'GT-2026-000471'"#),
            (#"caseReference.startsWith["GT-"]"#, #"startsWith"#, #"round brackets"#),
            (#"goods.length > 2"#, #"length"#, #"size(goods)"#),
            (
                #"has(conveyance.vessel.flag) == 'PA'"#, #"has(conveyance.vessel.flag) == 'PA'"#,
                #"the field itself, conveyance.vessel.flag"#
            ),
            (#"has goods"#, #"has goods"#, #"write has(goods)"#),
            (
                #".?conveyance.?vessel.?flag == 'PA'"#, #".?conveyance.?vessel.?flag == 'PA'"#,
                #".?conveyance.?vessel.?flag.orValue('?')"#
            ),
            (
                #"goods.exists(g, g.purityPercent > 100)"#, #"g.purityPercent > 100"#,
                #"no value of g.purityPercent meets"#
            ),
            (#"persons.arrested < 0"#, #"persons.arrested < 0"#, #"no value of persons.arrested meets"#),
            (#"place.position.latitude == 91.5"#, #"place.position.latitude == 91.5"#, #"no value of"#),
            (#"size(goods) > 64 && kind == 'seizure'"#, #"size(goods) > 64"#, #"no value of size(goods) meets"#),
            (#"size(goods) == 1 && size(goods) > 2"#, #"size(goods) > 2"#, #"no value of size(goods) meets"#),
            (#"origin == 'GT' && 1 == 2"#, #"1 == 2"#, #"1 == 2 is false, whatever the alert says"#),
            (#"!('a' in ['a', 'b'])"#, #"'a' in ['a', 'b']"#, #"is true, whatever the alert says"#),
            (#"1 / 0 == 1"#, #"1 / 0 == 1"#, #"cannot be evaluated, whatever the alert says"#),
            (#"conveyance?.vessel.flag == 'PA'"#, #"?."#, #"write .?"#),
        ])
    func answers(_ text: String, _ place: String, _ advice: String) throws {
        let report = AlertVocabularyTests.report(text)
        #expect(report.rule == nil)
        let found = report.errors.filter { $0.message.contains(advice) }
        let error = try #require(found.first, "\(report.errors)")
        #expect(String(decoding: Array(text.utf8)[error.byteRange], as: UTF8.self) == place, "\(error)")
    }

    @Test(
        "what can be meant, but seldom is, is accepted with a warning",
        arguments: [
            ("sent > '2026-01-01'", "compare timestamp(sent) with timestamp('2026-01-01T00:00:00Z')"),
            ("conveyance.vessel.name == 'PACIFIC*'", "conveyance.vessel.name.startsWith('PACIFIC')"),
        ])
    func warnings(_ text: String, _ advice: String) throws {
        let report = AlertVocabularyTests.report(text)
        #expect(report.rule != nil, "\(report.errors)")
        #expect(try #require(report.warnings.first).message.contains(advice), "\(report.warnings)")
    }

    @Test(
        "what is to be written instead makes the rule right",
        arguments: [
            "kind = 'seizure'", "kind == seizure", "kind == 'Seizure'", "kind == 'seizure' AND origin == 'GT'",
            "place.country == 'Guatemala'", "origin == 'GTM'", "date > '01.02.2026'",
            "goods.exists(g, g.hs == '24.02')",
            "goods.exists(g, category == 'drugs.cocaine')", "flag == 'PA'", "persons.arrested => 5",
            "route.touches(PA)",
            "timestamp(expires) - timestamp(sent) > duration('7d')", "topic.matches('seizure.drugs')",
            "\"kind\" == 'seizure'",
            "timestamp(sent) > timestamp('2026-01-01')", "caseReference.startswith('GT')", "origin is 'GT'",
            "kind: 'seizure'",
            "goods.exists(g, g.quantity.unit == 'kg')", ".?conveyance?.vessel.hasValue()", "has goods",
            "len(goods) > 2",
        ])
    func replacements(_ text: String) throws {
        let error = try #require(AlertVocabularyTests.report(text).errors.first)
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(error.byteRange, with: Array(try #require(error.replacement, "\(error)").utf8))
        let report = AlertVocabularyTests.report(String(decoding: bytes, as: UTF8.self))
        #expect(report.rule != nil, "\(report.errors)")
    }
}
