import AlertImport
import AlertModel
import Testing

@Suite struct ImportMappingTests {
    /// Every name of a country in UNODC's table.
    static let countries: [String: String] = [
        "Afghanistan": "AF", "Aland Islands": "AX", "Albania": "AL", "Antarctica": "AQ",
        "Bolivia, Plurinational State of": "BO",
        "Cabo Verde": "CV", "Congo": "CG", "Congo, the Democratic Republic of the": "CD", "Cook Islands": "CK",
        "Curaçao": "CW", "Czech Republic": "CZ", "Czechia": "CZ", "Côte d'Ivoire": "CI", "Dominica": "DM",
        "Dominican Republic": "DO", "French Guiana": "GF", "Guadeloupe": "GP", "Guam": "GU", "Guernsey": "GG",
        "Guinea": "GN",
        "Guinea-Bissau": "GW", "Hong Kong": "HK", "Iran, Islamic Republic of": "IR", "Iraq (Central Iraq)": "IQ",
        "Iraq (Kurdistan Region)": "IQ", "Isle of Man": "IM", "Korea, Democratic People's Republic of": "KP",
        "Korea, Republic of": "KR", "Kosovo under UNSCR 1244": "XK", "Lao Peoples Democratic Republic": "LA",
        "Libyan Arab Jamahiriya": "LY", "Macau, SAR of China": "MO",
        "Macedonia, the former Yugoslav Republic of": "MK", "Martinique": "MQ", "Moldova, Republic of": "MD",
        "Monaco": "MC",
        "Niger": "NE", "Nigeria": "NG", "Puerto Rico": "PR", "Russian Federation": "RU", "Réunion": "RE",
        "Saint Lucia": "LC", "Saint Pierre and Miquelon": "PM", "Sao Tome and Principe": "ST", "Swaziland": "SZ",
        "Syrian Arab Republic": "SY", "Taiwan, Province of China": "TW", "Tanzania, United Republic of": "TZ",
        "Turkey": "TR",
        "United Kingdom": "GB", "United Kingdom (England and Wales)": "GB", "United States": "US",
        "Venezuela, Bolivarian Republic of": "VE", "Viet Nam": "VN",
    ]

    @Test("names of countries, historic ones too, become their codes", arguments: countries.sorted { $0.key < $1.key })
    func countryNames(name: String, code: String) throws {
        let row = ImportFixture.row(["COUNTRY": name, "DEPARTURE_COUNTRY": name])
        var importer = try ImportFixture.importer(HandCheckedRow.heading + row)
        guard case .alert(let alert) = importer.next() else {
            Issue.record("refused")
            return
        }
        let text = String(decoding: alert.bytes, as: UTF8.self)
        #expect(text.contains(#""origin":"\#(code)""#))
        #expect(text.contains(#""departure":{"country":"\#(code)"}"#))
    }

