/// Builds an object that satisfies the constraints of a branch, or proves that there is none.
struct ObjectBuilder {
    /// Names that match the same patterns, and those patterns.
    typealias Region = Set<ExactText>

    /// A member to be: of a known name, or of some name of a region.
    struct Member {
        var name: ExactText?
        var region: Region = []
        /// Claims about the name, where it is still open.
        var nameClaims: [Claim] = []
        /// Claims about the value beyond what every member of the name must be.
        var claims: [Claim] = []
    }

    /// More members are not built.
    private static let membersMax = 512

    let constraints: ObjectConstraints
    let search: WitnessSearch
    private let regions: [Region]
    /// What kept a member from being decided.
    var blocked: SearchObstacle?
    private var candidates: [InstanceValue] = []

    init(constraints: ObjectConstraints, search: WitnessSearch) {
        self.constraints = constraints
        self.search = search
        let patterns = constraints.patterns
        regions = (0..<(1 << patterns.count)).map { bits in
            Set(patterns.indices.filter { bits >> $0 & 1 == 1 }.map { patterns[$0] })
        }
    }

    mutating func solve() -> SearchOutcome {
        let needed = constraints.required.sorted().map { Member(name: $0) }
        for member in needed {
            if case .none = value(of: member, name: member.name ?? "") { return .none }
        }
        if let object = refute(constraints.refutations[...], needed) { return .found(object) }
        if let blocked { return .unknown(blocked, candidates: candidates) }
        return .none
    }

    // MARK: Refutations

    /// Meets the refutations one after the other; nil where no way was found.
    private mutating func refute(
        _ left: ArraySlice<ObjectConstraints.Refutation>, _ members: [Member]
    ) -> InstanceValue? {
        guard let next = left.first else { return build(members) }
        for option in options(for: next) {
            for combined in added(option, to: members) {
                if let object = refute(left.dropFirst(), combined) { return object }
            }
        }
        return nil
    }

    /// The members that meet a refutation and may be.
    private mutating func options(for refutation: ObjectConstraints.Refutation) -> [Member] {
        var options: [Member] = []
        let names = constraints.knownNames.filter { !constraints.forbidden.contains($0) }
        switch refutation {
        case .members(let schemas):
            for name in names {
                guard let formulas = search.evaluator.formulas(of: name, in: schemas) else {
                    block("a pattern of names is not known")
                    continue
                }
                options += formulas.map { Member(name: name, claims: [Claim($0, false)]) }
            }
            for region in regions {
                let matching = schemas.patterns.filter { region.contains($0.text) }.map(\.formula)
                let formulas = matching.isEmpty ? [schemas.additional] : matching
                options += formulas.map { Member(region: region, claims: [Claim($0, false)]) }
            }
        case .names(let formula):
            for name in names where search.evaluator.holds(formula, .string(name)) != true {
                options.append(Member(name: name))
            }
            options += regions.map { Member(region: $0, nameClaims: [Claim(formula, false)]) }
        }
        return options.filter { isPossible($0) }
    }

    /// Whether a member by itself may be; what is not known is remembered.
    private mutating func isPossible(_ member: Member) -> Bool {
        if let name = member.name {
            guard isAllowed(name) else { return false }
            if case .none = value(of: member, name: name) { return false }
            return true
        }
        if case .none = search.solve(claims(in: member.region) + member.claims) { return false }
        if case .none = search.solve(nameClaims(member, used: [])) { return false }
        return true
    }

    /// The members with one more: by itself, or as one of those that are to be anyhow.
    private func added(_ option: Member, to members: [Member]) -> [[Member]] {
        if let name = option.name {
            guard let place = members.firstIndex(where: { $0.name == name }) else { return [members + [option]] }
            var combined = members
            combined[place].claims += option.claims
            return [combined]
        }
        // One member may meet two refutations: it must where members or names are few.
        var results = [members + [option]]
        for (place, member) in members.enumerated() where member.name == nil && member.region == option.region {
            var combined = members
            combined[place].claims += option.claims
            combined[place].nameClaims += option.nameClaims
            results.append(combined)
        }
        return results
    }

    // MARK: Building

    private mutating func build(_ members: [Member]) -> InstanceValue? {
        guard members.count <= constraints.most else { return nil }
        var object: [ExactText: InstanceValue] = [:]
        var built: [(name: ExactText, member: Member)] = []
        var isUncertain = false
        for member in members {
            guard let name = member.name ?? freshName(member, object) else { return nil }
            guard isAllowed(name) else { return nil }
            built.append((name, member))
            switch value(of: member, name: name) {
            case .none: return nil
            case .found(let value): object[name] = value
            case .unknown(let obstacle, let candidates):
                blocked = blocked ?? obstacle
                guard let value = candidates.first else { return nil }
                object[name] = value
                isUncertain = true
            }
        }
        guard fill(&object, to: constraints.least) else { return nil }
        guard !constraints.excluded.contains(.object(object)) || distinguish(&object, built) else {
            block("only a value that is excluded was found")
            return nil
        }
        if isUncertain {
            if candidates.count < 8 { candidates.append(.object(object)) }
            return nil
        }
        return .object(object)
    }

    /// Makes an object another than those excluded: by a member's value, or by one more member.
    private mutating func distinguish(
        _ object: inout [ExactText: InstanceValue], _ built: [(name: ExactText, member: Member)]
    ) -> Bool {
        for (name, member) in built {
            let values = constraints.excluded.compactMap { excluded in
                if case .object(let members) = excluded { members[name] } else { nil }
            }
            var other = member
            other.claims.append(Claim(search.store.add(.constants(Set(values))), false))
            if case .found(let value) = value(of: other, name: name) {
                object[name] = value
                return true
            }
        }
        return fill(&object, to: object.count + 1)
    }

    /// Adds members until there are enough.
    private mutating func fill(_ object: inout [ExactText: InstanceValue], to count: Int) -> Bool {
        if object.count >= count { return true }
        guard count <= constraints.most else { return false }
        guard count <= Self.membersMax else {
            block("the objects are too large to be tried")
            return false
        }
        for name in constraints.knownNames
        where object[name] == nil && !constraints.forbidden.contains(name) && isAllowed(name) {
            switch value(of: Member(name: name), name: name) {
            case .found(let value): object[name] = value
            case .unknown(let obstacle, _): blocked = blocked ?? obstacle
            case .none: break
            }
            if object.count >= count { return true }
        }
        for region in regions {
            while let name = freshName(Member(region: region), object) {
                switch value(of: Member(name: name), name: name) {
                case .found(let value): object[name] = value
                case .unknown(let obstacle, _): blocked = blocked ?? obstacle
                case .none: break
                }
                if object.count >= count { return true }
                if object[name] == nil { break }
            }
        }
        return false
    }
}
