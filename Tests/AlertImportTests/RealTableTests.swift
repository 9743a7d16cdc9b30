import AlertImport
import AlertModel
import Foundation
import TestSupport
import Testing

@Suite struct RealTableTests {
    private static let path = "data/seizures/unodc-ids-2011-2016.zip"
    private static let alertsMax = 3_000

    // The whole table takes seconds with optimisation and more than a minute without: there it runs when asked for.
    #if DEBUG
        private static let runsWhole = ProcessInfo.processInfo.environment["CORDON_WHOLE_TABLE"] != nil
    #else
        private static let runsWhole = true
    #endif

    @Test("alerts of the public table are accepted by the judge", .enabled(if: SharedData.has(path)))
    func sample() throws {
        let table = try ImportTable(path: try #require(SharedData.url(Self.path)).path)
        let mapping = try ImportFixture.mapping.get()
        var judge = try ImportFixture.judge()
        var importer = try AlertImporter(
            table: table, mapping: mapping, options: ImportOptions(alertsMax: Self.alertsMax))
        while let outcome = importer.next() {
            guard case .alert(let alert) = outcome else { continue }
            guard case .accepted = judge.judge(alert.bytes, now: ImportFixture.now) else {
                Issue.record("row \(alert.row): \(judge.judge(alert.bytes, now: ImportFixture.now))")
                return
            }
        }
        #expect(importer.report.alerts == Self.alertsMax)
    }

    @Test(
        "of 311,038 rows 44,229 repeat another, 72 are refused, and few are of other drugs",
        .enabled(if: SharedData.has(path) && runsWhole), .timeLimit(.minutes(5)))
    func wholeTable() throws {
        let table = try ImportTable(path: try #require(SharedData.url(Self.path)).path)
        var importer = try AlertImporter(table: table, mapping: try ImportFixture.mapping.get())
        while importer.next() != nil {}
        let report = importer.report
        #expect(report.rows == 311_038)
        #expect(report.exactDuplicates == 44_229)
        #expect(
            report.refused == ["unit-not-of-goods": 45, "amount-not-positive": 26, "missing-amount": 1])
        #expect(report.alerts == 311_038 - 72)
        #expect(report.share(ofCategory: "drugs.other") <= 0.02)
        #expect(report.notes.keys.allSatisfy { !$0.contains("does not know") }, "\(report.notes)")
    }
}
