/// What the atoms of a branch say of an object.
///
/// Names that no schema mentions are told apart only by the patterns they match: one name stands for all of the same
/// region.
struct ObjectConstraints {
    /// More patterns of names are not told apart.
    static let patternsMax = 6

    /// What some member must be like because a schema is refuted.
    enum Refutation {
        /// A member that these refuse.
        case members(Formula.MemberSchemas)
        /// A name that this formula refuses.
        case names(Int)
    }

    private(set) var members: [Formula.MemberSchemas] = []
    private(set) var refutations: [Refutation] = []
    private(set) var required = Set<ExactText>()
    private(set) var forbidden = Set<ExactText>()
    private(set) var nameFormulas: [Int] = []
    private(set) var least = 0
    private(set) var most = Int.max
    private(set) var excluded = Set<InstanceValue>()
    /// Names that some schema mentions, in order.
    private(set) var knownNames: [ExactText] = []
    /// Patterns of names, in order.
    private(set) var patterns: [ExactText] = []
    let atoms: [Claim]

    init(_ branch: SearchBranch) {
        atoms = branch.atoms
        var known = Set<ExactText>()
        var patterns = Set<ExactText>()
        for atom in branch.atoms {
            switch branch.store[atom.formula] {
            case .members(let schemas):
                known.formUnion(schemas.named.keys)
                patterns.formUnion(schemas.patterns.map(\.text))
                if atom.holds { members.append(schemas) } else { refutations.append(.members(schemas)) }
            case .has(let name):
                known.insert(name)
                if atom.holds { required.insert(name) } else { forbidden.insert(name) }
            case .propertyNames(let formula):
                if atom.holds { nameFormulas.append(formula) } else { refutations.append(.names(formula)) }
            case .propertiesMin(let count): least = max(least, count)
            case .propertiesMax(let count): most = min(most, count)
            case .constants(let values) where !atom.holds: excluded.formUnion(values)
            default: break
            }
        }
        knownNames = known.sorted()
        self.patterns = patterns.sorted()
    }

    func solve(_ search: WitnessSearch) -> SearchOutcome {
        if least > most || required.count > most || !required.isDisjoint(with: forbidden) { return .none }
        guard patterns.count <= Self.patternsMax else {
            return .unknown(
                obstacle("there are more than \(Self.patternsMax) patterns of names"), candidates: [])
        }
        var builder = ObjectBuilder(constraints: self, search: search)
        return builder.solve()
    }

    func obstacle(_ reason: String) -> SearchObstacle {
        SearchObstacle(formula: atoms.first?.formula, reason: reason)
    }
}
