internal import Synchronization

/// All metrics of a program by name, for the exposition and for `status`.
///
/// Names follow Prometheus' rules, `<product>_<thing>_<unit>`, and counters end in `_total`; a name that does not is a
/// fault of the program and traps. Asking again for a name yields the same metric.
public final class MetricRegistry: Sendable {
    /// The most label sets one name may have; one more takes everything beyond.
    public static let labelSetsMax = 256
    /// The longest label value, in bytes.
    public static let labelBytesMax = 128

    private let sources = Mutex<[String: any MetricSource]>([:])

    /// Starts without metrics.
    public init() {}

    /// A counter without labels.
    public func counter(_ name: String, help: String) -> Counter {
        counters(name, help: help, labels: []).instrument([])
    }

    /// Counters that differ in the values of `labels`.
    public func counters(_ name: String, help: String, labels: [String]) -> MetricFamily<Counter> {
        precondition(name.hasSuffix("_total"), "the counter \(name) must end in _total")
        return family(name, help: help, labels: labels, unit: .count)
    }

    /// A gauge without labels.
    public func gauge(_ name: String, help: String) -> Gauge {
        gauges(name, help: help, labels: []).instrument([])
    }

    /// Gauges that differ in the values of `labels`.
    public func gauges(_ name: String, help: String, labels: [String]) -> MetricFamily<Gauge> {
        family(name, help: help, labels: labels, unit: .count)
    }

    /// A histogram without labels.
    public func histogram(_ name: String, help: String, unit: MetricUnit) -> Histogram {
        histograms(name, help: help, unit: unit, labels: []).instrument([])
    }

    /// Histograms that differ in the values of `labels`.
    public func histograms(
        _ name: String, help: String, unit: MetricUnit, labels: [String]
    ) -> MetricFamily<Histogram> {
        family(name, help: help, labels: labels, unit: unit)
    }

    /// A gauge whose value is computed each time it is read; a later call for the name replaces it.
    public func computedGauge(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        computedGauges(name, help: help, labels: []) { [([], read())] }
    }

    /// Gauges computed each time they are read: label values, one for each of `labels`, and the value.
    public func computedGauges(
        _ name: String, help: String, labels: [String],
        read: @escaping @Sendable () -> [(labels: [String], value: Double)]
    ) {
        Self.checkNames(name, labels)
        sources.withLock { sources in
            precondition(sources[name] == nil || sources[name] is ComputedGauges, "\(name) is another kind of metric")
            sources[name] = ComputedGauges(name: name, help: help, labelNames: labels, read: read)
        }
    }

    /// Every metric as it is now, ordered by name and labels.
    public func snapshot() -> [MetricSample] { orderedSources().flatMap { $0.samples() } }

    func orderedSources() -> [any MetricSource] {
        sources.withLock { $0.values.sorted { $0.name < $1.name } }
    }

    private func family<Instrument>(
        _ name: String, help: String, labels: [String], unit: MetricUnit
    ) -> MetricFamily<Instrument> {
        Self.checkNames(name, labels)
        return sources.withLock { sources in
            if let known = sources[name] {
                guard let known = known as? MetricFamily<Instrument>, known.labelNames == labels else {
                    preconditionFailure("\(name) is another kind of metric, or has other labels")
                }
                return known
            }
            let created = MetricFamily<Instrument>(name: name, help: help, labelNames: labels, unit: unit)
            sources[name] = created
            return created
        }
    }

    private static func checkNames(_ name: String, _ labels: [String]) {
        precondition(isName(name), "\(name) is no name of a metric")
        for label in labels {
            precondition(isName(label) && label != "le", "\(label) is no name of a label")
        }
    }

    private static func isName(_ name: String) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = name.utf8.first, !digits.contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    static func boundedLabel(_ value: String) -> String {
        guard value.utf8.count > labelBytesMax else { return value }
        var end = value.utf8.index(value.startIndex, offsetBy: labelBytesMax)
        while end.samePosition(in: value.unicodeScalars) == nil { end = value.utf8.index(before: end) }
        return String(value[..<end])
    }
}
