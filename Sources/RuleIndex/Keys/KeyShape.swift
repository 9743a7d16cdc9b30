/// The columns of which a key is made: up to three.
struct KeyShape: Hashable, Sendable {
    /// The most columns of a key.
    static let columnsMax = 2
    /// The most shapes: each is looked up for every alert.
    static let shapesMax = 255

    /// In ascending order.
    let columns: [Int]
    /// The list for each of whose elements the key is looked up, nil where it is looked up once.
    let list: Int?

    /// The largest number a column's value may have within a key of so many columns.
    static func valueMax(columnCount: Int) -> UInt32 {
        switch columnCount {
        case 1: .max
        case 2: 1 << 26 - 1
        default: 1 << 17 - 1
        }
    }
}

/// A shape as looking up needs it.
struct ShapeProbe: Sendable {
    /// Those that are not used name the one before again.
    let first: UInt32
    let second: UInt32
    let third: UInt32
    /// The largest number a value may have.
    let valueMax: UInt32
    /// The shape's number and one, in the key's top bits.
    private let head: UInt64
    /// By how much the values are shifted; those that are not used come to lie upon the one before.
    private let firstShift: UInt64
    private let secondShift: UInt64
    private let thirdShift: UInt64

    init(number: Int, _ shape: KeyShape) {
        let count = shape.columns.count
        head = UInt64(number + 1) << 52
        first = UInt32(shape.columns[0])
        second = UInt32(count > 1 ? shape.columns[1] : shape.columns[0])
        third = UInt32(shape.columns[count - 1])
        valueMax = KeyShape.valueMax(columnCount: count)
        firstShift = count == 1 ? 0 : count == 2 ? 26 : 34
        secondShift = count == 3 ? 17 : 0
        thirdShift = 0
    }

    /// The key of values, which are none above `valueMax`: exact, no two sets of values share one. Never 0.
    @inline(__always)
    func key(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
        head | UInt64(first) &<< firstShift | UInt64(second) &<< secondShift | UInt64(third) &<< thirdShift
    }

    /// The shape of a key.
    static func shape(of key: UInt64) -> Int { Int(key >> 52) - 1 }
}
