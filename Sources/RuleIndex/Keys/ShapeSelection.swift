/// Chooses the shapes that keys may have. Each shape is a look-up for every alert; one is kept as long as the rules
/// would meet so many candidates more without it.
struct ShapeSelection {
    /// What a look-up costs, in candidates.
    static let lookUpCost: Float = 30
    /// The most alternatives that are looked at; of more, a regular sample is.
    static let alternativesMax = 20_000
    /// The most keys of one alternative that are compared.
    static let optionsMax = 12

    /// A key that an alternative could have.
    struct Option {
        let shape: Int
        let cost: Float
    }

    private var shapes: [KeyShape] = []
    private var numbers: [KeyShape: Int] = [:]
    /// The keys each alternative could have, the cheapest first.
    private var alternatives: [[Option]] = []

    /// Takes in the keys that an alternative could have.
    mutating func add(_ options: [(KeyShape, Float)]) {
        let cheapest = options.sorted { $0.1 < $1.1 }.prefix(Self.optionsMax)
        alternatives.append(cheapest.map { Option(shape: number($0.0), cost: $0.1) })
    }

    private mutating func number(_ shape: KeyShape) -> Int {
        if let number = numbers[shape] { return number }
        shapes.append(shape)
        numbers[shape] = shapes.count - 1
        return shapes.count - 1
    }

    /// The shapes worth looking up, where each alternative stands for `weight` of them.
    func chosen(weight: Float) -> Set<KeyShape> {
        var isKept = [Bool](repeating: true, count: shapes.count)
        while true {
            let losses = losses(isKept)
            guard let cheapest = losses.indices.filter({ isKept[$0] }).min(by: { losses[$0] < losses[$1] }) else {
                break
            }
            let isTooMany = isKept.count { $0 } > KeyShapes.chosenMax
            if losses[cheapest] * weight >= Self.lookUpCost, !isTooMany { break }
            isKept[cheapest] = false
        }
        return Set(shapes.indices.filter { isKept[$0] }.map { shapes[$0] })
    }

    /// For each shape, the candidates more that there would be without it.
    private func losses(_ isKept: [Bool]) -> [Float] {
        var losses = [Float](repeating: 0, count: shapes.count)
        for options in alternatives {
            var best: Option?
            var second: Float = 1
            for option in options where isKept[option.shape] {
                if best == nil {
                    best = option
                } else {
                    second = option.cost
                    break
                }
            }
            // Without any key an alternative is a candidate for every alert.
            if let best { losses[best.shape] += max(0, second - best.cost) }
        }
        return losses
    }
}
