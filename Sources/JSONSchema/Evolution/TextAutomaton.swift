/// A pattern as an automaton over code points that tells whether the pattern is found in a text: positions with edges,
/// made deterministic as far as somebody walks.
final class TextAutomaton {
    /// Larger expressions are not taken apart.
    private static let positionsMax = 4_000
    /// The most positions looked at, over all states.
    private static let workMax = 3_000_000

    struct Edge {
        let range: ClosedRange<UInt32>
        let target: Int
    }

    private enum EmptyEdge {
        case always, atStart, atEnd
    }

    private var edges: [[Edge]] = []
    private var empty: [[(kind: EmptyEdge, target: Int)]] = []
    private var accept = 0

    private var numbers: [Set<Int>: Int] = [:]
    private var states: [Set<Int>] = []
    private var accepting: [Bool] = []
    private var known: [UInt64: Int] = [:]
    private var work = 0

    /// Whether it is too much work to go on.
    var isExhausted: Bool { work > Self.workMax }

    /// The state before the first code point.
    private(set) var start = 0

    /// Nil where the expression asks for what is no matter of single code points, or is too large.
    init?(_ node: RegexNode) {
        let first = add()
        // What a search passes over before the match, and after it.
        edges[first].append(Edge(range: 0...ScalarSet.scalarMax, target: first))
        let begin = add()
        link(first, begin)
        guard let end = append(node, from: begin) else { return nil }
        accept = add()
        link(end, accept)
        edges[accept].append(Edge(range: 0...ScalarSet.scalarMax, target: accept))
        start = addStart(first)
    }

    /// The texts of a list, and no others.
    init(exactly texts: [ExactText]) {
        let first = add()
        accept = add()
        for text in texts {
            var position = first
            for scalar in text.string.unicodeScalars {
                let next = add()
                edges[position].append(Edge(range: scalar.value...scalar.value, target: next))
                position = next
            }
            link(position, accept)
        }
        start = addStart(first)
    }

    /// Whether a text may end in a state.
    func accepts(_ state: Int) -> Bool { accepting[state] }

    /// The state after a code point.
    func step(_ state: Int, _ scalar: UInt32) -> Int {
        let key = UInt64(state) << 32 | UInt64(scalar)
        if let next = known[key] { return next }
        var reached = Set<Int>()
        for position in states[state] {
            work += edges[position].count + empty[position].count
            for edge in edges[position] where edge.range.contains(scalar) { reached.insert(edge.target) }
        }
        let next = number(of: closure(reached, isStart: false))
        known[key] = next
        return next
    }

    /// Code points at which some edge begins to hold or ceases to.
    var boundaries: Set<UInt32> {
        var all = Set<UInt32>()
        for edge in edges.joined() {
            all.insert(edge.range.lowerBound)
            all.insert(edge.range.upperBound + 1)
        }
        return all
    }

    // MARK: States

    /// A state of its own even where its positions come again: an empty text begins and ends at once.
    private func addStart(_ first: Int) -> Int {
        states.append(closure([first], isStart: true))
        accepting.append(closure([first], isStart: true, isEnd: true).contains(accept))
        return states.count - 1
    }

    private func number(of positions: Set<Int>) -> Int {
        if let known = numbers[positions] { return known }
        let number = states.count
        numbers[positions] = number
        states.append(positions)
        accepting.append(closure(positions, isStart: false, isEnd: true).contains(accept))
        return number
    }

    private func closure(_ positions: Set<Int>, isStart: Bool, isEnd: Bool = false) -> Set<Int> {
        var all = positions
        var open = Array(positions)
        while let position = open.popLast() {
            for edge in empty[position] {
                if edge.kind == .atStart, !isStart { continue }
                if edge.kind == .atEnd, !isEnd { continue }
                if all.insert(edge.target).inserted { open.append(edge.target) }
            }
        }
        return all
    }

    // MARK: Building

    private func add() -> Int {
        edges.append([])
        empty.append([])
        return edges.count - 1
    }

    private func link(_ from: Int, _ target: Int, _ kind: EmptyEdge = .always) {
        empty[from].append((kind, target))
    }

    /// Appends an expression and returns the position after it (Thompson's construction).
    private func append(_ node: RegexNode, from: Int) -> Int? {
        guard edges.count < Self.positionsMax else { return nil }
        switch node {
        case .empty: return from
        case .oneOf(let scalars):
            guard let set = scalars.plainSet else { return nil }
            let next = add()
            for range in set.ranges { edges[from].append(Edge(range: range, target: next)) }
            return next
        case .start, .end:
            let next = add()
            if case .start = node { link(from, next, .atStart) } else { link(from, next, .atEnd) }
            return next
        case .sequence(let terms):
            var position = from
            for term in terms {
                guard let next = append(term, from: position) else { return nil }
                position = next
            }
            return position
        case .alternation(let branches):
            let end = add()
            for branch in branches {
                let begin = add()
                link(from, begin)
                guard let last = append(branch, from: begin) else { return nil }
                link(last, end)
            }
            return end
        case .repetition(let inner, let min, let max, _): return append(inner, min, max, from: from)
        case .wordBoundary, .unsupported: return nil
        }
    }

    private func append(_ inner: RegexNode, _ min: Int, _ max: Int?, from: Int) -> Int? {
        guard min <= Self.positionsMax, (max ?? 0) <= Self.positionsMax else { return nil }
        var position = from
        for _ in 0..<min {
            guard let next = append(inner, from: position) else { return nil }
            position = next
        }
        let end = add()
        if let max {
            link(position, end)
            for _ in min..<max {
                let begin = add()
                link(position, begin)
                guard let last = append(inner, from: begin) else { return nil }
                link(last, end)
                position = last
            }
        } else {
            let loop = add()
            link(position, loop)
            link(loop, end)
            let begin = add()
            link(loop, begin)
            guard let last = append(inner, from: begin) else { return nil }
            link(last, loop)
        }
        return end
    }
}
