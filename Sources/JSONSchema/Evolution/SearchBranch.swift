/// One way in which a goal may be reached: a type, what is assumed of values of that type, and the alternatives that
/// are still open.
struct SearchBranch {
    /// Of several lists of claims at least one holds as a whole.
    struct Clause {
        var alternatives: [[Claim]]
        /// Whether it comes from a schema that the value must not satisfy.
        let refutes: Bool
    }

    /// Of more schemas in `oneOf` the combinations are not looked at. What is left out is found missing when a value
    /// is held against the goal as a whole, and "none" stays true without it.
    private static let exactlyOneMax = 128

    let store: FormulaStore
    let type: JSONTypes
    /// Claims about keywords of this type.
    private(set) var atoms: [Claim] = []
    private(set) var clauses: [Clause] = []
    private var verdicts: [Int: Bool] = [:]

    init(store: FormulaStore, type: JSONTypes) {
        self.store = store
        self.type = type
    }

    /// The values that `enum` or `const` leaves, nil where there is none.
    var constants: [InstanceValue]? {
        var smallest: Set<InstanceValue>?
        for atom in atoms where atom.holds {
            if case .constants(let values) = store[atom.formula], values.count < smallest?.count ?? .max {
                smallest = values
            }
        }
        return smallest?.filter { type.isSuperset(of: $0.type) }.sorted { $0.text < $1.text }
    }

    // MARK: Assuming

    /// Takes a claim for granted; false where it contradicts what is.
    mutating func assume(_ claim: Claim, refutes: Bool) -> Bool {
        let number = store.resolved(claim.formula)
        let holds = claim.holds
        if let known = verdicts[number] { return known == holds }
        verdicts[number] = holds
        switch store[number] {
        case .truth: return holds
        case .falsehood: return !holds
        case .not(let inner): return assume(Claim(inner, !holds), refutes: refutes)
        case .all(let parts), .any(let parts):
            var isConjunction = holds
            if case .any = store[number] { isConjunction.toggle() }
            if isConjunction { return parts.allSatisfy { assume(Claim($0, holds), refutes: refutes) } }
            clauses.append(Clause(alternatives: parts.map { [Claim($0, holds)] }, refutes: refutes))
            return true
        case .exactlyOne(let parts):
            guard parts.count <= Self.exactlyOneMax else {
                if holds { clauses.append(Clause(alternatives: parts.map { [Claim($0, true)] }, refutes: refutes)) }
                return true
            }
            clauses.append(Clause(alternatives: Self.alternatives(parts, holds), refutes: refutes))
            return true
        case .schemaClass: return true
        default: return assumeAtom(number, holds, refutes)
        }
    }

    private static func alternatives(_ parts: [Int], _ holds: Bool) -> [[Claim]] {
        if holds {
            return parts.indices.map { chosen in
                parts.indices.map { Claim(parts[$0], $0 == chosen) }
            }
        }
        var alternatives = [parts.map { Claim($0, false) }]
        for first in parts.indices {
            for second in parts.indices where first < second {
                alternatives.append([Claim(parts[first], true), Claim(parts[second], true)])
            }
        }
        return alternatives
    }

    private mutating func assumeAtom(_ number: Int, _ holds: Bool, _ refutes: Bool) -> Bool {
        if let verdict = verdictByType(number) { return verdict == holds }
        // What is denied is said the other way round, where it can be.
        let formula = store[number]
        if case .lacks(let name) = formula {
            return assume(Claim(store.add(.has(name)), !holds), refutes: refutes)
        }
        if !holds, let opposites = opposites(of: formula) {
            let claims = opposites.map { Claim(carryingOrigin($0, from: number), true) }
            if claims.count == 1 { return assume(claims[0], refutes: refutes) }
            clauses.append(Clause(alternatives: claims.map { [$0] }, refutes: refutes))
            return !claims.isEmpty
        }
        atoms.append(Claim(number, holds))
        return true
    }

