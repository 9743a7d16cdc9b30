public import JSONDocument

/// Keys are chosen anew as it is learnt what alerts look like.
extension RuleIndex {
    /// Remembers an alert as an example of what comes: the keys chosen by `reclustered` are the better for it. The
    /// latest thousand or so are kept.
    public mutating func observe(_ root: JSONNode) { sample.add(root.tape) }

    /// An index of the same rules with keys chosen by the alerts observed, without what removed rules left behind but
    /// the numbers of texts.
    ///
    /// Takes some microseconds for each rule. The index itself is left as it is, so that this may run on
    /// another thread.
    public func reclustered() -> RuleIndex {
        var better = self
        better.forgetSnapshot()
        better.statistics = learn()
        better.shapes = KeyShapes()
        better.shapes.allowed = better.shapesWorthTheirCost()
        better.buckets = Buckets()
        better.broad = Array(repeating: BroadRules(), count: broad.count)
        better.filed = FiledRules()
        better.longTests = LongTests()
        better.wholeRules = AppendOnly()
        filed.forEach { rule, alternatives in
            let coded = alternatives.map { alternative in
                CodedAlternative(
                    tests: alternative.tests.map { better.adopt($0, of: self) }, list: list(of: alternative.tests))
            }
            better.file(RuleID(rawValue: rule), coded)
        }
        better.buckets.compact()
        better.filed.compact()
        return better
    }

    /// The code here of a test of another index with the same columns.
    private mutating func adopt(_ test: TestCode, of other: RuleIndex) -> TestCode {
        guard test.isLong else { return test }
        let (kind, operands) = other.longTests.read(test)
        let adopted: [UInt32] =
            switch kind {
            case .all, .any: operands.map { adopt(TestCode(bits: $0), of: other).bits }
            case .rule:
                [UInt32(wholeRules.append(contentsOf: CollectionOfOne(other.wholeRules[Int(operands[0])])))]
            case .compare, .oneOf, .noneOf, .notNumber: operands
            }
        guard let code = longTests.code(kind, adopted) else {
            preconditionFailure("what had room in the other index has room in this one")
        }
        return code
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

    /// The shapes of keys that are worth looking up for every alert.
    private func shapesWorthTheirCost() -> Set<KeyShape> {
        var selection = ShapeSelection()
        let step = max(1, count / ShapeSelection.alternativesMax)
        var number = 0
        filed.forEach { _, alternatives in
            number += 1
            guard number % step == 0 else { return }
            for alternative in alternatives {
                let coded = CodedAlternative(tests: alternative.tests, list: list(of: alternative.tests))
                var options: [(KeyShape, Float)] = []
                KeyChoice.forEachKey(
                    of: keyParts(coded), areDependent: { areDependent($0, $1) }
                ) { parts, cost in
                    if fits(parts) { options.append((KeyShape(columns: parts.map(\.column), list: coded.list), cost)) }
                }
                selection.add(options)
            }
        }
        return selection.chosen(weight: Float(step))
    }
}
