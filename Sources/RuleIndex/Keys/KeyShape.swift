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

    /// The key of values, which are none above `valueMax`: exact, no two sets of values share one. Never 0.
    @inline(__always)
    static func key(shape: Int, columnCount: Int, _ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
        let head = UInt64(truncatingIfNeeded: shape &+ 1) << 52
        switch columnCount {
        case 1: return head | UInt64(first)
        case 2: return head | UInt64(first) << 26 | UInt64(second)
        default: return head | UInt64(first) << 34 | UInt64(second) << 17 | UInt64(third)
        }
    }
}

/// A shape as matching reads it.
struct ShapeProbe: Sendable {
    let number: UInt32
    let columnCount: UInt32
    /// Those that are not used name the first again.
    let first: UInt32
    let second: UInt32
    let third: UInt32

    init(number: Int, _ shape: KeyShape) {
        self.number = UInt32(number)
        columnCount = UInt32(shape.columns.count)
        first = UInt32(shape.columns[0])
        second = UInt32(shape.columns.count > 1 ? shape.columns[1] : shape.columns[0])
        third = UInt32(shape.columns.count > 2 ? shape.columns[2] : shape.columns[0])
    }
}
