/// How often values occur in alerts, and which columns say the same: what keys are chosen by.
struct KeyStatistics: Sendable {
    /// Occurrences of a value in no alert of the sample count as so many.
    private static let unseenCount: Float = 0.3
    /// Two columns depend on each other where they have fewer pairs of values than this share of what chance would
    /// give: together they find hardly less than one of them alone.
    private static let dependentShare = 0.8
    /// The most columns that are compared pair by pair.
    private static let comparedColumnsMax = 48

    private var counts: [UInt64: Float] = [:]
    private var dependent: Set<UInt64> = []
    private(set) var alertCount = 0

    /// Nothing is known: a value is taken to be as rare as rules name many others.
    init() {}

    /// Counts what alerts say. `rows` has the columns of one alert after the other; of a list's columns those of one
    /// element.
    init(rows: [[UInt32]], keyColumns: [Int]) {
        alertCount = rows.count
        for row in rows {
            for column in keyColumns where row[column] > ColumnValue.other {
                counts[Self.key(column, row[column]), default: 0] += 1
            }
        }
        let compared = keyColumns.prefix(Self.comparedColumnsMax)
        for (index, one) in compared.enumerated() {
            for other in compared.dropFirst(index + 1) where Self.depend(one, other, rows) {
                dependent.insert(UInt64(one) << 32 | UInt64(other))
            }
        }
    }

    private static func depend(_ one: Int, _ other: Int, _ rows: [[UInt32]]) -> Bool {
        var together: Set<UInt64> = []
        var byChance: Set<UInt64> = []
        for (index, row) in rows.enumerated() where row[one] != ColumnValue.absent {
            // Half the sample further on: another alert, whose value has nothing to do with this one's.
            let stranger = rows[(index + rows.count / 2 + 1) % rows.count]
            together.insert(UInt64(row[one]) << 32 | UInt64(row[other]))
            byChance.insert(UInt64(row[one]) << 32 | UInt64(stranger[other]))
        }
        return Double(together.count) < dependentShare * Double(byChance.count)
    }

    private static func key(_ column: Int, _ value: UInt32) -> UInt64 { UInt64(column) << 32 | UInt64(value) }

    /// The share of alerts with one of these values in a column; `known` is how many values rules name there.
    func share(_ column: Int, _ values: some Sequence<UInt32>, known: Int) -> Float {
        var count: Float = 0
        var valueCount: Float = 0
        for value in values {
            valueCount += 1
            if alertCount > 0 { count += counts[Self.key(column, value)] ?? Self.unseenCount }
        }
        return alertCount > 0 ? count / Float(alertCount + 1) : valueCount / Float(known + 1)
    }

    /// Whether a key of both columns finds hardly less than one of them.
    func areDependent(_ one: Int, _ other: Int) -> Bool {
        dependent.contains(UInt64(min(one, other)) << 32 | UInt64(max(one, other)))
    }
}
