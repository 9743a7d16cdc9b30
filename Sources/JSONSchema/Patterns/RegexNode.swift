/// A regular expression of ECMA-262 as a tree.
indirect enum RegexNode {
    case empty
    /// One code point of a class.
    case oneOf(RegexClass)
    case sequence([RegexNode])
    case alternation([RegexNode])
    case repetition(RegexNode, min: Int, max: Int?, isLazy: Bool)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    /// Valid, but no linear-time matcher has it; the text says what it is.
    case unsupported(String)
}

/// A class of code points.
struct RegexClass: Hashable {
    /// A Unicode property by the name RE2 has for it.
    struct Property: Hashable {
        let name: String
        let isNegated: Bool
    }

    var set = ScalarSet([])
    var properties: [Property] = []
    var isNegated = false

    init(_ set: ScalarSet) { self.set = set }

    init(_ property: Property) { properties = [property] }

    /// The code points, where no property takes part.
    var plainSet: ScalarSet? {
        guard properties.isEmpty else { return nil }
        return isNegated ? set.complement : set
    }
}

/// Why a regular expression was refused.
struct PatternError: Error, Equatable {
    let message: String
}
