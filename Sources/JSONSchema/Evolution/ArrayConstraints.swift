/// What the atoms of a branch say of an array, and the search for one that satisfies them.
///
/// Beyond the positions that `prefixItems` names all positions are alike, so that only lengths up to a bound matter.
struct ArrayConstraints {
    private struct Items {
        let prefix: [Int]
        let rest: Int

        subscript(position: Int) -> Int { position < prefix.count ? prefix[position] : rest }
    }

    private struct Contained {
        let formula: Int
        let min: Int
        let max: Int?
    }

    /// Longer arrays are not built.
    private static let lengthMax = 256
    /// The most ways in which `contains` is met that are tried.
    private static let placementsMax = 3_000

    private var items: [Items] = []
    private var refutedItems: [Items] = []
    private var contained: [Contained] = []
    private var least = 0
    private var most = Int.max
    private var isUnique = false
    private var hasRepetition = false
    private var excluded = Set<InstanceValue>()
    private let atoms: [Claim]

    init(_ branch: SearchBranch) {
        atoms = branch.atoms
        for atom in branch.atoms {
            switch branch.store[atom.formula] {
            case .items(let prefix, let rest):
                let own = Items(prefix: prefix, rest: rest)
                if atom.holds { items.append(own) } else { refutedItems.append(own) }
            case .contains(let formula, let min, let max):
                contained.append(Contained(formula: formula, min: min, max: max))
            case .itemsMin(let count): least = max(least, count)
            case .itemsMax(let count): most = min(most, count)
            case .uniqueItems: if atom.holds { isUnique = true } else { hasRepetition = true }
            case .constants(let values) where !atom.holds: excluded.formUnion(values)
            default: break
            }
        }
    }

    func solve(_ search: WitnessSearch) -> SearchOutcome {
        if least > most || isUnique && hasRepetition { return .none }
        let prefixMax = (items + refutedItems).map(\.prefix.count).max() ?? 0
        let pairs = hasRepetition ? 2 : 0
        let extra = refutedItems.count + pairs + contained.reduce(0) { $0 + $1.min }
        guard max(least, prefixMax) + extra <= Self.lengthMax else {
            return .unknown(obstacle(search, "the arrays are too long to be tried"), candidates: [])
        }
        var outcome = SearchOutcome.none
        for choice in refutations(prefixMax + refutedItems.count) {
            for repetition in repetitions(prefixMax + extra) {
                outcome = outcome.or(
                    solve(search, choice, repetition, lengthMax: max(least, prefixMax) + extra))
                if case .found = outcome { return outcome }
            }
        }
        return outcome
    }

    /// The ways to choose a position for each schema that some element must refuse.
    private func refutations(_ positions: Int) -> [[Int]] {
        refutedItems.reduce([[]]) { choices, _ in
            choices.flatMap { choice in (0...positions).map { choice + [$0] } }
        }
    }

    /// The ways to choose two positions of equal elements, where there must be such.
    private func repetitions(_ positions: Int) -> [(Int, Int)?] {
        guard hasRepetition else { return [nil] }
        return (0..<positions).flatMap { first in ((first + 1)...positions).map { (first, $0) } }
    }

    private func solve(
        _ search: WitnessSearch, _ refuted: [Int], _ repetition: (Int, Int)?, lengthMax: Int
    ) -> SearchOutcome {
        var needed = max(least, (refuted.max() ?? -1) + 1)
        if let repetition { needed = max(needed, repetition.1 + 1) }
        // Without `contains` a longer array is never better than the shortest.
        let longest = contained.isEmpty && excluded.isEmpty ? needed : min(most, max(lengthMax, needed) + 1)
        guard needed <= longest, needed <= most else { return .none }
        var outcome = SearchOutcome.none
        for length in needed...longest {
            var claims = (0..<length).map { position in items.map { Claim($0[position], true) } }
            for (index, position) in refuted.enumerated() {
                claims[position].append(Claim(refutedItems[index][position], false))
            }
            if let (first, second) = repetition {
                claims[first] += claims[second]
                claims[second] = claims[first]
            }
            outcome = outcome.or(place(contained[...], claims, repetition, search))
            if case .found = outcome { return outcome }
        }
        return outcome
    }

