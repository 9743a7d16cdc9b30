/// What kind of metric a name stands for, in Prometheus' words.
public enum MetricKind: String, Sendable {
    /// Only grows.
    case counter
    /// Goes up and down.
    case gauge
    /// A distribution.
    case histogram
}

/// What a histogram's whole numbers mean, and so how they are shown.
public enum MetricUnit: Sendable {
    /// Recorded in nanoseconds, shown in seconds; from one microsecond to a minute.
    case seconds
    /// Bytes; from 64 bytes to 1 GiB.
    case bytes
    /// A plain number; from 1 to one million.
    case count

    /// How many recorded units make one shown unit.
    public var scale: Double {
        switch self {
        case .seconds: 1_000_000_000
        case .bytes, .count: 1
        }
    }

    /// The powers of two at which the exposition cuts the distribution.
    var exposedExponents: ClosedRange<Int> {
        switch self {
        case .seconds: 10...36
        case .bytes: 6...30
        case .count: 0...20
        }
    }
}

/// One metric with its labels at one moment, as a value.
public struct MetricSample: Sendable {
    /// What was read.
    public enum Reading: Sendable {
        /// A counter's total.
        case counter(UInt64)
        /// A gauge's level.
        case gauge(Double)
        /// A distribution and what its numbers mean.
        case histogram(HistogramSnapshot, MetricUnit)
    }

    /// The metric's name.
    public var name: String
    /// Names and values of the labels, in the order declared.
    public var labels: [(name: String, value: String)]
    /// What was read.
    public var reading: Reading
}
