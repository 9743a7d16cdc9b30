/// What the atoms of a branch say of a string, and the search for one that satisfies them.
///
/// Lengths, patterns and excluded constants are decided by automata. A format is a question that only its function
/// answers: it is asked about strings that satisfy all else, the format's outline among it.
struct StringConstraints {
    /// How many strings that satisfy all else are tried for formats.
    private static let textsTried = 24
    /// How many variations of examples are tried for formats.
    private static let variationsTried = 3_000
    private static let variationsKept = 400

    private var demand = TextSearch.Demand()
    /// An atom that automata do not know.
    private var obstacle: SearchObstacle?

    init(_ branch: SearchBranch) {
        let store = branch.store
        for atom in branch.atoms {
            switch store[atom.formula] {
            case .lengthMin(let least): demand.lengthMin = max(demand.lengthMin, least)
            case .lengthMax(let most): demand.lengthMax = min(demand.lengthMax ?? .max, most)
            case .pattern(let pattern):
                if let automaton = store.automaton(pattern) {
                    demand.automata.append((automaton, atom.holds))
                } else {
                    obstacle = SearchObstacle(
                        formula: atom.formula,
                        reason: "the pattern uses Unicode properties or word boundaries, or is too large to be compared"
                    )
                }
            case .format(let name):
                if atom.holds, let outline = store.format(name)?.outline,
                    let automaton = store.automaton(ExactText(outline))
                {
                    demand.automata.append((automaton, true))
                }
                obstacle = SearchObstacle(
                    formula: atom.formula,
                    reason: "no string was found that decides what the format '\(name)' has to do with the rest")
            case .constants(let values) where !atom.holds:
                let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
                demand.automata.append((TextAutomaton(exactly: texts), false))
            default: break
            }
        }
    }

    func solve(_ search: WitnessSearch, _ atoms: [Claim], _ goal: SearchGoal) -> SearchOutcome {
        var texts: [ExactText] = []
        var blocked = obstacle
        switch TextSearch(demand).texts(blocked == nil ? 4 : Self.textsTried) {
        case .none: return .none
        case .found(let found): texts = found
        case .tooLarge:
            let pattern = atoms.first { if case .pattern = search.store[$0.formula] { true } else { false } }
            blocked = SearchObstacle(
                formula: (pattern ?? atoms.first)?.formula, reason: "the patterns are too large to be compared")
        }
        if blocked != nil || texts.isEmpty { texts += search.samples.texts }
        var satisfying: InstanceValue?
        var uncertain: [InstanceValue] = []
        for text in texts {
            let value = InstanceValue.string(text)
            switch search.satisfies(value, atoms) {
            case true:
                if search.satisfies(value, goal) == true { return .found(value) }
                satisfying = satisfying ?? value
            case nil: uncertain.append(value)
            default: break
            }
        }
        if let satisfying { return .found(satisfying) }
        if let value = variation(search, atoms) { return .found(value) }
        let fallback = SearchObstacle(formula: atoms.first?.formula, reason: "no string that satisfies it was found")
        return .unknown(blocked ?? fallback, candidates: Array(uncertain.prefix(4)))
    }

    /// A variation of the examples of a format that satisfies everything.
    private func variation(_ search: WitnessSearch, _ atoms: [Claim]) -> InstanceValue? {
        let formats = atoms.filter { atom in
            if case .format = search.store[atom.formula] { atom.holds } else { false }
        }
        guard !formats.isEmpty else { return nil }
        func isOfFormat(_ text: ExactText) -> Bool { search.satisfies(.string(text), formats) == true }
        var known = search.samples.texts.filter(isOfFormat)
        var seen = Set(known)
        var tried = 0
        var next = 0
        while next < known.count {
            for text in TextVariations(of: known[next], lengthMin: demand.lengthMin).texts
            where seen.insert(text).inserted {
                tried += 1
                guard tried <= Self.variationsTried else { return nil }
                guard isOfFormat(text) else { continue }
                if search.satisfies(.string(text), atoms) == true { return .string(text) }
                if known.count < Self.variationsKept { known.append(text) }
            }
            next += 1
        }
        return nil
    }
}
