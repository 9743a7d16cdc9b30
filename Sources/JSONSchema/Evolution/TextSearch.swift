/// Finds texts that patterns accept and refuse together, the shortest first.
struct TextSearch {
    /// What a text must satisfy.
    struct Demand {
        /// Automata that must accept it, or must not.
        var automata: [(automaton: TextAutomaton, accepts: Bool)] = []
        var lengthMin = 0
        var lengthMax: Int?
    }

    enum Outcome {
        /// Some texts, in order of length.
        case found([ExactText])
        /// There is no such text.
        case none
        /// The search was given up.
        case tooLarge
    }

    /// The most steps of one search.
    private static let stepsMax = 10_000

    private struct Place: Hashable {
        let states: [Int]
        /// Code points so far, up to the least length: beyond it a shorter text is never worse than a longer one.
        let length: Int
    }

    private struct Step {
        let place: Place
        let length: Int
        let parent: Int
        let scalar: UInt32
    }

    private let demand: Demand
    private let alphabet: [UInt32]

    init(_ demand: Demand) {
        self.demand = demand
        alphabet = Self.alphabet(demand.automata.map(\.automaton))
    }

    /// Up to `count` texts, each of which leads somewhere else.
    func texts(_ count: Int) -> Outcome {
        if let most = demand.lengthMax, most < demand.lengthMin { return .none }
        var found: [ExactText] = []
        var steps = [Step(place: place(demand.automata.map(\.automaton.start), 0), length: 0, parent: -1, scalar: 0)]
        var seen: Set<Place> = [steps[0].place]
        var next = 0
        while next < steps.count {
            let step = steps[next]
            if step.length >= demand.lengthMin, isAccepted(step.place.states) {
                found.append(text(next, steps))
                if found.count == count { return .found(found) }
            }
            if demand.lengthMax.map({ step.length < $0 }) ?? true {
                for scalar in alphabet {
                    let reached = place(after(scalar, step.place.states), step.length + 1)
                    guard seen.insert(reached).inserted else { continue }
                    steps.append(Step(place: reached, length: step.length + 1, parent: next, scalar: scalar))
                }
            }
            next += 1
            let isExhausted = demand.automata.contains { $0.automaton.isExhausted }
            if steps.count > Self.stepsMax || isExhausted { return found.isEmpty ? .tooLarge : .found(found) }
        }
        return found.isEmpty ? .none : .found(found)
    }

    private func after(_ scalar: UInt32, _ states: [Int]) -> [Int] {
        var reached: [Int] = []
        for (index, part) in demand.automata.enumerated() {
            reached.append(part.automaton.step(states[index], scalar))
        }
        return reached
    }

    private func place(_ states: [Int], _ length: Int) -> Place {
        Place(states: states, length: min(length, demand.lengthMin))
    }

    private func isAccepted(_ states: [Int]) -> Bool {
        for (index, part) in demand.automata.enumerated() where part.automaton.accepts(states[index]) != part.accepts {
            return false
        }
        return true
    }

    private func text(_ end: Int, _ steps: [Step]) -> ExactText {
        var scalars: [UInt32] = []
        var at = end
        while steps[at].parent >= 0 {
            scalars.append(steps[at].scalar)
            at = steps[at].parent
        }
        var text = String.UnicodeScalarView()
        for scalar in scalars.reversed() { text.append(UnicodeScalar(scalar) ?? "?") }
        return ExactText(String(text))
    }

    // MARK: Alphabet

    /// One code point of each class that the automata tell apart, pleasant ones where there are.
    private static func alphabet(_ automata: [TextAutomaton]) -> [UInt32] {
        var boundaries: Set<UInt32> = [0, 0xD800, 0xE000]
        for automaton in automata { boundaries.formUnion(automaton.boundaries) }
        let sorted = boundaries.filter { $0 <= ScalarSet.scalarMax }.sorted()
        var letters: [UInt32] = []
        for (index, low) in sorted.enumerated() where low != 0xD800 && !(0xD800..<0xE000).contains(low) {
            let high = index + 1 < sorted.count ? sorted[index + 1] - 1 : ScalarSet.scalarMax
            letters.append(pleasant(low...high))
        }
        return letters.sorted { rank($0) < rank($1) }
    }

    private static func pleasant(_ range: ClosedRange<UInt32>) -> UInt32 {
        for preferred: UInt32 in [0x61, 0x41, 0x30, 0x78, 0x31, 0x20] where range.contains(preferred) {
            return preferred
        }
        return range.contains(0x21) ? 0x21 : range.lowerBound
    }

    private static func rank(_ scalar: UInt32) -> (Int, UInt32) {
        let isPlain = UInt8(exactly: scalar).map(\.isASCIIAlphanumeric) ?? false
        return (isPlain ? 0 : (0x20..<0x7F).contains(scalar) ? 1 : 2, scalar)
    }
}
