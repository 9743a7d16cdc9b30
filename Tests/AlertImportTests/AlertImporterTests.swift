import AlertImport
import AlertModel
import Testing

/// Tables and importers that the tests need.
enum ImportFixture {
    static let mapping = Result { try ImportMapping(named: "unodc-ids") }
    static let judging = Result { (try AlertSchemaSet(), try CodeLists()) }

    static func importer(
        _ csv: String, options: ImportOptions = ImportOptions()
    ) throws -> AlertImporter {
        let table = try ImportTable(path: "table.csv", content: Array(csv.utf8))
        return try AlertImporter(table: table, mapping: try mapping.get(), options: options)
    }

    static func outcomes(_ importer: inout AlertImporter) -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        while let outcome = importer.next() { outcomes.append(outcome) }
        return outcomes
    }

    /// One row with values for some columns, the rest as they are in a plain row.
    static func row(_ values: [String: String] = [:]) -> String {
        let plain = [
            "COUNTRY": "Guatemala", "SEIZURE_DATE": "2014-06-30", "DRUG_NAME": "Cocaine", "AMOUNT": "2.5",
            "DRUG_UNIT": "Kilogram",
        ]
        let columns = HandCheckedRow.heading.dropLast().split(separator: ";").map(String.init)
        return columns.map { values[$0] ?? plain[$0] ?? "" }.joined(separator: ";") + "\n"
    }

    static func judge() throws -> AlertJudge {
        let (schemas, lists) = try judging.get()
        return AlertJudge(schemas: schemas, lists: lists)
    }

    /// Some time at which imports are published.
    static let now: Int64 = 1_773_500_400_000
}

@Suite struct AlertImporterTests {
    @Test("rows checked by hand become the alerts, or refusals, that they must")
    func handCheckedRows() throws {
        let rows = HandCheckedRow.all
        var importer = try ImportFixture.importer(HandCheckedRow.heading + rows.map { $0.csv + "\n" }.joined())
        var judge = try ImportFixture.judge()
        let outcomes = ImportFixture.outcomes(&importer)
        #expect(rows.count >= 20)
        try #require(outcomes.count == rows.count)
        for (index, (row, outcome)) in zip(rows, outcomes).enumerated() {
            switch (row.expected, outcome) {
            case (.alert(let origin, let sent, let headline, let date, let rest), .alert(let alert)):
                let expected =
                    #"{"id":"\#(alert.id)","schema":"https://cordon.example/schemas/seizure/1-0-0","kind":"seizure","#
                    + #""origin":"\#(origin)","sent":"\#(sent)T00:00:00Z","messageType":"alert","status":"actual","#
                    + #""reviewBy":"2030-12-31T00:00:00Z","tlp":"GREEN","urgency":"past","certainty":"observed","#
                    + #""text":[{"language":"en","headline":"\#(headline)"}],"caseReference":"UNODC-IDS \#(index + 1)","#
                    + #""date":"\#(date)","datePrecision":"day",\#(rest)}"#
                #expect(String(decoding: alert.bytes, as: UTF8.self) == expected)
                guard case .accepted(let summary) = judge.judge(alert.bytes, now: ImportFixture.now) else {
                    Issue.record("row \(index + 1) is refused by the judge")
                    continue
                }
                #expect(summary.id == alert.id)
                #expect(summary.warnings.isEmpty)
                #expect(alert.id.milliseconds == InternetTime.milliseconds("\(sent)T00:00:00Z"))
            case (.refused(let reason), .refused(let refusal)):
                #expect(refusal.reason == reason)
                #expect(refusal.row == index + 1)
            default: Issue.record("row \(index + 1): \(outcome)")
            }
        }
        #expect(importer.report.notes.keys.contains { $0.contains("Netherlands Antilles") })
    }

    @Test(
        "a row that cannot be taken is refused with its line and the reason",
        arguments: [
            (["COUNTRY": ""], "missing-origin"), (["COUNTRY": "Atlantis"], "unknown-country"),
            (["COUNTRY": "Unknown"], "unknown-country"), (["COUNTRY": "Netherlands Antilles"], "country-without-code"),
            (["SEIZURE_DATE": ""], "missing-date"), (["SEIZURE_DATE": "30.06.2014"], "bad-date"),
            (["SEIZURE_DATE": "2014-02-30"], "bad-date"), (["SEIZURE_DATE": "1815-06-18"], "bad-date"),
            (["SEIZURE_DATE": "2031-01-01"], "date-after-review"), (["DRUG_NAME": " "], "missing-goods"),
            (["AMOUNT": ""], "missing-amount"), (["AMOUNT": "many"], "bad-amount"), (["AMOUNT": "0x10"], "bad-amount"),
            (["AMOUNT": "nan"], "bad-amount"), (["AMOUNT": "1e999"], "bad-amount"), (["AMOUNT": "2,5"], "bad-amount"),
            (["AMOUNT": "0.0"], "amount-not-positive"), (["AMOUNT": "-1"], "amount-not-positive"),
            (["AMOUNT": "1e13"], "amount-too-large"), (["DRUG_UNIT": "Firkin"], "unknown-unit"),
            (["DRUG_UNIT": "Hectars"], "unit-not-of-goods"), (["ROUTING": ";"], "ragged-row"),
            (["PLACE": "a\"b"], "misplaced-quote"),
        ])
    func refusals(values: [String: String], reason: String) throws {
        let csv = HandCheckedRow.heading + ImportFixture.row() + ImportFixture.row(values) + ImportFixture.row()
        var importer = try ImportFixture.importer(csv)
        let outcomes = ImportFixture.outcomes(&importer)
        try #require(outcomes.count == 3)
        guard case .alert = outcomes[0], case .refused(let refusal) = outcomes[1], case .alert = outcomes[2] else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(refusal.reason == reason)
        #expect(refusal.line == 3)
        #expect(refusal.row == 2)
        #expect(importer.report.refused == [reason: 1])
        #expect(importer.report.rows == 3)
        #expect(importer.report.alerts == 2)
    }

