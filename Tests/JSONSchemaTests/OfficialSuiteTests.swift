import JSONSchema
import TestSupport
import Testing

@Suite("The official JSON Schema suite", .enabled(if: SharedData.has(SuiteRunner.root), "needs \(SuiteRunner.root)"))
struct OfficialSuiteTests {
    @Test("all 1,299 mandatory tests of draft 2020-12 pass")
    func mandatory() throws {
        let runner = try SuiteRunner(options: .annotatingFormats)
        var count = 0
        var failures: [SuiteRunner.Failure] = []
        for file in try SuiteRunner.files(in: SuiteRunner.tests) {
            let result = try runner.run(file)
            count += result.count
            failures += result.failures
        }
        #expect(count == 1299)
        #expect(failures == [])
    }

    @Test("all optional tests pass but those of older drafts")
    func optional() throws {
        let runner = try SuiteRunner(options: .annotatingFormats)
        var count = 0
        var failures: [SuiteRunner.Failure] = []
        for file in try SuiteRunner.files(in: SuiteRunner.tests + "/optional") {
            let result = try runner.run(file)
            count += result.count
            failures += result.failures
        }
        #expect(count == 162)
        // A schema of draft 2019-09, which is refused.
        #expect(failures.map(\.file) == ["cross-draft.json"])
    }

    @Test("all format tests pass but those that want unknown formats accepted")
    func formats() throws {
        let runner = try SuiteRunner(options: SchemaOptions())
        var count = 0
        var failures: [SuiteRunner.Failure] = []
        for file in try SuiteRunner.files(in: SuiteRunner.tests + "/optional/format") {
            let result = try runner.run(file)
            count += result.count
            failures += result.failures
        }
        #expect(count == 764)
        // An unknown format is refused when formats are asserted: it is mostly a misspelt one.
        #expect(failures.filter { $0.file != "unknown.json" } == [])
        #expect(failures.count == 7)
    }
}
