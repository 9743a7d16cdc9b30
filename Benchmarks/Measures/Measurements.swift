internal import Foundation

/// One figure.
public struct Figure: Sendable {
    /// What was measured: `hub.publish.window1`.
    public let name: String
    /// The value.
    public let value: Double
    /// Its unit: `alerts/s`, `us`.
    public let unit: String

    /// `name<TAB>value<TAB>unit`.
    public var line: String { "\(name)\t\(Self.text(value))\t\(unit)" }

    private static func text(_ value: Double) -> String {
        String(format: value >= 1_000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value)
    }
}

/// How large a measurement is.
public enum Scale: Sendable {
    /// As the figures in the README were taken.
    case full
    /// So small that it runs within the tests, to show that it still works; its figures mean nothing.
    case tiny

    func callAsFunction(_ full: Int, tiny: Int) -> Int { self == .full ? full : tiny }
}

/// All measurements.
public enum Measurements {
    struct Measure: Sendable {
        /// The beginning of the names of its figures.
        let prefix: String
        let run: @Sendable (Scale, (Figure) -> Void) throws -> Void
    }

    static let all: [Measure] =
        EngineMeasures.all + SchemaMeasures.all + SchemaEvolutionMeasures.all + RuleMeasures.all + JournalMeasures.all
        + HubMeasures.all

    /// Runs those whose figures begin with `only`, or all; each figure is handed over as it is known.
    public static func run(only: String?, scale: Scale, report: (Figure) -> Void) throws {
        for measure in all {
            if let only, !measure.prefix.hasPrefix(only), !only.hasPrefix(measure.prefix) { continue }
            try measure.run(scale) { figure in
                if only.map({ figure.name.hasPrefix($0) }) ?? true { report(figure) }
            }
        }
    }
}

/// Why something could not be measured.
struct MeasureFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Time and medians.
enum Stopwatch {
    /// Seconds of a clock that never goes back.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The seconds that `body` takes.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = now
        try body()
        return now - start
    }

    /// The value in the middle.
    static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

    /// The value below which a share of the values lies.
    static func quantile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
