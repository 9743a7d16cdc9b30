/// The columns into which an alert is read: what rules ask of its fields, numbered.
///
/// A field has a column of values where rules compare it as a whole, one for each length of prefix that they ask for,
/// and two of numbers: in the first a missing number is less than any threshold, in the second greater, so that no
/// comparison holds of it.
struct Columns: Sendable {
    /// The most columns; conditions that would need more are left to the evaluator.
    static let columnsMax = 1 << 12
    /// The most lengths of prefix of one field.
    static let prefixLengthsMax = 16
    /// The most lists over whose elements rules speak.
    static let listsMax = 64

    enum Kind: Hashable, Sendable {
        case value
        case prefix(Int)
        /// Of two columns the first.
        case number
    }

    /// A column as it is described.
    struct Column: Sendable {
        let place: FieldPlace
        let kind: Kind
        /// The list over whose elements it ranges, nil for the alert itself.
        let list: Int?
        /// How many texts of it have numbers, or the column of `Thresholds`.
        var detail: Int
        /// What it says where the field is absent.
        let absent: UInt32
    }

    private struct Key: Hashable {
        let place: FieldPlace
        let kind: Kind
    }

    private var known: [Key: Int] = [:]
    private var lists: [[FieldName]: Int] = [:]
    private(set) var columns: [Column] = []
    private(set) var tree = PathTree()
    private(set) var absent = AppendOnly<UInt32>()
    private var prefixLengths: [FieldPlace: Int] = [:]

    var count: Int { columns.count }
    var listCount: Int { lists.count }

    /// The list of a field, nil for the alert itself.
    func list(of place: FieldPlace) -> Int? { place.list.flatMap { lists[$0] } }

    /// The column of a field, nil where there are too many.
    mutating func column(_ place: FieldPlace, _ kind: Kind, thresholds: inout Thresholds) -> Int? {
        let key = Key(place: place, kind: kind)
        if let column = known[key] { return column }
        guard count + 2 <= Self.columnsMax else { return nil }
        if case .prefix = kind {
            guard prefixLengths[place, default: 0] < Self.prefixLengthsMax else { return nil }
            prefixLengths[place, default: 0] += 1
        }
        var list: Int?
        if let names = place.list {
            if lists[names] == nil {
                guard lists.count < Self.listsMax else { return nil }
                lists[names] = lists.count
            }
            list = lists[names]
        }
        let column = count
        known[key] = column
        let detail = kind == .number ? thresholds.addColumn() : 0
        append(Column(place: place, kind: kind, list: list, detail: detail, absent: ColumnValue.absent))
        if kind == .number {
            append(Column(place: place, kind: kind, list: list, detail: detail, absent: .max))
        }
        // Readers of the old tree go on with it.
        tree = PathTree(columns: columns, lists: lists)
        return column
    }

    private mutating func append(_ column: Column) {
        columns.append(column)
        _ = absent.append(contentsOf: [column.absent])
    }

    /// The number that the next new text of a column gets.
    func nextNumber(_ column: Int) -> UInt32 { ColumnValue.firstText + UInt32(columns[column].detail) }

    mutating func countText(_ column: Int) { columns[column].detail += 1 }
}

extension Columns.Column: CustomStringConvertible {
    var description: String {
        switch kind {
        case .value: place.description
        case .prefix(let length): "\(place) (first \(length))"
        case .number: "\(place) (number)"
        }
    }
}

extension FieldPlace: CustomStringConvertible {
    /// `origin.country`, `goods[].hs` for a field of any element, or `the alert` for the whole.
    var description: String {
        let path = names.map(\.description).joined(separator: ".")
        guard let list else { return names.isEmpty ? "the alert" : path }
        let outer = list.map(\.description).joined(separator: ".") + "[]"
        return path.isEmpty ? outer : "\(outer).\(path)"
    }
}
