/// A condition as the index tests it: 32 bits.
///
///     bit 31      the operand is a threshold (see `Thresholds`), not a number of a value
///     bits 28–30  which results of comparing the column with the operand satisfy it; none: see below
///     bits 20–27  the column
///     bits 0–19   the operand
///
/// Where no result satisfies it there is another test. With bit 31 clear, bits 0–27 are the place of a longer one (see
/// `LongTests`); with bit 31 set the operand is a set of the first `setSize` texts of the column, a bit each. Testing
/// needs no branch: whether the column is equal, greater or less selects the bit.
struct TestCode: Hashable, Sendable {
    let bits: UInt32

    @inline(__always)
    init(bits: UInt32) { self.bits = bits }

    /// Results of a comparison, as a set.
    struct Results: OptionSet, Hashable {
        let rawValue: UInt32
        static let equal = Results(rawValue: 1)
        static let greater = Results(rawValue: 2)
        static let less = Results(rawValue: 4)
    }

    static let columnMax = 1 << 8 - 1
    static let operandMax = 1 << 20 - 1

    /// Nil where the column or the operand is too large.
    init?(_ results: Results, column: Int, operand: Int, isThreshold: Bool = false) {
        guard column <= Self.columnMax, operand <= Self.operandMax else { return nil }
        bits =
            (isThreshold ? 1 << 31 : 0) | results.rawValue << 28 | UInt32(column) << 20 | UInt32(operand)
    }

    init(long place: Int) { bits = UInt32(place) }

    /// How many texts of a column, from the first on, may be members of a set.
    static let setSize: UInt32 = 20

    /// A set of texts; nil where the column or a text is too large.
    init?(setOf texts: [UInt32], column: Int) {
        guard column <= Self.columnMax,
            texts.allSatisfy({ $0 >= ColumnValue.firstText && $0 < ColumnValue.firstText + Self.setSize })
        else { return nil }
        bits = texts.reduce(Self.setHead << 28 | UInt32(column) << 20) { $0 | 1 << ($1 - ColumnValue.firstText) }
    }

    private static let setHead: UInt32 = 8

    // Codes in ascending order are long tests, comparisons with numbers of values, sets, comparisons with thresholds.
    static let firstComparison: UInt32 = 1 << 28
    static let firstSet: UInt32 = 8 << 28
    static let firstThreshold: UInt32 = 9 << 28

    /// Holds always. It is greater than any other, and so comes last where tests are sorted.
    static let always = TestCode(bits: 15 << 28)

    @inline(__always)
    var isLong: Bool { bits < 1 << 28 }
    @inline(__always)
    var isThreshold: Bool { bits >> 28 > Self.setHead }
    @inline(__always)
    var column: Int { Int(truncatingIfNeeded: bits >> 20 & 0xFF) }
    @inline(__always)
    var operand: UInt32 { bits & 0xF_FFFF }
    @inline(__always)
    var place: Int { Int(truncatingIfNeeded: bits) }
    var results: Results { Results(rawValue: bits >> 28 & 7) }
    @inline(__always)
    var isSet: Bool { bits >> 28 == Self.setHead }
    /// The texts of a set.
    var texts: [UInt32] {
        (0..<Self.setSize).filter { operand >> $0 & 1 == 1 }.map { $0 + ColumnValue.firstText }
    }
}

/// What a column of an alert says, besides the numbers of known texts.
enum ColumnValue {
    /// The field is not there, or is of a type that the column does not hold.
    static let absent: UInt32 = 0
    /// The field has a value that no rule names.
    static let other: UInt32 = 1
    static let `true`: UInt32 = 2
    static let `false`: UInt32 = 3
    static let null: UInt32 = 4
    static let object: UInt32 = 5
    /// The first number of a text.
    static let firstText: UInt32 = 6
}