    /// Chooses which elements meet each `contains`, then builds the array.
    private func place(
        _ left: ArraySlice<Contained>, _ claims: [[Claim]], _ repetition: (Int, Int)?, _ search: WitnessSearch
    ) -> SearchOutcome {
        guard let next = left.first else { return build(claims, repetition, search) }
        let counts = next.max.map { next.min...max(next.min, min($0, claims.count)) } ?? next.min...next.min
        var outcome = SearchOutcome.none
        for count in counts where count <= claims.count {
            guard let choices = Self.subsets(of: claims.count, count: count) else {
                outcome = outcome.or(
                    .unknown(obstacle(search, "there are too many ways to meet 'contains'"), candidates: []))
                continue
            }
            for chosen in choices {
                var added = claims
                for position in claims.indices {
                    if chosen.contains(position) {
                        added[position].append(Claim(next.formula, true))
                    } else if next.max != nil {
                        added[position].append(Claim(next.formula, false))
                    }
                }
                outcome = outcome.or(place(left.dropFirst(), added, repetition, search))
                if case .found = outcome { return outcome }
            }
        }
        return outcome
    }

    private static func subsets(of total: Int, count: Int) -> [Set<Int>]? {
        var subsets: [Set<Int>] = [[]]
        for _ in 0..<count {
            var larger: [Set<Int>] = []
            for subset in subsets {
                for position in ((subset.max() ?? -1) + 1)..<max(total, (subset.max() ?? -1) + 1) {
                    larger.append(subset.union([position]))
                    if larger.count > placementsMax { return nil }
                }
            }
            subsets = larger
        }
        return subsets
    }

    private func build(_ claims: [[Claim]], _ repetition: (Int, Int)?, _ search: WitnessSearch) -> SearchOutcome {
        var elements: [InstanceValue] = []
        for (position, own) in claims.enumerated() {
            if let (first, second) = repetition, position == second {
                elements.append(elements[first])
                continue
            }
            var outcome = search.solve(own)
            if isUnique, case .found(let value) = outcome, elements.contains(value) {
                let others = search.store.add(.constants(Set(elements)))
                outcome = search.solve(own + [Claim(others, false)])
                // Where all positions are alike, there are too few values; else another order might do.
                if case .none = outcome, Set(claims.prefix(position + 1).map(Set.init)).count > 1 {
                    outcome = .unknown(obstacle(search, "no distinct elements were found"), candidates: [])
                }
            }
            switch outcome {
            case .none: return .none
            case .found(let value): elements.append(value)
            case .unknown(let obstacle, let candidates):
                guard let value = candidates.first, !(isUnique && elements.contains(value)) else {
                    return .unknown(obstacle, candidates: [])
                }
                return uncertain(elements + [value], claims, obstacle, search)
            }
        }
        if excluded.contains(.array(elements)), !distinguish(&elements, claims, search) {
            return .unknown(obstacle(search, "only a value that is excluded was found"), candidates: [])
        }
        return .found(.array(elements))
    }

    /// Makes an array another than those excluded, by one element.
    private func distinguish(
        _ elements: inout [InstanceValue], _ claims: [[Claim]], _ search: WitnessSearch
    ) -> Bool {
        guard !hasRepetition else { return false }
        for (position, own) in claims.enumerated() {
            var others = isUnique ? Set(elements) : []
            for case .array(let known) in excluded where position < known.count { others.insert(known[position]) }
            if case .found(let value) = search.solve(own + [Claim(search.store.add(.constants(others)), false)]) {
                elements[position] = value
                return true
            }
        }
        return false
    }

    /// Completes an array of which an element is uncertain.
    private func uncertain(
        _ elements: [InstanceValue], _ claims: [[Claim]], _ obstacle: SearchObstacle, _ search: WitnessSearch
    ) -> SearchOutcome {
        var elements = elements
        for own in claims.dropFirst(elements.count) {
            switch search.solve(own) {
            case .none: return .none
            case .found(let value): elements.append(value)
            case .unknown(_, let candidates):
                guard let value = candidates.first else { return .unknown(obstacle, candidates: []) }
                elements.append(value)
            }
        }
        return .unknown(obstacle, candidates: [.array(elements)])
    }

    private func obstacle(_ search: WitnessSearch, _ reason: String) -> SearchObstacle {
        SearchObstacle(formula: atoms.first?.formula, reason: reason)
    }
}
