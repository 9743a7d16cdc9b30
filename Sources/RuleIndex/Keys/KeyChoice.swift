/// Chooses the key under which an alternative of a rule is found: of its equalities, lists of values and prefixes the
/// one to three that the fewest alerts satisfy together.
struct KeyChoice {
    /// The most records of one alternative: the values of lists multiply.
    static let recordsMax = 64
    /// What a record costs, in candidates per alert: so that of equally rare keys the one with fewer records wins.
    private static let recordCost: Float = 2e-5

    /// A test that can be part of a key.
    struct Part {
        /// Its place among the alternative's tests.
        let test: Int
        let column: Int
        let values: [UInt32]
        /// The share of alerts that satisfy it.
        let share: Float
    }

    /// A key: which tests make it up, their columns in ascending order.
    struct Choice {
        let parts: [Part]
        let cost: Float
    }

    /// Calls `body` with each key that parts, which are in order of their columns, can make, and what it costs.
    static func forEachKey(
        of parts: [Part], areDependent: (Int, Int) -> Bool, _ body: ([Part], Float) -> Void
    ) {
        func consider(_ key: [Part]) {
            let records = key.reduce(1) { $0 * $1.values.count }
            guard records <= recordsMax else { return }
            body(key, key.reduce(1) { $0 * $1.share } + Float(records) * recordCost)
        }
        for (index, one) in parts.enumerated() {
            consider([one])
            guard KeyShape.columnsMax > 1 else { continue }
            for (offset, other) in parts.enumerated().dropFirst(index + 1) {
                if areDependent(one.column, other.column) { continue }
                consider([one, other])
                guard KeyShape.columnsMax > 2 else { continue }
                for third in parts.dropFirst(offset + 1)
                where !areDependent(one.column, third.column) && !areDependent(other.column, third.column) {
                    consider([one, other, third])
                }
            }
        }
    }

    /// The values that keys of these parts have, one tuple after the other; of fewer than three the last is repeated.
    static func forEachTuple(_ parts: [Part], _ body: (UInt32, UInt32, UInt32) -> Void) {
        for first in parts[0].values {
            guard parts.count > 1 else {
                body(first, first, first)
                continue
            }
            for second in parts[1].values {
                guard parts.count > 2 else {
                    body(first, second, second)
                    continue
                }
                for third in parts[2].values { body(first, second, third) }
            }
        }
    }
}
