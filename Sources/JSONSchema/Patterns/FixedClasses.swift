/// A pattern such as `^[A-Z]{2}[0-9]{3}$`: so many characters, each of its class, all of them ASCII.
struct FixedClasses {
    /// Each class has a bit.
    private static let classesMax = 8
    private static let lengthMax = 64

    /// For each byte the classes it is in.
    private(set) var memberships = [UInt8](repeating: 0, count: 256)
    /// For each character the class it must be in.
    private(set) var required: [UInt8] = []
    private var bits: [ScalarSet: UInt8] = [:]

    /// Nil where the expression is of another form.
    init?(_ node: RegexNode) {
        guard case .sequence(let terms) = node, terms.count >= 2, case .start = terms[0],
            case .end = terms[terms.count - 1], terms.dropFirst().dropLast().allSatisfy({ add($0) })
        else { return nil }
    }

    private mutating func add(_ node: RegexNode) -> Bool {
        switch node {
        case .oneOf(let scalars):
            guard let set = scalars.plainSet, set.isASCII, let bit = bit(for: set) else { return false }
            required.append(bit)
            return required.count <= Self.lengthMax
        case .sequence(let terms): return terms.allSatisfy { add($0) }
        case .repetition(let inner, let min, let max, _):
            guard min == max, min <= Self.lengthMax else { return false }
            return (0..<min).allSatisfy { _ in add(inner) }
        default: return false
        }
    }

    private mutating func bit(for set: ScalarSet) -> UInt8? {
        if let bit = bits[set] { return bit }
        guard bits.count < Self.classesMax else { return nil }
        let bit = UInt8(1) << UInt8(bits.count)
        bits[set] = bit
        for range in set.ranges {
            for scalar in range { memberships[Int(scalar)] |= bit }
        }
        return bit
    }
}
