/// All that an expression such as `^[0-9]{4}(\.[0-9]{2}){0,2}$` stands for, as sequences of classes of ASCII characters:
/// here of four, of seven and of ten.
struct ClassSequences {
    private static let sequencesMax = 64
    private static let lengthMax = 64

    /// No two of them have the same length.
    let sequences: [[ScalarSet]]

    /// Nil where the expression is of another form, stands for very many, or for several of the same length.
    init?(_ node: RegexNode) {
        guard let terms = node.anchored, let expanded = Self.expand(.sequence(terms)) else { return nil }
        guard Set(expanded.map(\.count)).count == expanded.count else { return nil }
        sequences = expanded.sorted { $0.count < $1.count }
    }

    private static func expand(_ node: RegexNode) -> [[ScalarSet]]? {
        switch node {
        case .empty: return [[]]
        case .oneOf(let scalars):
            guard let set = scalars.plainSet, set.isASCII, !set.ranges.isEmpty else { return nil }
            return [[set]]
        case .sequence(let terms):
            return terms.reduce([[]]) { known, term in known.flatMap { product($0, expand(term)) } }
        case .alternation(let branches):
            return branches.reduce([]) { known, branch in known.flatMap { sum($0, expand(branch)) } }
        case .repetition(let inner, let min, let max, _):
            guard let max, max <= lengthMax, let once = expand(inner) else { return nil }
            var power: [[ScalarSet]]? = [[]]
            var all: [[ScalarSet]]? = []
            for times in 0...max {
                if times >= min { all = all.flatMap { sum($0, power) } }
                power = power.flatMap { product($0, once) }
                // Longer ones matter only where they are asked for.
                if power == nil, times < max { return nil }
            }
            return all
        default: return nil
        }
    }

    private static func product(_ left: [[ScalarSet]], _ right: [[ScalarSet]]?) -> [[ScalarSet]]? {
        guard let right, left.count * right.count <= sequencesMax else { return nil }
        let all = left.flatMap { first in right.map { first + $0 } }
        return all.allSatisfy { $0.count <= lengthMax } ? all : nil
    }

    private static func sum(_ left: [[ScalarSet]], _ right: [[ScalarSet]]?) -> [[ScalarSet]]? {
        guard let right, left.count + right.count <= sequencesMax else { return nil }
        return left + right
    }
}
