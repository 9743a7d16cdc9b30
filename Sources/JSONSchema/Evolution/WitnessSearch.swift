/// Looks for a value that satisfies claims about schemas, or proves that there is none.
///
/// A goal is split by the type of the value and by the alternatives of its formulas until only atoms are left, which
/// the constraints of each type decide; members and elements become goals of their own. A goal that comes up again
/// within its own search fails there: the smallest value that satisfies it contains no smaller one that does.
final class WitnessSearch {
    /// The most branches looked at in all.
    private static let stepsMax = 15_000
    /// The most times that a goal is asked for, known ones included.
    private static let callsMax = 300_000
    /// How deep goals may nest.
    private static let depthMax = 48
    /// How many branches may be open at once, in all goals: the stack has to hold them.
    private static let branchesOpenMax = 250

    let store: FormulaStore
    let evaluator: FormulaEvaluator
    let samples: SampleTexts

    private var known: [SearchGoal: SearchOutcome] = [:]
    private var open: [SearchGoal: Int] = [:]
    /// The outermost open goal that a verdict of "none" relied on.
    private var outermostReliedOn = Int.max
    private var stepsLeft = WitnessSearch.stepsMax
    private var branchesOpen = 0
    private var callsLeft = WitnessSearch.callsMax

    init(_ store: FormulaStore) {
        self.store = store
        evaluator = FormulaEvaluator(store: store)
        samples = SampleTexts(store.graphs)
    }

    /// A value that satisfies all claims.
    func solve(_ claims: [Claim]) -> SearchOutcome {
        callsLeft -= 1
        if callsLeft < 0 { return .unknown(tooLarge("there are too many combinations"), candidates: []) }
        guard let goal = SearchGoal(claims, in: store) else { return .none }
        if let outcome = known[goal] { return outcome }
        if let depth = open[goal] {
            outermostReliedOn = min(outermostReliedOn, depth)
            return .none
        }
        let depth = open.count
        guard depth < Self.depthMax else { return .unknown(tooLarge("it nests too deep"), candidates: []) }
        open[goal] = depth
        let before = outermostReliedOn
        outermostReliedOn = .max
        var outcome = SearchOutcome.none
        for type in [JSONTypes.null, .boolean, .number, .string, .array, .object] {
            outcome = outcome.or(solve(goal, type))
            if case .found = outcome { break }
        }
        open[goal] = nil
        let isIndependent = outermostReliedOn >= depth
        outermostReliedOn = min(before, isIndependent ? .max : outermostReliedOn)
        if case .found = outcome { known[goal] = outcome } else if isIndependent { known[goal] = outcome }
        return outcome
    }

    private func solve(_ goal: SearchGoal, _ type: JSONTypes) -> SearchOutcome {
        var branch = SearchBranch(store: store, type: type)
        for claim in goal.claims where !branch.assume(claim, refutes: !claim.holds) { return .none }
        return solve(goal, branch)
    }

    private func solve(_ goal: SearchGoal, _ start: SearchBranch) -> SearchOutcome {
        var branch = start
        stepsLeft -= 1
        branchesOpen += 1
        defer { branchesOpen -= 1 }
        if stepsLeft < 0 || branchesOpen > Self.branchesOpenMax {
            return .unknown(tooLarge("there are too many combinations"), candidates: [])
        }
        guard branch.simplify() else { return .none }
        // The atoms alone, the alternatives left aside: often enough they decide.
        let relaxed = solveAtoms(branch, goal)
        var witness: InstanceValue?
        switch relaxed {
        case .none: return .none
        case .found(let value):
            let verdict = satisfies(value, goal)
            if verdict == true { return relaxed }
            if branch.clauses.isEmpty { return .unknown(obstacle(in: branch, value), candidates: [value]) }
            witness = value
        case .unknown(_, let candidates):
            if let value = candidates.first(where: { satisfies($0, goal) == true }) { return .found(value) }
            if branch.clauses.isEmpty { return relaxed }
            witness = candidates.first
        }
        let clause = branch.takeClause { clause in
            guard let witness else { return true }
            return !clause.alternatives.contains { $0.allSatisfy { holds($0, witness) == true } }
        }
        var outcome = SearchOutcome.none
        for alternative in clause.alternatives {
            var next = branch
            guard alternative.allSatisfy({ next.assume($0, refutes: clause.refutes) }) else { continue }
            outcome = outcome.or(solve(goal, next))
            if case .found = outcome { return outcome }
        }
        return outcome
    }

    // MARK: Verdicts

    func holds(_ claim: Claim, _ value: InstanceValue) -> Bool? {
        evaluator.holds(claim.formula, value).map { $0 == claim.holds }
    }

    /// Whether a value satisfies a goal, nil where a keyword was taken as a whole.
    func satisfies(_ value: InstanceValue, _ goal: SearchGoal) -> Bool? { satisfies(value, goal.claims) }

    func satisfies(_ value: InstanceValue, _ claims: [Claim]) -> Bool? {
        var result: Bool? = true
        for claim in claims {
            switch holds(claim, value) {
            case false: return false
            case nil: result = nil
            default: break
            }
        }
        return result
    }

    /// The atom because of which a value is uncertain.
    private func obstacle(in branch: SearchBranch, _ value: InstanceValue) -> SearchObstacle {
        let claim = branch.atoms.first { holds($0, value) == nil }
        return SearchObstacle(
            formula: claim?.formula, reason: "what it asserts beside the other keywords is not known beforehand")
    }

    private func tooLarge(_ reason: String) -> SearchObstacle {
        SearchObstacle(formula: nil, reason: "the schemas are too large to compare: \(reason)")
    }

    // MARK: Atoms

    private func solveAtoms(_ branch: SearchBranch, _ goal: SearchGoal) -> SearchOutcome {
        if let values = branch.constants { return choose(values, branch, goal) }
        switch branch.type {
        case .null: return choose([.null], branch, goal)
        case .boolean: return choose([.boolean(false), .boolean(true)], branch, goal)
        case .number: return NumberConstraints(branch).solve(self, branch.atoms)
        case .string: return StringConstraints(branch).solve(self, branch.atoms, goal)
        case .array: return ArrayConstraints(branch).solve(self)
        default: return ObjectConstraints(branch).solve(self)
        }
    }

    /// One of a few values, best of all one that satisfies the alternatives too.
    private func choose(_ values: [InstanceValue], _ branch: SearchBranch, _ goal: SearchGoal) -> SearchOutcome {
        var possible: [InstanceValue] = []
        for value in values {
            let verdict = satisfies(value, branch.atoms)
            if verdict == false { continue }
            if verdict == true, satisfies(value, goal) == true { return .found(value) }
            possible.append(value)
        }
        guard let first = possible.first else { return .none }
        if let certain = possible.first(where: { satisfies($0, branch.atoms) == true }) { return .found(certain) }
        return .unknown(obstacle(in: branch, first), candidates: possible)
    }
}
