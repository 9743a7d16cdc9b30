internal import JSONDocument
internal import RuleIndex
internal import RuleLanguage

/// Rules: matching an alert against many, filing them, and evaluating one. On one thread; an alert's text is parsed
/// each time.
enum RuleMeasures {
    static let all = [
        Measurements.Measure(prefix: "rules.eval", run: evaluate),
        Measurements.Measure(prefix: "rules.match.desk", run: { try match(.desk, $0, $1) }),
        Measurements.Measure(prefix: "rules.match.sharp", run: { try match(.sharp, $0, $1) }),
        Measurements.Measure(prefix: "rules.match.alerts", run: matchAlerts),
        Measurements.Measure(prefix: "rules.insert", run: insert),
        Measurements.Measure(prefix: "rules.load.1m", run: load),
        Measurements.Measure(prefix: "rules.bytes_per_rule", run: measureMemory),
    ]

    private static let rounds = 9
    /// The alerts from which the index learns how often values occur.
    private static let observed = 1_000
    private static let sizes = [("1k", 1_000), ("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)]

    // MARK: Matching

    private static func match(
        _ profile: RuleWorkload.Profile, _ scale: Scale, _ report: (Figure) -> Void
    ) throws {
        let workload = RuleWorkload()
        let alerts = workload.alerts(scale(10_000, tiny: 50))
        for (name, size) in sizes {
            let index = try index(of: workload.rules(scale(size, tiny: size / 1_000), profile), alerts)
            let rate = try matchRate(index, alerts, isSorted: false)
            report(Figure(name: "rules.match.\(profile.rawValue).\(name)", value: rate, unit: "alerts/s"))
            guard name == "100k" else { continue }
            let sorted = try matchRate(index, alerts, isSorted: true)
            report(Figure(name: "rules.match.\(profile.rawValue).\(name).sorted", value: sorted, unit: "alerts/s"))
            let together = try matchTogetherRate(index, alerts)
            report(Figure(name: "rules.match.\(profile.rawValue).\(name).together", value: together, unit: "alerts/s"))
        }
    }

    private static func matchAlerts(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let workload = try AlertRuleWorkload(alerts: scale(10_000, tiny: 50))
        let index = try index(of: workload.rules(scale(100_000, tiny: 100)), workload.alerts)
        let rate = try matchRate(index, workload.alerts, isSorted: false)
        report(Figure(name: "rules.match.alerts.100k", value: rate, unit: "alerts/s"))
    }

    /// An index of rules that has seen some alerts.
    private static func index(of texts: [String], _ alerts: [[UInt8]]) throws -> RuleIndex {
        var index = RuleIndex()
        try index.insert(count: texts.count) { (RuleID(rawValue: UInt32($0)), try Rule(texts[$0])) }
        var document = JSONDocument()
        for alert in alerts.prefix(observed) {
            try document.parse(alert)
            index.observe(document.root)
        }
        return index.reclustered()
    }

    /// Alerts a second, from the text to the list of matching rules: the median of several rounds.
    private static func matchRate(_ index: RuleIndex, _ alerts: [[UInt8]], isSorted: Bool) throws -> Double {
        let snapshot = index.snapshot
        var document = JSONDocument()
        var matcher = RuleMatcher()
        var matches: [RuleID] = []
        let seconds = try (0..<rounds).map { _ in
            try Stopwatch.seconds {
                for alert in alerts {
                    try document.parse(alert)
                    matcher.match(document.root, in: snapshot, into: &matches, isSorted: isSorted)
                }
            }
        }
        return Double(alerts.count) / Stopwatch.median(seconds)
    }

    private final class Document {
        var document = JSONDocument()
    }

    /// As `matchRate`, with eight alerts a call.
    private static func matchTogetherRate(_ index: RuleIndex, _ alerts: [[UInt8]]) throws -> Double {
        let snapshot = index.snapshot
        let documents = (0..<8).map { _ in Document() }
        var matcher = RuleMatcher()
        var roots: [JSONNode] = []
        var matches = RuleMatches()
        let seconds = try (0..<rounds).map { _ in
            try Stopwatch.seconds {
                for start in stride(from: 0, to: alerts.count, by: documents.count) {
                    roots.removeAll(keepingCapacity: true)
                    for (document, alert) in zip(documents, alerts[start...]) {
                        try document.document.parse(alert)
                        roots.append(document.document.root)
                    }
                    matcher.match(roots, in: snapshot, into: &matches, isSorted: false)
                }
            }
        }
        return Double(alerts.count) / Stopwatch.median(seconds)
    }

    // MARK: Filing

    /// Rules that are compiled already, put into an index that has a hundred thousand others.
    private static func insert(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let workload = RuleWorkload()
        let count = scale(100_000, tiny: 100)
        let texts = workload.rules(count * 2, .desk)
        let filled = try index(of: Array(texts.prefix(count)), workload.alerts(scale(observed, tiny: 50)))
        let rules = try texts.dropFirst(count).map { try Rule($0) }
        let seconds = (0..<3).map { _ in
            var index = filled
            return Stopwatch.seconds {
                for (number, rule) in rules.enumerated() {
                    index.insert(RuleID(rawValue: UInt32(count + number)), rule)
                }
            }
        }
        report(Figure(name: "rules.insert", value: Double(rules.count) / Stopwatch.median(seconds), unit: "rules/s"))
    }

    /// From a million texts to an index that matches.
    private static func load(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let texts = RuleWorkload().rules(scale(1_000_000, tiny: 200), .desk)
        var index = RuleIndex()
        let seconds = try Stopwatch.seconds {
            try index.insert(count: texts.count) { (RuleID(rawValue: UInt32($0)), try Rule(texts[$0])) }
            _ = index.snapshot
        }
        report(Figure(name: "rules.load.1m", value: seconds, unit: "s"))
    }

    private static func measureMemory(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let workload = RuleWorkload()
        let texts = workload.rules(scale(1_000_000, tiny: 2_000), .desk)
        let index = try index(of: texts, workload.alerts(scale(observed, tiny: 50)))
        let bytes = Double(index.byteCount) / Double(index.count)
        report(Figure(name: "rules.bytes_per_rule", value: bytes, unit: "bytes"))
    }

    // MARK: Evaluating

    /// One typical rule by the evaluator, on an alert that is parsed already: of all rules and alerts, and of those
    /// where every part of the rule holds.
    private static func evaluate(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let workload = RuleWorkload()
        let rules = try workload.rules(scale(2_000, tiny: 200), .desk).map { try Rule($0) }
        var document = JSONDocument()
        var all: [Double] = []
        var matching: [Double] = []
        for alert in workload.alerts(scale(200, tiny: 10)) {
            try document.parse(alert)
            let root = document.root
            let found = rules.filter { $0.matches(root) }
            all.append(microseconds(rules, root))
            if !found.isEmpty { matching.append(microseconds(found, root)) }
        }
        report(Figure(name: "rules.eval", value: Stopwatch.median(all), unit: "us"))
        report(Figure(name: "rules.eval.matching", value: Stopwatch.median(matching), unit: "us"))
    }

    /// Microseconds for each evaluation.
    private static func microseconds(_ rules: [Rule], _ root: JSONNode) -> Double {
        var count = 0
        let seconds = (0..<5).map { _ in
            Stopwatch.seconds { for rule in rules where rule.matches(root) { count += 1 } }
        }
        return Stopwatch.median(seconds) / Double(rules.count) * 1e6
    }
}