    /// What one of every unit of UNODC's table becomes; nil for those that are none of goods.
    static let units: [(spelling: String, quantity: String?)] = [
        ("Kilogram", #"1,"unit":"KGM"#), ("Gram", #"1,"unit":"GRM"#), ("Milligram", #"1,"unit":"MGM"#),
        ("Microgram", #"0.001,"unit":"MGM"#), ("Ton", #"1,"unit":"TNE"#), ("100 gram", #"100,"unit":"GRM"#),
        ("Ounce", #"28.349523125,"unit":"GRM"#), ("Viss", #"1.632932532,"unit":"KGM"#),
        ("Block (350gr)", #"350,"unit":"GRM"#), ("Paper (1/10 gm)", #"0.1,"unit":"GRM"#), ("Litre", #"1,"unit":"LTR"#),
        ("Millilitre", #"1,"unit":"MLT"#), ("Cc", #"1,"unit":"MLT"#), ("Cubic Centimeter", #"1,"unit":"MLT"#),
        ("Gallons (US, liquid)", #"3.785411784,"unit":"LTR"#), ("Gallons (UK)", #"4.54609,"unit":"LTR"#),
        ("Unit", #"1,"unit":"H87"#), ("Piece", #"1,"unit":"H87"#), ("Tablet", #"1,"unit":"H87"#),
        ("Pill", #"1,"unit":"H87"#), ("Capsule", #"1,"unit":"H87"#), ("Bottles", #"1,"unit":"H87"#),
        ("Blotting paper", #"1,"unit":"H87"#), ("Blotter", #"1,"unit":"H87"#), ("Dose", #"1,"unit":"H87"#),
        ("Plants", #"1,"unit":"H87"#), ("Stamp", #"1,"unit":"H87"#), ("Ampoule", #"1,"unit":"H87"#),
        ("Injection", #"1,"unit":"H87"#), ("Bush", #"1,"unit":"H87"#), ("Vials", #"1,"unit":"H87"#),
        ("Flacons", #"1,"unit":"H87"#), ("Mark", #"1,"unit":"H87"#), ("Barette", #"1,"unit":"H87"#),
        ("Packages", #"1,"unit":"H87"#), ("Joint", #"1,"unit":"H87"#), ("Thousand of doses", #"1000,"unit":"H87"#),
        ("Thousand of tablets", #"1000,"unit":"H87"#), ("Hundred of units", #"100,"unit":"H87"#),
        ("other", #"1,"unit":"C62"#), ("", #"1,"unit":"C62"#), ("Acres", nil), ("Hectars", nil), ("Trip", nil),
    ]

    @Test("every spelling of a unit, and none, becomes a unit of Recommendation 20 or a refusal")
    func unitSpellings() throws {
        #expect(Set(Self.units.map(\.spelling)).count == 44)
        for (spelling, quantity) in Self.units {
            let row = ImportFixture.row(["AMOUNT": "1.0", "DRUG_UNIT": spelling])
            var importer = try ImportFixture.importer(HandCheckedRow.heading + row)
            switch importer.next() {
            case .alert(let alert):
                let text = String(decoding: alert.bytes, as: UTF8.self)
                #expect(text.contains(#""quantity":{"value":\#(quantity ?? "none")""#), "\(spelling)")
            case .refused(let refusal):
                #expect(quantity == nil, "\(spelling)")
                #expect(refusal.reason == "unit-not-of-goods")
            case nil: Issue.record("nothing became of \(spelling)")
            }
        }
    }

    private static let smallest = """
        {"title":"T","name":"t","separator":",","language":"en","caseReference":"T","reviewBy":"2030-01-01T00:00:00Z",
        "columns":{"origin":["C"],"date":["D"],"goods":["G"]},"goodsDefault":"drugs.other","countries":{"Here":"GT"}
        """

    @Test("another table is another file: a small mapping imports a small table")
    func smallMapping() throws {
        let mapping = try ImportMapping(json: Array((Self.smallest + "}").utf8), source: "small.json")
        let table = try ImportTable(path: "t.csv", content: Array("D,G,C\n2020-01-02,Heroin,Here\n".utf8))
        var importer = try AlertImporter(table: table, mapping: mapping)
        guard case .alert(let alert) = importer.next() else {
            Issue.record("refused")
            return
        }
        #expect(alert.category == "drugs.heroin")
        var judge = try ImportFixture.judge()
        guard case .accepted(let summary) = judge.judge(alert.bytes, now: ImportFixture.now) else {
            Issue.record("refused by the judge")
            return
        }
        #expect(summary.topics.map(\.description) == ["seizure.drugs.heroin.GT"])
    }

    @Test(
        "a wrong mapping is refused with the place and what would be right",
        arguments: [
            (#","units":{"Kilo":{"unit":"KILO"}}}"#, "KGM"),
            (#","units":{"Kilo":{"unit":"KGM","factor":0}}}"#, "above 0"),
            (#","units":{"Kilo":{"unit":"KGM","factor":"2"}}}"#, "above 0"),
            (#","goods":{"X":"drugs.none"}}"#, "category"),
            (#","mode":{"Ship":"M"}}"#, "mode"), (#","direction":{"In":7}}"#, "direction"),
            (#","locationType":{"Here":"moon"}}"#, "location type"), (#","hiding":{}}"#, "known are"), (",", "name"),
        ])
    func wrongMappings(rest: String, expectation: String) throws {
        let error = #expect(throws: ImportMappingError.self) {
            try ImportMapping(json: Array((Self.smallest + rest).utf8), source: "small.json")
        }
        #expect(error?.description.hasPrefix("small.json:") == true)
        #expect(error?.message.contains(expectation) == true, "\(error?.message ?? "")")
    }

    @Test("countries, separators, columns and times of a mapping are checked")
    func wrongMembers() throws {
        let changes = [
            (#""Here":"GT""#, #""Here":"ZZ""#), (#""separator":",""#, #""separator":"::""#),
            (#""origin":["C"],"#, ""), (#""date":["D"]"#, #""date":[]"#),
            (#""goods":["G"]"#, #""goods":["G"],"amount":["A"]"#),
            ("2030-01-01T00:00:00Z", "soon"), ("drugs.other", "drugs.none"),
        ]
        for (old, new) in changes {
            let text = Self.smallest.replacing(old, with: new) + "}"
            #expect(throws: ImportMappingError.self, "\(new)") {
                try ImportMapping(json: Array(text.utf8), source: "small.json")
            }
        }
        let unknown = #expect(throws: ImportMappingError.self) { try ImportMapping(named: "none") }
        #expect(unknown?.message.contains("unodc-ids") == true)
    }
}
