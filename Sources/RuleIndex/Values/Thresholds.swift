/// The numbers that rules compare fields with, column by column in ascending order, so that a field's number is looked
/// up once per alert and compared as a rank from then on.
///
/// The rank of threshold `i` of a column is `2 i + 1`; a number between thresholds has the even rank between theirs.
/// Rules name a threshold by a number that stays: ranks shift as thresholds come.
struct Thresholds: Sendable {
    /// The most thresholds of a column; comparisons with further ones are left to the evaluator.
    static let columnThresholdsMax = 1 << 16

    /// A list that is written only while one index alone holds it.
    final class List<Element: BitwiseCopyable>: @unchecked Sendable {
        let base: UnsafeMutablePointer<Element>
        let capacity: Int

        init(capacity: Int, copying other: List?, count: Int) {
            base = .allocate(capacity: capacity)
            if let other { base.initialize(from: other.base, count: count) }
            self.capacity = capacity
        }

        deinit { base.deallocate() }

        /// Makes sure that one more element can be written to a list of that many.
        static func makeRoom(_ list: inout List, count: Int) {
            if count < list.capacity, isKnownUniquelyReferenced(&list) { return }
            let capacity = count < list.capacity ? list.capacity : max(16, list.capacity * 2)
            list = List(capacity: capacity, copying: list, count: count)
        }
    }

    /// The thresholds of a column.
    struct Column: Sendable {
        fileprivate(set) var values: [AlertNumber] = []
        /// The stable numbers of the values.
        fileprivate var numbers: [UInt32] = []
        /// The values as `Double`s, which is exact where `isExact`.
        fileprivate var doubles = List<Double>(capacity: 0, copying: nil, count: 0)
        fileprivate var isExact = true

        /// How many values are less than a number, and whether the next equals it.
        func search(_ number: AlertNumber) -> (below: Int, isEqual: Bool) {
            var low = 0
            var high = values.count
            while low < high {
                let middle = (low + high) / 2
                if values[middle].isLess(than: number) { low = middle + 1 } else { high = middle }
            }
            return (low, low < values.count && !number.isLess(than: values[low]))
        }
    }

    /// A column as reading an alert needs it.
    struct View {
        let doubles: UnsafePointer<Double>
        let count: Int
        let isExact: Bool

        /// The rank of a number.
        @inline(__always)
        func rank(_ number: Double) -> UInt32 {
            guard count > 0 else { return 0 }
            var start = doubles
            var left = count
            // Halving without a branch on the data: the outcome of each comparison is anyone's guess.
            while left > 1 {
                let half = left / 2
                start += start[half &- 1] < number ? half : 0
                left &-= half
            }
            let below = (start - doubles) &+ (start.pointee < number ? 1 : 0)
            let isEqual = below < count && doubles[below] == number
            return UInt32(truncatingIfNeeded: 2 &* below &+ (isEqual ? 1 : 0))
        }
    }

    private var ranks = List<UInt32>(capacity: 16, copying: nil, count: 0)
    private var views = List<View>(capacity: 0, copying: nil, count: 0)
    private var count = 0
    private(set) var columns: [Column] = []

    /// The ranks of all thresholds by their numbers: valid while a copy of this lives. `rankMask` brings any number
    /// within them.
    @inline(__always)
    var rankBase: UnsafePointer<UInt32> { UnsafePointer(ranks.base) }
    @inline(__always)
    var rankMask: UInt32 { UInt32(ranks.capacity - 1) }
    /// The columns: valid while a copy of this lives.
    @inline(__always)
    var viewBase: UnsafePointer<View> { UnsafePointer(views.base) }

    /// The rank of a number of an alert that is no exact `Double`, or in a column where a threshold is none.
    func rank(_ number: AlertNumber, column: Int) -> UInt32 {
        let (below, isEqual) = columns[column].search(number)
        return UInt32(2 * below + (isEqual ? 1 : 0))
    }

    /// Memory set aside, in bytes.
    var byteCount: Int { columns.reduce(ranks.capacity * 4) { $0 + $1.values.capacity * 28 } }

    /// Makes a column; its place in `columns`.
    mutating func addColumn() -> Int {
        columns.append(Column())
        setView(columns.count - 1)
        return columns.count - 1
    }

    private mutating func setView(_ column: Int) {
        List.makeRoom(&views, count: max(column, columns.count - 1))
        let entry = columns[column]
        (views.base + column).initialize(
            to: View(
                doubles: UnsafePointer(entry.doubles.base), count: entry.values.count, isExact: entry.isExact))
    }

    /// The number of a threshold, nil where the column is full.
    mutating func number(_ value: AlertNumber, column: Int) -> UInt32? {
        let (place, isKnown) = columns[column].search(value)
        if isKnown { return columns[column].numbers[place] }
        let size = columns[column].values.count
        guard size < Self.columnThresholdsMax, count <= TestCode.operandMax else { return nil }
        let number = UInt32(count)
        List.makeRoom(&ranks, count: count)
        count += 1
        columns[column].values.insert(value, at: place)
        columns[column].numbers.insert(number, at: place)
        List.makeRoom(&columns[column].doubles, count: size)
        let doubles = columns[column].doubles.base
        (doubles + place + 1).update(from: doubles + place, count: size - place)
        (doubles + place).initialize(to: value.exactDouble ?? .nan)
        if value.exactDouble == nil { columns[column].isExact = false }
        for index in place...size { ranks.base[Int(columns[column].numbers[index])] = UInt32(2 * index + 1) }
        setView(column)
        return number
    }
}
