internal import AlertModel
internal import JSONDocument

/// Reading and judging, on one thread, in memory.
enum EngineMeasures {
    static let all = [
        Measurements.Measure(prefix: "json.parse", run: parse),
        Measurements.Measure(prefix: "alert.judge", run: judge),
    ]

    private static let rounds = 9

    private static func parse(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let texts = alerts(scale)
        var document = JSONDocument()
        let microseconds = try perText(texts) { _ = try document.parse($0) }
        report(Figure(name: "json.parse", value: microseconds, unit: "us"))
    }

    private static func judge(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let texts = alerts(scale)
        var judge = AlertJudge(schemas: try AlertSchemaSet(), lists: try CodeLists())
        let microseconds = try perText(texts) {
            guard case .accepted = judge.judge($0, now: nil) else {
                throw MeasureFailure("the alert of the measurement is refused")
            }
        }
        report(Figure(name: "alert.judge", value: microseconds, unit: "us"))
        let bytes = Double(texts.reduce(0) { $0 + $1.count }) / Double(texts.count)
        report(Figure(name: "alert.judge.per_byte", value: microseconds * 1_000 / bytes, unit: "ns"))
    }

    private static func alerts(_ scale: Scale) -> [[UInt8]] {
        var alerts = BenchmarkAlerts.twoKibibytes
        return (0..<scale(2_000, tiny: 20)).map { _ in alerts.next() }
    }

    /// Microseconds for each text: the median of several rounds over all of them.
    private static func perText(_ texts: [[UInt8]], _ body: ([UInt8]) throws -> Void) rethrows -> Double {
        let seconds = try (0..<rounds).map { _ in
            try Stopwatch.seconds { for text in texts { try body(text) } }
        }
        return Stopwatch.median(seconds) / Double(texts.count) * 1e6
    }
}
