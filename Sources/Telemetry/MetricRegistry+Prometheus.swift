extension MetricRegistry {
    /// The media type of the exposition.
    public static let expositionMediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// All metrics in Prometheus' text format, version 0.0.4.
    public func prometheusText() -> String {
        var text = ""
        for source in orderedSources() {
            let samples = source.samples()
            guard !samples.isEmpty else { continue }
            text += "# HELP \(source.name) \(Self.escapedHelp(source.help))\n"
            text += "# TYPE \(source.name) \(source.kind.rawValue)\n"
            for sample in samples { Self.append(sample, to: &text) }
        }
        return text
    }

    private static func append(_ sample: MetricSample, to text: inout String) {
        switch sample.reading {
        case .counter(let total):
            text += "\(sample.name)\(labelText(sample.labels)) \(total)\n"
        case .gauge(let level):
            text += "\(sample.name)\(labelText(sample.labels)) \(number(level))\n"
        case .histogram(let distribution, let unit):
            append(distribution, of: sample, in: unit, to: &text)
        }
    }

    private static func append(
        _ distribution: HistogramSnapshot, of sample: MetricSample, in unit: MetricUnit, to text: inout String
    ) {
        let count = distribution.count
        for exponent in unit.exposedExponents {
            let bound = UInt64(1) << UInt64(exponent)
            let labels = labelText(sample.labels + [("le", number(Double(bound) / unit.scale))])
            text += "\(sample.name)_bucket\(labels) \(distribution.count(upTo: bound))\n"
        }
        text += "\(sample.name)_bucket\(labelText(sample.labels + [("le", "+Inf")])) \(count)\n"
        text += "\(sample.name)_sum\(labelText(sample.labels)) \(number(Double(distribution.sum) / unit.scale))\n"
        text += "\(sample.name)_count\(labelText(sample.labels)) \(count)\n"
    }

    private static func labelText(_ labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escapedLabel($0.value))\"" }.joined(separator: ",") + "}"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return value.description
    }

    private static func escapedLabel(_ value: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "\"":
                escaped.append("\\")
                escaped.append(scalar)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static func escapedHelp(_ help: String) -> String {
        help.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    }
}
