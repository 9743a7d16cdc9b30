import Telemetry
import Testing

@Suite struct MetricTests {
    @Test func `many threads count without loss`() async {
        let registry = MetricRegistry()
        let counter = registry.counter("cordon_alerts_accepted_total", help: "Alerts accepted.")
        let histogram = registry.histogram("cordon_publish_seconds", help: "Time to a receipt.", unit: .seconds)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for value in 0..<10_000 {
                        counter.add()
                        histogram.record(UInt64(value))
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect(histogram.snapshot().count == 80_000)
        #expect(histogram.snapshot().maximum == 9999)
        #expect(histogram.snapshot().sum == 8 * 9999 * 10_000 / 2)
    }

    @Test(arguments: [UInt64(0), 1, 15, 16, 17, 31, 32, 33, 1000, 1024, 1025, 999_999_937, .max / 2, .max - 1, .max])
    func `a quantile is at most a sixteenth too high`(value: UInt64) throws {
        let histogram = Histogram()
        histogram.record(value)
        #expect(histogram.snapshot().p50 == value)
        histogram.record(UInt64.max)
        let quantile = try #require(histogram.snapshot().quantile(0.5))
        #expect(quantile >= value)
        #expect(Double(quantile) <= max(1, Double(value) * 17 / 16))
    }

    @Test func `quantiles of an even distribution are near`() throws {
        let histogram = Histogram()
        for value in 1...10_000 { histogram.record(UInt64(value)) }
        let snapshot = histogram.snapshot()
        #expect((5000...5312).contains(try #require(snapshot.p50)))
        #expect((9900...10_000).contains(try #require(snapshot.p99)))
        #expect(snapshot.quantile(0) == 1)
        #expect(snapshot.quantile(1) == 10_000)
        #expect(snapshot.mean == 5000.5)
        #expect(Histogram().snapshot().p99 == nil)
        #expect(Histogram().snapshot().mean == nil)
    }

    @Test func `durations are nanoseconds, and a clock put back counts as zero`() {
        let histogram = Histogram()
        histogram.record(Duration.milliseconds(3))
        histogram.record(Duration.milliseconds(-3))
        histogram.record(Duration.seconds(Int64.max))
        let snapshot = histogram.snapshot()
        #expect(snapshot.count == 3)
        #expect(snapshot.maximum == .max)
        #expect(snapshot.buckets.first?.upperBound == 1)
    }

    @Test func `the exposition is Prometheus text`() {
        let registry = MetricRegistry()
        let refused = registry.counters(
            "cordon_alerts_refused_total", help: "Alerts\nrefused \\.", labels: ["member", "code"])
        refused["GT", "bad\"co\\de\n"].add(2)
        refused["BE", "late"].add()
        registry.gauge("cordon_sessions", help: "Sessions open.").set(-4)
        registry.computedGauge("cordon_lag_seconds", help: "Lag.") { 0.25 }
        #expect(
            registry.prometheusText() == """
                # HELP cordon_alerts_refused_total Alerts\\nrefused \\\\.
                # TYPE cordon_alerts_refused_total counter
                cordon_alerts_refused_total{member="BE",code="late"} 1
                cordon_alerts_refused_total{member="GT",code="bad\\"co\\\\de\\n"} 2
                # HELP cordon_lag_seconds Lag.
                # TYPE cordon_lag_seconds gauge
                cordon_lag_seconds 0.25
                # HELP cordon_sessions Sessions open.
                # TYPE cordon_sessions gauge
                cordon_sessions -4

                """)
    }

    @Test func `a histogram is exposed in cumulative buckets with exact bounds`() {
        let registry = MetricRegistry()
        let sizes = registry.histogram("cordon_alert_bytes", help: "Size.", unit: .bytes)
        for size in [64, 65, 128, 129, 5_000_000_000] as [UInt64] { sizes.record(size) }
        let lines = registry.prometheusText().split(separator: "\n")
        #expect(lines.contains("cordon_alert_bytes_bucket{le=\"64\"} 1"))
        #expect(lines.contains("cordon_alert_bytes_bucket{le=\"128\"} 3"))
        #expect(lines.contains("cordon_alert_bytes_bucket{le=\"256\"} 4"))
        #expect(lines.contains("cordon_alert_bytes_bucket{le=\"1073741824\"} 4"))
        #expect(lines.contains("cordon_alert_bytes_bucket{le=\"+Inf\"} 5"))
        #expect(lines.contains("cordon_alert_bytes_sum 5000000386"))
        #expect(lines.contains("cordon_alert_bytes_count 5"))
    }

    @Test func `hostile labels cannot fill the memory, and sums stay right`() {
        let registry = MetricRegistry()
        let family = registry.counters("cordon_topics_total", help: "By topic.", labels: ["topic"])
        for index in 0..<10_000 { family["topic \(index) " + String(repeating: "é", count: 200)].add() }
        let samples = registry.snapshot()
        #expect(samples.count == MetricRegistry.labelSetsMax + 1)
        var total: UInt64 = 0
        for sample in samples {
            guard case .counter(let count) = sample.reading else { continue }
            total += count
            #expect(sample.labels.allSatisfy { $0.value.utf8.count <= MetricRegistry.labelBytesMax })
        }
        #expect(total == 10_000)
        #expect(samples.contains { $0.labels.first?.value == "other" })
    }

    @Test func `the same name is the same metric, and a member that leaves is forgotten`() {
        let registry = MetricRegistry()
        let family = registry.counters("cordon_x_total", help: "X.", labels: ["member"])
        #expect(registry.counters("cordon_x_total", help: "X.", labels: ["member"])["GT"] === family["GT"])
        family.remove("GT")
        #expect(registry.snapshot().isEmpty)
        registry.computedGauges("cordon_lag_alerts", help: "Lag.", labels: ["member"]) {
            (0..<1000).map { (labels: ["m\($0)"], value: 1) }
        }
        #expect(registry.snapshot().count == MetricRegistry.labelSetsMax)
    }
}
