/// That a formula holds, or that it does not.
struct Claim: Hashable, Comparable {
    let formula: Int
    let holds: Bool

    init(_ formula: Int, _ holds: Bool) {
        self.formula = formula
        self.holds = holds
    }

    static func < (one: Claim, other: Claim) -> Bool {
        (one.formula, one.holds ? 1 : 0) < (other.formula, other.holds ? 1 : 0)
    }
}

/// What a value that is looked for must satisfy: all of its claims.
struct SearchGoal: Hashable {
    /// In order, each once.
    let claims: [Claim]

    /// Nil where the claims contradict each other at first sight.
    init?(_ claims: [Claim], in store: FormulaStore) {
        var verdicts: [Int: Bool] = [:]
        for claim in claims {
            var number = store.resolved(claim.formula)
            var holds = claim.holds
            while case .not(let inner) = store[number] {
                number = store.resolved(inner)
                holds.toggle()
            }
            if number == store.truth || number == store.falsehood {
                if (number == store.truth) != holds { return nil }
                continue
            }
            if let known = verdicts[number], known != holds { return nil }
            verdicts[number] = holds
        }
        self.claims = verdicts.map { Claim($0.key, $0.value) }.sorted()
    }
}

/// What a search ends with.
enum SearchOutcome {
    /// No value satisfies the goal: proved.
    case none
    /// One that does, by the formulas.
    case found(InstanceValue)
    /// It was not found out; perhaps the candidates do.
    case unknown(SearchObstacle, candidates: [InstanceValue])

    /// A few are enough.
    private static let candidatesMax = 16

    /// What is known where either of two searches may succeed.
    func or(_ other: SearchOutcome) -> SearchOutcome {
        switch (self, other) {
        case (.found, _), (_, .none): self
        case (_, .found), (.none, _): other
        case (.unknown(let obstacle, let own), .unknown(_, let more)):
            .unknown(obstacle, candidates: Array((own + more).prefix(Self.candidatesMax)))
        }
    }
}

/// What kept a search from an answer.
struct SearchObstacle {
    /// The formula of the construct, where it is one.
    let formula: Int?
    /// Why, in words.
    let reason: String
}
