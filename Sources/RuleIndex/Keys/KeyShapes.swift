/// The shapes of the keys in use, by number, and which new ones may be made.
struct KeyShapes: Sendable {
    /// So many shapes are made freely; each costs a look-up for every alert, so that further ones must be needed.
    static let freeMax = 40
    /// The most shapes of several columns that reclustering chooses.
    static let chosenMax = 64

    private(set) var shapes: [KeyShape] = []
    private var numbers: [KeyShape: Int] = [:]
    /// The shapes as matching reads them: of the alert itself, then of each list.
    private(set) var probes: [AppendOnly<ShapeProbe>] = [AppendOnly()]
    /// The shapes that may be used beside those of one column; nil for any.
    var allowed: Set<KeyShape>?

    /// Whether a key may have a shape.
    func allows(_ shape: KeyShape) -> Bool {
        if numbers[shape] != nil { return true }
        if shapes.count >= KeyShape.shapesMax { return false }
        if shape.columns.count == 1 { return true }
        if let allowed { return allowed.contains(shape) }
        return shapes.count < Self.freeMax
    }

    /// A shape by its number, as looking up needs it.
    func probe(_ number: Int) -> ShapeProbe { ShapeProbe(number: number, shapes[number]) }

    /// The number of a shape, which is made where it is new.
    mutating func number(_ shape: KeyShape) -> Int {
        if let number = numbers[shape] { return number }
        let number = shapes.count
        shapes.append(shape)
        numbers[shape] = number
        let list = shape.list.map { $0 + 1 } ?? 0
        while probes.count <= list { probes.append(AppendOnly()) }
        _ = probes[list].append(contentsOf: CollectionOfOne(ShapeProbe(number: number, shape)))
        return number
    }
}
