internal import Journal
internal import JournalTesting

/// The log and its index, on the disk of the build folder.
enum JournalMeasures {
    static let all = [
        Measurements.Measure(prefix: "probe.fdatasync", run: probe),
        Measurements.Measure(prefix: "journal.append", run: append),
        Measurements.Measure(prefix: "index.", run: index),
    ]

    private static let rounds = 3

    /// What one sync costs here: every figure that waits for the disk is to be read beside it.
    private static func probe(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let folder = try ScratchFolder("probe")
        let seconds = try (0..<rounds).map { _ in
            let figure = try JournalBenchmark.probe(count: scale(300, tiny: 3), path: folder.path + "/probe")
            return figure.seconds / Double(figure.count)
        }
        report(Figure(name: "probe.fdatasync", value: Stopwatch.median(seconds) * 1e6, unit: "us"))
    }

    private static func append(_ scale: Scale, _ report: (Figure) -> Void) throws {
        for (batch, count) in [(1, scale(1_000, tiny: 3)), (256, scale(200_000, tiny: 512))] {
            let perSecond = try (0..<rounds).map { _ in
                let folder = try ScratchFolder("journal")
                return try JournalBenchmark.append(batch: batch, count: count, folder: folder.path).perSecond
            }
            report(
                Figure(name: "journal.append.batch\(batch)", value: Stopwatch.median(perSecond), unit: "records/s"))
        }
    }

    /// How fast the index follows the log.
    private static func index(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let folder = try ScratchFolder("index")
        _ = try JournalBenchmark.append(batch: 256, count: scale(40_000, tiny: 512), folder: folder.path)
        let figure = try JournalBenchmark.index(folder: folder.path)
        report(Figure(name: "index.feed", value: figure.perSecond, unit: "records/s"))
    }
}
