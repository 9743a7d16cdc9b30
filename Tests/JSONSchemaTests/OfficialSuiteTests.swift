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

    @Test("optional")
    func optional() throws {
        let runner = try SuiteRunner(options: .annotatingFormats)
        for file in try SuiteRunner.files(in: SuiteRunner.tests + "/optional") {
            let result = try runner.run(file)
            #expect(result.failures == [])
        }
    }

    @Test("formats")
    func formats() throws {
        let runner = try SuiteRunner(options: SchemaOptions())
        for file in try SuiteRunner.files(in: SuiteRunner.tests + "/optional/format") {
            let result = try runner.run(file)
            #expect(result.failures == [])
        }
    }
}
