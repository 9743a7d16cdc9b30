internal import RuleLanguage

/// Conditions become tests on columns.
extension RuleIndex {
    /// An alternative in codes.
    struct CodedAlternative {
        var tests: [TestCode]
        /// The list whose elements it speaks of.
        var list: Int?
    }

    /// The alternatives of a rule in codes; texts, thresholds and columns that are new get their numbers.
    mutating func alternatives(of rule: Rule) -> [CodedAlternative] {
        alternatives(of: rule, RuleConditions.alternatives(of: rule))
    }

    /// The same where its conditions are known already.
    mutating func alternatives(of rule: Rule, _ alternatives: RuleConditions.Alternatives) -> [CodedAlternative] {
        var wholeRule: TestCode?
        var all: [CodedAlternative] = []
        for conditions in alternatives {
            var coded = CodedAlternative(tests: [], list: nil)
            var isWhole = false
            for condition in conditions {
                guard condition != .rule, let test = code(condition) else {
                    isWhole = true
                    continue
                }
                if !coded.tests.contains(test) { coded.tests.append(test) }
                coded.list = coded.list ?? condition.place.flatMap { columns.list(of: $0) }
            }
            if isWhole {
                wholeRule = wholeRule ?? code(whole: rule)
                if let wholeRule { coded.tests.append(wholeRule) }
            }
            all.append(coded)
        }
        return all
    }

    private mutating func code(whole rule: Rule) -> TestCode? {
        longTests.code(.rule, [UInt32(wholeRules.append(contentsOf: CollectionOfOne(rule)))])
    }

    /// The code of a condition, nil where the index has no room for it.
    mutating func code(_ condition: Condition) -> TestCode? {
        switch condition {
        case .equal(let place, let value): return equality(place, value)
        case .notEqual(let place, let value): return code(.noneOf, place, [value])
        case .oneOf(let place, let values): return code(.oneOf, place, values)
        case .noneOf(let place, let values): return code(.noneOf, place, values)
        case .prefix(let place, let text):
            guard let column = column(place, .prefix(text.count)), let number = number(text, column) else { return nil }
            return compare(.equal, column, number)
        case .notPrefix(let place, let text):
            guard let column = column(place, .prefix(text.count)), let number = number(text, column) else { return nil }
            return longTests.code(.noneOf, [UInt32(column), number])
        case .number(let place, let relation, let number): return code(place, relation, number)
        case .notNumber(let place, let number):
            guard let column = column(place, .number), let value = valueColumn(place),
                let threshold = thresholds.number(number, column: columns.columns[column].detail)
            else { return nil }
            return longTests.code(.notNumber, [UInt32(value), UInt32(column), threshold])
        case .numberOneOf(let place, let numbers):
            let codes = numbers.compactMap { code(place, .equal, $0)?.bits }
            return codes.count == numbers.count ? longTests.code(.any, codes) : nil
        case .present(let place): return valueColumn(place).flatMap { compare(.greater, $0, ColumnValue.absent) }
        case .absent(let place): return valueColumn(place).flatMap { compare(.equal, $0, ColumnValue.absent) }
        case .object(let place): return valueColumn(place).flatMap { compare(.equal, $0, ColumnValue.object) }
        case .rule: return nil
        }
    }

    private mutating func equality(_ place: FieldPlace, _ value: ConditionValue) -> TestCode? {
        guard let column = valueColumn(place), let number = number(value, column) else { return nil }
        return compare(.equal, column, number)
    }

    private mutating func code(
        _ kind: LongTests.Kind, _ place: FieldPlace, _ values: [ConditionValue]
    ) -> TestCode? {
        guard let column = valueColumn(place) else { return nil }
        let numbers = values.compactMap { number($0, column) }
        guard numbers.count == values.count else { return nil }
        if kind == .oneOf, let set = TestCode(setOf: numbers, column: column) { return set }
        return longTests.code(kind, [UInt32(column)] + numbers.sorted())
    }

    private mutating func code(
        _ place: FieldPlace, _ relation: NumberRelation, _ number: AlertNumber
    ) -> TestCode? {
        guard let column = column(place, .number),
            let threshold = thresholds.number(number, column: columns.columns[column].detail)
        else { return nil }
        switch relation {
        case .equal: return compare(.equal, column, threshold, isThreshold: true)
        case .greater: return compare(.greater, column, threshold, isThreshold: true)
        case .greaterOrEqual: return compare([.equal, .greater], column, threshold, isThreshold: true)
        case .less: return compare(.less, column + 1, threshold, isThreshold: true)
        case .lessOrEqual: return compare([.equal, .less], column + 1, threshold, isThreshold: true)
        }
    }

    private mutating func compare(
        _ results: TestCode.Results, _ column: Int, _ operand: UInt32, isThreshold: Bool = false
    ) -> TestCode? {
        TestCode(results, column: column, operand: Int(operand), isThreshold: isThreshold)
            ?? longTests.code(.compare, [results.rawValue, isThreshold ? 1 : 0, UInt32(column), operand])
    }

    // MARK: Columns and values

    private mutating func column(_ place: FieldPlace, _ kind: Columns.Kind) -> Int? {
        let column = columns.column(place, kind, thresholds: &thresholds)
        while broad.count <= columns.listCount { broad.append(BroadRules()) }
        return column
    }

    /// The column of a field's value.
    private mutating func valueColumn(_ place: FieldPlace) -> Int? { column(place, .value) }

    private mutating func number(_ value: ConditionValue, _ column: Int) -> UInt32? {
        switch value {
        case .text(let text): number(text, column)
        case .bool(let value): value ? ColumnValue.true : ColumnValue.false
        case .null: ColumnValue.null
        }
    }

    private mutating func number(_ text: [UInt8], _ column: Int) -> UInt32? {
        let (number, isNew) = texts.number(text, column: column, next: columns.nextNumber(column))
        if isNew { columns.countText(column) }
        return number
    }
}
