/// What single members may be called and hold.
extension ObjectBuilder {
    // MARK: Names

    /// A name that no schema mentions and no member has; nil where there is none.
    mutating func freshName(_ member: Member, _ object: [ExactText: InstanceValue]) -> ExactText? {
        switch search.solve(nameClaims(member, used: Array(object.keys))) {
        case .found(.string(let name)): return name
        case .unknown(let obstacle, let candidates):
            blocked = blocked ?? obstacle
            if case .string(let name) = candidates.first { return name }
            return nil
        default: return nil
        }
    }

    func nameClaims(_ member: Member, used: [ExactText]) -> [Claim] {
        let store = search.store
        var claims = member.nameClaims + constraints.nameFormulas.map { Claim($0, true) }
        for pattern in constraints.patterns {
            claims.append(Claim(store.add(.pattern(pattern)), member.region.contains(pattern)))
        }
        let taken = Set(constraints.knownNames + used)
        if !taken.isEmpty { claims.append(Claim(store.add(.constants(Set(taken.map { .string($0) }))), false)) }
        claims.append(Claim(store.add(.types(.string)), true))
        return claims
    }

    /// Whether every schema of names accepts a name; where that is not known it is tried.
    mutating func isAllowed(_ name: ExactText) -> Bool {
        for formula in constraints.nameFormulas {
            switch search.evaluator.holds(formula, .string(name)) {
            case false: return false
            case nil: block("what names may be is not known beforehand")
            default: break
            }
        }
        return true
    }

    // MARK: Values

    mutating func value(of member: Member, name: ExactText) -> SearchOutcome {
        var claims = member.claims
        for schemas in constraints.members {
            guard let formulas = search.evaluator.formulas(of: name, in: schemas) else {
                block("a pattern of names is not known")
                continue
            }
            claims += formulas.map { Claim($0, true) }
        }
        return search.solve(claims)
    }

    func claims(in region: Region) -> [Claim] {
        constraints.members.flatMap { schemas in
            let matching = schemas.patterns.filter { region.contains($0.text) }.map(\.formula)
            return (matching.isEmpty ? [schemas.additional] : matching).map { Claim($0, true) }
        }
    }

    mutating func block(_ reason: String) {
        blocked = blocked ?? constraints.obstacle(reason)
    }
}
