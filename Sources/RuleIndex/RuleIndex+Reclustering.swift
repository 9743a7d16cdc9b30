public import JSONDocument

/// Keys are chosen anew as it is learnt what alerts look like.
extension RuleIndex {
    /// Remembers an alert as an example of what comes: the keys chosen by `reclustered` are the better for it. The
    /// latest thousand or so are kept.
    public mutating func observe(_ root: JSONNode) { sample.add(root.tape) }

    /// An index of the same rules with keys chosen by the alerts observed, without what removed rules left behind.
    ///
    /// Takes about a microsecond or two for each rule. The index itself is left as it is, so that this may run on
    /// another thread.
    public func reclustered() -> RuleIndex {
        var better = self
        better.statistics = learn()
        better.shapes = KeyShapes()
        better.shapes.allowed = shapesWorthTheirCost(better)
        better.buckets = Buckets()
        better.broad = Array(repeating: BroadRules(), count: broad.count)
        better.filed = FiledRules()
        filed.forEach { rule, alternatives in
            let coded = alternatives.map { CodedAlternative(tests: $0.tests, list: list(of: $0.tests)) }
            better.file(RuleID(rawValue: rule), coded)
        }
        better.buckets.compact()
        better.filed.compact()
        return better
    }

    /// How often values occur in the alerts observed.
    private func learn() -> KeyStatistics {
        guard sample.count > 0, columns.count > 0 else { return KeyStatistics() }
        let keyColumns = columns.columns.indices.filter { columns.columns[$0].kind != .number }
        var rows: [[UInt32]] = []
        let snapshot = snapshot
        var matcher = RuleMatcher()
        sample.forEach { rows.append(matcher.row($0, snapshot)) }
        return KeyStatistics(rows: rows, keyColumns: keyColumns)
    }

    /// A shape is worth looking up for every alert where at least this share of all alternatives is found by it.
    private static let shapeShareMin = 1.0 / 400

    /// The shapes that keys would have if each alternative got its best, without those that few would have.
    private func shapesWorthTheirCost(_ trial: RuleIndex) -> Set<KeyShape> {
        var counts: [KeyShape: Int] = [:]
        var total = 0
        var trial = trial
        trial.shapes.allowed = nil
        trial.shapes.isUnlimited = true
        filed.forEach { _, alternatives in
            for alternative in alternatives {
                let coded = CodedAlternative(tests: alternative.tests, list: list(of: alternative.tests))
                guard let choice = trial.choose(coded) else { continue }
                counts[KeyShape(columns: choice.parts.map(\.column), list: coded.list), default: 0] += 1
                total += 1
            }
        }
        let least = Int(Double(total) * Self.shapeShareMin)
        return Set(
            counts.filter { $0.value >= least }.sorted { $0.value > $1.value }.prefix(KeyShapes.chosenMax).map(\.key))
    }
}