    @Test("importing twice gives the same bytes, and other tables other identifiers")
    func imports() throws {
        let csv = HandCheckedRow.heading + ImportFixture.row() + ImportFixture.row()
        func alerts(_ csv: String, _ options: ImportOptions = ImportOptions()) throws -> [ImportedAlert] {
            var importer = try ImportFixture.importer(csv, options: options)
            return ImportFixture.outcomes(&importer).compactMap { outcome in
                if case .alert(let alert) = outcome { alert } else { nil }
            }
        }
        let first = try alerts(csv)
        #expect(first.map(\.bytes) == (try alerts(csv).map(\.bytes)))
        #expect(Set(first.map(\.id)).count == 2)
        #expect(Set(try alerts(csv + ImportFixture.row()).map(\.id)).isDisjoint(with: first.map(\.id)))
        let labelled = try alerts(csv, ImportOptions(tlp: .clear, status: .test))
        #expect(labelled.map(\.id) == first.map(\.id))
        #expect(labelled[0].bytes != first[0].bytes)
    }

    @Test("exact duplicates are counted, and dropped on request")
    func duplicates() throws {
        let other = ImportFixture.row(["AMOUNT": "3"])
        let csv = HandCheckedRow.heading + ImportFixture.row() + other + ImportFixture.row() + ImportFixture.row()
        var importer = try ImportFixture.importer(csv)
        #expect(ImportFixture.outcomes(&importer).count == 4)
        #expect(importer.report.exactDuplicates == 2)
        #expect(importer.report.droppedDuplicates == 0)
        var dropping = try ImportFixture.importer(csv, options: ImportOptions(dropsDuplicates: true))
        #expect(ImportFixture.outcomes(&dropping).count == 2)
        #expect(dropping.report.exactDuplicates == 2)
        #expect(dropping.report.droppedDuplicates == 2)
        #expect(dropping.report.rows == 4)
    }

    @Test("label, recipients, status, review date and limit are those asked for")
    func options() throws {
        let recipients = ["member:CR", "group:caricom"].compactMap { Recipient($0) }
        let options = ImportOptions(
            tlp: .amber, recipients: recipients, status: .exercise, alertsMax: 1,
            reviewBy: InternetTime.milliseconds("2033-01-01T00:00:00Z"))
        var importer = try ImportFixture.importer(
            HandCheckedRow.heading + ImportFixture.row() + ImportFixture.row(), options: options)
        let outcomes = ImportFixture.outcomes(&importer)
        guard outcomes.count == 1, case .alert(let alert) = outcomes[0] else {
            Issue.record("\(outcomes)")
            return
        }
        var judge = try ImportFixture.judge()
        guard case .accepted(let summary) = judge.judge(alert.bytes, now: ImportFixture.now) else {
            Issue.record("refused")
            return
        }
        #expect(summary.tlp == .amber)
        #expect(summary.recipients == recipients)
        #expect(summary.status == .exercise)
        #expect(summary.reviewBy == options.reviewBy)
    }

    @Test("long and hostile values are cut, escaped or left out, and the alert stays valid")
    func hostileValues() throws {
        let long = String(repeating: "e\u{301}", count: 900)
        let rows = [
            ["PLACE": long, "DRUG_NAME": long], ["PLACE": "a\u{1}b\u{7F}c\t", "DRUG_NAME": "\u{202E}Cocaine\u{0}"],
            ["HIDING_PLACE": "Under the moon", "TRANSPORT": "Balloon", "INSTALLATION": "Cloud", "ROUTING": "Upwards"],
            ["DEPARTURE_COUNTRY": "Atlantis"],
        ]
        var importer = try ImportFixture.importer(
            HandCheckedRow.heading + rows.map { ImportFixture.row($0) }.joined())
        var judge = try ImportFixture.judge()
        for outcome in ImportFixture.outcomes(&importer) {
            guard case .alert(let alert) = outcome,
                case .accepted = judge.judge(alert.bytes, now: ImportFixture.now)
            else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(importer.report.alerts == rows.count)
        #expect(importer.report.notes.count == 5)
    }

    @Test("a table without a column that the mapping needs is refused by name")
    func missingColumns() throws {
        let heading = HandCheckedRow.heading.replacing("AMOUNT", with: "WEIGHT")
        let error = #expect(throws: ImportSourceError.self) { try ImportFixture.importer(heading) }
        #expect(error?.message.contains("AMOUNT") == true)
        #expect(throws: ImportSourceError.self) { try ImportFixture.importer("") }
        #expect(throws: ImportSourceError.self) { try ImportFixture.importer("\"a;b\n") }
    }
}
