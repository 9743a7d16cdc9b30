internal import Synchronization

/// A metric that can be created empty and read: a counter, a gauge or a histogram.
public protocol MetricInstrument: AnyObject, Sendable {
    /// Its kind.
    static var kind: MetricKind { get }
    /// An instrument that has counted nothing.
    init()
    /// What it says now.
    func reading(unit: MetricUnit) -> MetricSample.Reading
}

extension Counter: MetricInstrument {
    /// A counter.
    public static var kind: MetricKind { .counter }
    /// The total so far.
    public func reading(unit: MetricUnit) -> MetricSample.Reading { .counter(value) }
}

extension Gauge: MetricInstrument {
    /// A gauge.
    public static var kind: MetricKind { .gauge }
    /// The level now.
    public func reading(unit: MetricUnit) -> MetricSample.Reading { .gauge(Double(value)) }
}

extension Histogram: MetricInstrument {
    /// A histogram.
    public static var kind: MetricKind { .histogram }
    /// The distribution so far.
    public func reading(unit: MetricUnit) -> MetricSample.Reading { .histogram(snapshot(), unit) }
}

/// The metrics of one name that differ in the values of their labels.
///
/// The number of label sets is bounded by `MetricRegistry.labelSetsMax`. What comes after that shares one metric whose
/// labels all say `other`, so that hostile names cannot fill the memory; sums stay right.
public final class MetricFamily<Instrument: MetricInstrument>: Sendable {
    /// The value of every label of the metric that takes what is beyond the bound.
    public static var overflowLabel: String { "other" }

    let name: String
    let help: String
    let labelNames: [String]
    let unit: MetricUnit
    private let members = Mutex<[[String]: Instrument]>([:])

    init(name: String, help: String, labelNames: [String], unit: MetricUnit) {
        self.name = name
        self.help = help
        self.labelNames = labelNames
        self.unit = unit
    }

    /// The metric with these label values, one for each label declared; created at the first call.
    ///
    /// Takes a lock: whoever counts often keeps the metric. Values are cut at `MetricRegistry.labelBytesMax`.
    public subscript(values: String...) -> Instrument { instrument(values) }

    func instrument(_ values: [String]) -> Instrument {
        precondition(values.count == labelNames.count, "\(name) takes a value for each of \(labelNames)")
        let values = values.map(MetricRegistry.boundedLabel)
        return members.withLock { members in
            if let known = members[values] { return known }
            let isFull = members.count >= MetricRegistry.labelSetsMax
            let key = isFull ? labelNames.map { _ in Self.overflowLabel } : values
            if let known = members[key] { return known }
            let created = Instrument()
            members[key] = created
            return created
        }
    }

    /// Forgets the metric with these label values, as when a member leaves. Whoever still holds it counts unseen.
    public func remove(_ values: String...) {
        members.withLock { members in _ = members.removeValue(forKey: values.map(MetricRegistry.boundedLabel)) }
    }
}

/// What the registry knows of a family of any kind.
protocol MetricSource: Sendable {
    var name: String { get }
    var help: String { get }
    var kind: MetricKind { get }
    func samples() -> [MetricSample]
}

extension MetricFamily: MetricSource {
    var kind: MetricKind { Instrument.kind }

    func samples() -> [MetricSample] {
        // Copied under the lock, read outside of it: reading a histogram takes microseconds.
        let members = members.withLock { $0 }
        return members.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { values, instrument in
            let labels = zip(labelNames, values).map { (name: $0, value: $1) }
            return MetricSample(name: name, labels: labels, reading: instrument.reading(unit: unit))
        }
    }
}

/// Gauges computed when they are read, such as a queue's depth.
struct ComputedGauges: MetricSource {
    let name: String
    let help: String
    let labelNames: [String]
    let read: @Sendable () -> [(labels: [String], value: Double)]

    var kind: MetricKind { .gauge }

    func samples() -> [MetricSample] {
        read().prefix(MetricRegistry.labelSetsMax).map { values, value in
            let labels = zip(labelNames, values).map { (name: $0, value: MetricRegistry.boundedLabel($1)) }
            return MetricSample(name: name, labels: labels, reading: .gauge(value))
        }
    }
}
