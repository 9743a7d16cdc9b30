/// Rules are put under their keys, and taken out again.
extension RuleIndex {
    mutating func file(_ id: RuleID, _ alternatives: [CodedAlternative]) {
        let filedAlternatives = alternatives.map { coded in
            place(id.rawValue, coded, isRepeated: alternatives.count > 1)
        }
        filed.insert(id.rawValue, filedAlternatives)
    }

    /// Puts an alternative under the keys that are chosen for it.
    private mutating func place(
        _ rule: UInt32, _ coded: CodedAlternative, isRepeated: Bool
    ) -> FiledRules.Alternative {
        guard let choice = choose(coded) else { return placeBroad(rule, coded, isRepeated: isRepeated) }
        // The tests of the key come first, then the rest as records have it.
        let keyTests = choice.parts.map { coded.tests[$0.test] }
        var rest = coded.tests.filter { !keyTests.contains($0) }
        if rest.count > 1 { rest.sort { rank($0) < rank($1) } }
        guard let record = record(rule, rest, isRepeated: isRepeated || coded.list != nil) else {
            return placeBroad(rule, coded, isRepeated: isRepeated)
        }
        let shape = shapes.number(KeyShape(columns: choice.parts.map(\.column), list: coded.list))
        let probe = shapes.probe(shape)
        KeyChoice.forEachTuple(choice.parts) { first, second, third in
            buckets.insert(probe.key(first, second, third), record)
        }
        let way = FiledRules.Way(shape: shape, keyCount: keyTests.count, testCount: coded.tests.count)
        return FiledRules.Alternative(way: way, tests: keyTests + rest)
    }

    private mutating func placeBroad(
        _ rule: UInt32, _ coded: CodedAlternative, isRepeated: Bool
    ) -> FiledRules.Alternative {
        let (tests, last) = broadTests(coded.tests)
        let place = broad[coded.list.map { $0 + 1 } ?? 0].insert(
            rule: rule, isRepeated: isRepeated || coded.list != nil, tests: tests, last: last)
        let way = FiledRules.Way(shape: FiledRules.Way.broad, keyCount: 0, testCount: coded.tests.count)
        return FiledRules.Alternative(way: way, place: place, tests: coded.tests)
    }

    /// Takes out an alternative of a rule that has been taken out of `filed`.
    mutating func withdraw(_ rule: UInt32, _ alternative: FiledRules.Alternative, isRepeated: Bool) {
        let list = list(of: alternative.tests)
        if alternative.way.shape == FiledRules.Way.broad {
            broad[list.map { $0 + 1 } ?? 0].remove(at: alternative.place, tests: broadTests(alternative.tests).tests)
            return
        }
        let keyTests = alternative.tests.prefix(alternative.way.keyCount)
        let parts = keyParts(CodedAlternative(tests: Array(keyTests), list: list))
        let rest = Array(alternative.tests.dropFirst(keyTests.count))
        guard let record = record(rule, rest, isRepeated: isRepeated || list != nil) else { return }
        let probe = shapes.probe(alternative.way.shape)
        KeyChoice.forEachTuple(parts) { first, second, third in
            buckets.remove(probe.key(first, second, third), record)
        }
    }

    /// The tests of a broad alternative that are made once for all, and the one that is made last.
    private func broadTests(_ tests: [TestCode]) -> (tests: [TestCode], last: TestCode) {
        guard let last = tests.last, isWholeRule(last) else { return (tests, .always) }
        return (tests.dropLast(), last)
    }

    private func isWholeRule(_ test: TestCode) -> Bool { test.isLong && longTests.read(test).kind == .rule }

    // MARK: Keys

    func choose(_ coded: CodedAlternative) -> KeyChoice.Choice? {
        var best: KeyChoice.Choice?
        KeyChoice.forEachKey(of: keyParts(coded), areDependent: { areDependent($0, $1) }) { parts, cost in
            guard cost < best?.cost ?? .infinity, fits(parts),
                shapes.allows(KeyShape(columns: parts.map(\.column), list: coded.list))
            else { return }
            best = KeyChoice.Choice(parts: parts, cost: cost)
        }
        return best
    }