    private func carryingOrigin(_ formula: Formula, from number: Int) -> Int {
        store.add(formula, at: store.origins[number])
    }

    /// Atoms of which at least one holds where an atom does not; nil where nothing says so.
    private func opposites(of formula: Formula) -> [Formula]? {
        switch formula {
        case .minimum(let bound, let isExclusive): return [.maximum(bound, isExclusive: !isExclusive)]
        case .maximum(let bound, let isExclusive): return [.minimum(bound, isExclusive: !isExclusive)]
        case .lengthMin(let least): return [.lengthMax(least - 1)]
        case .lengthMax(let most): return [.lengthMin(most + 1)]
        case .itemsMin(let least): return [.itemsMax(least - 1)]
        case .itemsMax(let most): return [.itemsMin(most + 1)]
        case .propertiesMin(let least): return [.propertiesMax(least - 1)]
        case .propertiesMax(let most): return [.propertiesMin(most + 1)]
        case .contains(let inner, let least, let most):
            var found: [Formula] = []
            if least > 0 { found.append(.contains(inner, min: 0, max: least - 1)) }
            if let most { found.append(.contains(inner, min: most + 1, max: nil)) }
            return found
        default: return nil
        }
    }

    /// Whether an atom holds for every value of the type, or for none.
    private func verdictByType(_ number: Int) -> Bool? {
        let formula = store[number]
        guard let concerned = formula.concerns else { return nil }
        if concerned.isDisjoint(with: type) { return true }
        switch formula {
        case .types(let types):
            if types.isSuperset(of: type) { return true }
            return types.isDisjoint(with: type) ? false : nil
        case .constants(let values): return values.contains { type.isSuperset(of: $0.type) } ? nil : false
        default: return nil
        }
    }

    // MARK: Alternatives

    /// Drops alternatives that cannot be and clauses that hold, and takes for granted what is left alone; false where
    /// a clause has no alternative left.
    mutating func simplify() -> Bool {
        var changed = true
        while changed {
            changed = false
            var kept: [Clause] = []
            let pending = clauses
            clauses = []
            for clause in pending {
                var left: [[Claim]] = []
                var holds = false
                for alternative in clause.alternatives {
                    let verdicts = alternative.map(verdict)
                    if verdicts.contains(false) { continue }
                    if verdicts.allSatisfy({ $0 == true }) { holds = true }
                    left.append(alternative)
                }
                if holds { continue }
                if left.isEmpty { return false }
                if left.count == 1 {
                    for claim in left[0] where !assume(claim, refutes: clause.refutes) { return false }
                    changed = true
                } else {
                    kept.append(Clause(alternatives: left, refutes: clause.refutes))
                }
            }
            clauses = kept + clauses
        }
        return true
    }

    /// Whether a claim follows from what is assumed, or is contradicted by it; nil where neither is seen.
    private func verdict(_ claim: Claim) -> Bool? {
        let number = store.resolved(claim.formula)
        if let known = verdicts[number] { return known == claim.holds }
        switch store[number] {
        case .truth: return claim.holds
        case .falsehood: return !claim.holds
        case .not(let inner): return verdict(Claim(inner, !claim.holds))
        case .lacks(let name) where type == .object: return verdict(Claim(store.add(.has(name)), !claim.holds))
        default: return verdictByType(number).map { $0 == claim.holds }
        }
    }

    /// Takes out the clause to split by: one that refutes before others, then one that is `violated`, with few
    /// alternatives. There must be a clause.
    mutating func takeClause(_ violated: (Clause) -> Bool) -> Clause {
        func rank(_ clause: Clause) -> (Int, Int) {
            (clause.refutes ? 0 : violated(clause) ? 1 : 2, clause.alternatives.count)
        }
        var best = clauses.startIndex
        var bestRank = rank(clauses[best])
        for index in clauses.indices.dropFirst() {
            let own = rank(clauses[index])
            if own < bestRank { (best, bestRank) = (index, own) }
        }
        return clauses.remove(at: best)
    }
}
