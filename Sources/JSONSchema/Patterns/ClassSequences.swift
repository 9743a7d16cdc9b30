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
            return once.count == 1 ? repeated(once[0], min...max) : powers(once, min...max)
        default: return nil
        }
    }

    private static func repeated(_ sequence: [ScalarSet], _ times: ClosedRange<Int>) -> [[ScalarSet]]? {
        guard sequence.count * times.upperBound <= lengthMax, times.count <= sequencesMax else { return nil }
        let longest = Array(repeatElement(sequence, count: times.upperBound).joined())
        return times.map { Array(longest.prefix($0 * sequence.count)) }
    }

    private static func powers(_ sequences: [[ScalarSet]], _ times: ClosedRange<Int>) -> [[ScalarSet]]? {
        var power: [[ScalarSet]]? = [[]]
        var all: [[ScalarSet]]? = []
        for count in 0...times.upperBound {
            if times.contains(count) { all = all.flatMap { sum($0, power) } }
            if count < times.upperBound { power = power.flatMap { product($0, sequences) } }
            if power == nil || all == nil { return nil }
        }
        return all
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