    /// Whether a key of both columns finds hardly less than one of them.
    func areDependent(_ one: Int, _ other: Int) -> Bool {
        columns.columns[one].place == columns.columns[other].place || statistics.areDependent(one, other)
    }

    /// Whether the values of all parts have room in a key.
    func fits(_ parts: [KeyChoice.Part]) -> Bool {
        let most = KeyShape.valueMax(columnCount: parts.count)
        return parts.allSatisfy { $0.values.allSatisfy { $0 <= most } }
    }

    /// The tests of an alternative that can be part of a key, by column in ascending order.
    func keyParts(_ coded: CodedAlternative) -> [KeyChoice.Part] {
        coded.tests.enumerated().compactMap { index, test in
            guard let (column, values) = keyValues(test) else { return nil }
            let known = columns.columns[column].detail
            let share = statistics.share(column, values, known: known)
            return KeyChoice.Part(test: index, column: column, values: values, share: share)
        }.sorted { $0.column < $1.column }
    }

    /// The column and the values that satisfy a test, nil where it is no equality, list of values or prefix.
    private func keyValues(_ test: TestCode) -> (column: Int, values: [UInt32])? {
        if test.isSet { return (test.column, test.texts) }
        if !test.isLong {
            guard test.results == .equal, !test.isThreshold, Self.isKeyValue(test.operand) else { return nil }
            return (test.column, [test.operand])
        }
        let (kind, operands) = longTests.read(test)
        switch kind {
        case .oneOf where operands.count - 1 <= KeyChoice.recordsMax:
            return (Int(operands[0]), Array(operands.dropFirst()))
        case .compare
        where operands[0] == TestCode.Results.equal.rawValue && operands[1] == 0 && Self.isKeyValue(operands[3]):
            return (Int(operands[2]), [operands[3]])
        default: return nil
        }
    }

    /// Whether a value of a column tells alerts apart.
    private static func isKeyValue(_ value: UInt32) -> Bool {
        value > ColumnValue.other && value != ColumnValue.object
    }

    /// The list whose elements tests speak of, nil where they speak of the alert alone.
    func list(of tests: [TestCode]) -> Int? {
        for test in tests {
            if !test.isLong {
                if let list = columns.columns[test.column].list { return list }
                continue
            }
            let (kind, operands) = longTests.read(test)
            let found: Int? =
                switch kind {
                case .oneOf, .noneOf, .notNumber: columns.columns[Int(operands[0])].list
                case .compare: columns.columns[Int(operands[2])].list
                case .all, .any: list(of: operands.map { TestCode(bits: $0) })
                case .rule: nil
                }
            if let found { return found }
        }
        return nil
    }

    // MARK: Records

    /// A record of the tests that remain behind a key; nil where the index has no room for a long test of them.
    private mutating func record(_ rule: UInt32, _ rest: [TestCode], isRepeated: Bool) -> BucketRecord? {
        var third = rest.count > 2 ? rest[2] : .always
        if rest.count > 3 {
            guard let packed = longTests.code(.all, rest.dropFirst(2).map(\.bits)) else { return nil }
            third = packed
        }
        return BucketRecord(
            rule: rule, isRepeated: isRepeated, first: rest.first ?? .always,
            second: rest.count > 1 ? rest[1] : .always,
            third: third)
    }

    /// How widely a test is likely to be shared: those on columns of few values are; then by content. What is dear
    /// comes last.
    private func rank(_ test: TestCode) -> (Int, UInt32) {
        guard test.isLong else {
            let column = columns.columns[test.column]
            let size = test.isThreshold ? thresholds.columns[column.detail].values.count : column.detail
            return (size, test.bits)
        }
        return (isWholeRule(test) ? .max : .max - 1, test.bits)
    }
}
