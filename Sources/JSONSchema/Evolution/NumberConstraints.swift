/// What the atoms of a branch say of a number, and the search for one that satisfies them.
struct NumberConstraints {
    private struct Bound {
        let value: ExactDecimal
        let isExclusive: Bool
    }

    /// The most multiples that are tried.
    private static let multiplesMax: Int128 = 4_000

    private var low: Bound?
    private var high: Bound?
    private var divisors: [ExactDecimal] = []
    private var nonDivisors: [ExactDecimal] = []

    init(_ branch: SearchBranch) {
        for atom in branch.atoms {
            switch branch.store[atom.formula] {
            case .minimum(let value, let isExclusive): raise(Bound(value: value, isExclusive: isExclusive))
            case .maximum(let value, let isExclusive): lower(Bound(value: value, isExclusive: isExclusive))
            case .multipleOf(let divisor): add(divisor, atom.holds)
            case .types(let types):
                // The branch has settled all but "whole" against "with a fraction".
                add(ExactDecimal(1), types.contains(.integer) == atom.holds)
            default: break
            }
        }
    }

    private mutating func add(_ divisor: ExactDecimal, _ holds: Bool) {
        if holds { divisors.append(divisor) } else { nonDivisors.append(divisor) }
    }

    private mutating func raise(_ bound: Bound) {
        guard let low else { return self.low = bound }
        if bound.value > low.value || bound.value == low.value && bound.isExclusive { self.low = bound }
    }

    private mutating func lower(_ bound: Bound) {
        guard let high else { return self.high = bound }
        if bound.value < high.value || bound.value == high.value && bound.isExclusive { self.high = bound }
    }

    func solve(_ search: WitnessSearch, _ atoms: [Claim]) -> SearchOutcome {
        if let low, let high {
            if low.value > high.value { return .none }
            if low.value == high.value {
                if low.isExclusive || high.isExclusive { return .none }
                return Self.first([low.value], search, atoms).outcome(.none)
            }
        }
        let obstacle = SearchObstacle(
            formula: atoms.first { if case .multipleOf = search.store[$0.formula] { true } else { false } }?.formula,
            reason: "no number was found that satisfies the bounds and multiples, and none was ruled out")
        let unknown = SearchOutcome.unknown(obstacle, candidates: [])
        guard !divisors.isEmpty else { return Self.first(fractions, search, atoms).outcome(unknown) }
        guard let step = commonMultiple else { return unknown }
        // A multiple of the step is a multiple of whatever divides the step.
        if nonDivisors.contains(where: { step.isMultiple(of: $0) == true }) { return .none }
        guard let (multiples, isComplete) = multiples(of: step) else { return unknown }
        return Self.first(multiples, search, atoms).outcome(isComplete ? .none : unknown)
    }

    private enum Choice {
        case found(InstanceValue)
        case uncertain([InstanceValue], Claim?)
        case nothing

        func outcome(_ otherwise: SearchOutcome) -> SearchOutcome {
            switch self {
            case .found(let value): .found(value)
            case .nothing: otherwise
            case .uncertain(let values, let claim):
                .unknown(
                    SearchObstacle(formula: claim?.formula, reason: "its number is beyond what is compared exactly"),
                    candidates: values)
            }
        }
    }

    private static func first(_ numbers: [ExactDecimal], _ search: WitnessSearch, _ atoms: [Claim]) -> Choice {
        var uncertain: [InstanceValue] = []
        var claim: Claim?
        for number in numbers {
            let value = InstanceValue.number(number)
            switch search.satisfies(value, atoms) {
            case true: return .found(value)
            case nil:
                claim = claim ?? atoms.first { search.holds($0, value) == nil }
                if uncertain.count < 4 { uncertain.append(value) }
            default: break
            }
        }
        return uncertain.isEmpty ? .nothing : .uncertain(uncertain, claim)
    }

    // MARK: Multiples

    /// The smallest number that all divisors divide; nil where it does not fit.
    private var commonMultiple: ExactDecimal? {
        let power = divisors.map(\.exponent).min() ?? 0
        var result: Int128 = 1
        for divisor in divisors {
            guard let scaled = divisor.scaled(to: power) else { return nil }
            let (product, overflow) = (result / Self.greatestCommonDivisor(result, scaled))
                .multipliedReportingOverflow(by: scaled)
            if overflow { return nil }
            result = product
        }
        return ExactDecimal(result, exponent: power)
    }

    private static func greatestCommonDivisor(_ one: Int128, _ other: Int128) -> Int128 {
        var (one, other) = (one, other)
        while other != 0 { (one, other) = (other, one % other) }
        return one
    }

    /// Multiples of a step within the bounds, those near zero first, and whether they are all.
    private func multiples(of step: ExactDecimal) -> (numbers: [ExactDecimal], isComplete: Bool)? {
        var least: Int128?
        var most: Int128?
        if let low {
            guard let (bound, unit, _) = ExactDecimal.aligned(low.value, step) else { return nil }
            let floor = Self.floor(bound, unit)
            least = floor * unit == bound && !low.isExclusive ? floor : floor + 1
        }
        if let high {
            guard let (bound, unit, _) = ExactDecimal.aligned(high.value, step) else { return nil }
            let floor = Self.floor(bound, unit)
            most = floor * unit == bound && high.isExclusive ? floor - 1 : floor
        }
        if let least, let most, least > most { return ([], true) }
        let from = least ?? most.map { min(0, $0 - Self.multiplesMax) } ?? -Self.multiplesMax / 2
        let to = min(most ?? .max, from + Self.multiplesMax)
        guard from <= to else { return nil }
        var numbers: [ExactDecimal] = []
        for factor in (from...to).sorted(by: { $0.magnitude < $1.magnitude }) {
            let (product, overflow) = step.coefficient.multipliedReportingOverflow(by: factor)
            if !overflow { numbers.append(ExactDecimal(product, exponent: step.exponent)) }
        }
        return (numbers, from == least && to == most && numbers.count == Int(to - from) + 1)
    }

    private static func floor(_ dividend: Int128, _ divisor: Int128) -> Int128 {
        let quotient = dividend / divisor
        return dividend % divisor < 0 ? quotient - 1 : quotient
    }

    // MARK: Fractions

    /// Numbers within the bounds where they need be no multiples.
    private var fractions: [ExactDecimal] {
        var numbers = [0, 1, -1, 2].map { ExactDecimal($0) } + [ExactDecimal(5, exponent: -1)]
        for bound in [low?.value, high?.value].compactMap({ $0 }) {
            numbers.append(bound)
            for power in stride(from: 0, through: -12, by: -1) {
                numbers += [1, -1, 3, -7].compactMap { bound.adding(ExactDecimal($0, exponent: power)) }
            }
        }
        if let low, let high {
            // The middle, and from there towards the lower bound, ever nearer.
            var upper = high.value
            for _ in 0..<24 {
                guard let middle = ExactDecimal.middle(low.value, upper) else { break }
                numbers.append(middle)
                upper = middle
            }
        }
        return numbers
    }
}
