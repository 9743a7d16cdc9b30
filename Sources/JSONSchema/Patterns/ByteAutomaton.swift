/// A small deterministic automaton over bytes, for anchored patterns of ASCII classes and literal text.
struct ByteAutomaton {
    /// Larger ones are left to RE2.
    static let statesMax = 512
    private static let positionsMax = 2048

    /// State 0 is dead, 1 the start. An entry is the place of a state's row; its top bit says whether the text may end
    /// there. The first entry, of the dead state, is that of the start.
    static let accepting: UInt16 = 0x8000

    /// For each byte its class.
    private(set) var classes = [UInt8](repeating: 0, count: 256)
    private(set) var classCount = 0
    /// For each state a row of `classCount` next states.
    private(set) var transitions: [UInt16] = []
    private(set) var acceptsEmpty = false

    /// Nil where the expression is of another form or too large.
    init?(_ node: RegexNode) {
        guard case .sequence(let terms) = node, terms.count >= 2, case .start = terms[0],
            case .end = terms[terms.count - 1]
        else { return nil }
        var builder = PositionBuilder(positionsMax: Self.positionsMax)
        let start = builder.add()
        guard let end = builder.append(.sequence(Array(terms.dropFirst().dropLast())), from: start) else { return nil }
        formClasses(builder)
        guard classCount <= 256, determinize(builder, start: start, end: end) else { return nil }
        transitions[0] = UInt16(classCount)
    }

    private mutating func formClasses(_ builder: PositionBuilder) {
        var starts = Set<Int>([0])
        for position in builder.edges {
            for edge in position {
                starts.insert(Int(edge.low))
                starts.insert(Int(edge.high) + 1)
            }
        }
        classCount = 0
        for byte in 0..<256 {
            if byte > 0, starts.contains(byte) { classCount += 1 }
            classes[byte] = UInt8(classCount)
        }
        classCount += 1
    }

    private mutating func determinize(_ builder: PositionBuilder, start: Int, end: Int) -> Bool {
        var representative = [UInt8](repeating: 0, count: classCount)
        for byte in (0..<256).reversed() { representative[Int(classes[byte])] = UInt8(byte) }
        let first = builder.closure([start])
        var numbers: [Set<Int>: Int] = [[]: 0, first: 1]
        var states: [Set<Int>] = [[], first]
        acceptsEmpty = first.contains(end)
        var next = 0
        while next < states.count {
            for byte in representative {
                var reached = Set<Int>()
                for position in states[next] {
                    for edge in builder.edges[position] where edge.low <= byte && byte <= edge.high {
                        reached.insert(edge.target)
                    }
                }
                let closed = builder.closure(reached)
                let number = numbers[closed] ?? states.count
                if number == states.count {
                    guard number < Self.statesMax, number * classCount < Int(Self.accepting) else { return false }
                    numbers[closed] = number
                    states.append(closed)
                }
                transitions.append(UInt16(number * classCount) | (closed.contains(end) ? Self.accepting : 0))
            }
            next += 1
        }
        return true
    }
}

/// The positions of an expression, with edges over bytes and empty ones (Thompson's construction).
private struct PositionBuilder {
    struct Edge {
        let low: UInt8
        let high: UInt8
        let target: Int
    }

    let positionsMax: Int
    private(set) var edges: [[Edge]] = []
    private(set) var empty: [[Int]] = []

    init(positionsMax: Int) { self.positionsMax = positionsMax }

    mutating func add() -> Int {
        edges.append([])
        empty.append([])
        return edges.count - 1
    }

    func closure(_ positions: Set<Int>) -> Set<Int> {
        var all = positions
        var open = Array(positions)
        while let position = open.popLast() {
            for target in empty[position] where all.insert(target).inserted { open.append(target) }
        }
        return all
    }

    /// Appends an expression and returns the position after it; nil where it does not fit.
    mutating func append(_ node: RegexNode, from: Int) -> Int? {
        guard edges.count < positionsMax else { return nil }
        switch node {
        case .empty: return from
        case .oneOf(let scalars): return scalars.plainSet.flatMap { append($0, from: from) }
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
                let start = add()
                empty[from].append(start)
                guard let last = append(branch, from: start) else { return nil }
                empty[last].append(end)
            }
            return end
        case .repetition(let inner, let min, let max, _): return append(inner, min, max, from: from)
        default: return nil
        }
    }

    private mutating func append(_ set: ScalarSet, from: Int) -> Int? {
        if !set.isASCII {
            guard set.ranges.count == 1, set.ranges[0].count == 1,
                let scalar = UnicodeScalar(set.ranges[0].lowerBound)
            else { return nil }
            var position = from
            for byte in UTF8.encode(scalar).map(Array.init) ?? [] {
                let next = add()
                edges[position].append(Edge(low: byte, high: byte, target: next))
                position = next
            }
            return position
        }
        let next = add()
        for range in set.ranges {
            edges[from].append(Edge(low: UInt8(range.lowerBound), high: UInt8(range.upperBound), target: next))
        }
        return next
    }

    private mutating func append(_ inner: RegexNode, _ min: Int, _ max: Int?, from: Int) -> Int? {
        guard min <= positionsMax, (max ?? 0) <= positionsMax else { return nil }
        var position = from
        for _ in 0..<min {
            guard let next = append(inner, from: position) else { return nil }
            position = next
        }
        let end = add()
        guard let max else {
            let start = add()
            empty[position].append(start)
            empty[start].append(end)
            guard let last = append(inner, from: start) else { return nil }
            empty[last].append(start)
            return end
        }
        empty[position].append(end)
        for _ in min..<max {
            let start = add()
            empty[position].append(start)
            guard let last = append(inner, from: start) else { return nil }
            empty[last].append(end)
            position = last
        }
        return end
    }
}
