import Journal
import JournalTesting
import Testing

@Suite("The benchmarks do not rot")
struct JournalBenchmarkTests {
    @Test("benchmarks run, small")
    func benchmarks() throws {
        let folder = try TemporaryFolder()
        let log = folder.path + "/log"
        let figures = try [
            JournalBenchmark.probe(count: 3, path: folder.path + "/probe"),
            JournalBenchmark.append(batch: 16, count: 64, folder: log),
            JournalBenchmark.append(batch: 16, count: 64, hashed: false, folder: log),
            JournalBenchmark.writer(batch: 16, count: 64, folder: log), JournalBenchmark.read(folder: log),
            JournalBenchmark.index(folder: log), JournalBenchmark.duplicates(capacity: 100, count: 300),
        ]
        #expect(figures.map(\.count) == [3, 64, 64, 64, 192, 192, 300])
        #expect(figures.allSatisfy { $0.perSecond > 0 })
    }
}
