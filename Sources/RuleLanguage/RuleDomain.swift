/// What a value can still be once several conditions hold of it: a list of literals where only certain ones are left,
/// else what lies between limits and begins with a text.
struct RuleDomain {
    private var listed: [RuleLiteral]?
    /// The texts that there are at all, until one of the conditions lists some.
    private var texts: [String]?
    private var excluded: [RuleLiteral] = []
    private var low: (literal: RuleLiteral, orEqual: Bool)?
    private var high: (literal: RuleLiteral, orEqual: Bool)?
    private var prefix = ""
    private var forbiddenPrefixes: [String] = []
    private var isAbsent = false
    private let isWhole: Bool

    /// Whether nothing is left.
    private(set) var isEmpty = false

    /// All that a type allows.
    init(_ type: RuleType) {
        switch type {
        case .enumeration(let texts): self.texts = texts
        case .bool: listed = [.bool(false), .bool(true)]
        default: break
        }
        if case .int = type { isWhole = true } else { isWhole = false }
    }

    /// Leaves what a further condition allows.
    mutating func narrow(_ test: RuleTest) {
        switch test {
        case .isOne(let literals):
            let (known, texts) = (listed, texts)
            listed = literals.filter { literal in
                if let known { return known.contains { $0.equals(literal) } }
                guard let texts else { return true }
                guard case .string(let text) = literal else { return false }
                return texts.contains { $0.isSame(as: text) }
            }
            self.texts = nil
        case .isNone(let literals): excluded += literals
        case .below(let literal, let orEqual):
            if let high, let order = literal.order(high.literal) {
                if order == .less || order == .equal && !orEqual { self.high = (literal, orEqual) }
            } else if high != nil {
                isEmpty = true
            } else {
                high = (literal, orEqual)
            }
        case .above(let literal, let orEqual):
            if let low, let order = literal.order(low.literal) {
                if order == .greater || order == .equal && !orEqual { self.low = (literal, orEqual) }
            } else if low != nil {
                isEmpty = true
            } else {
                low = (literal, orEqual)
            }
        case .begins(let text):
            if Self.begins(text, with: prefix) {
                prefix = text
            } else if !Self.begins(prefix, with: text) {
                isEmpty = true
            }
        case .doesNotBegin(let text): forbiddenPrefixes.append(text)
        case .isAbsent: isAbsent = true
        }
        isEmpty = isEmpty || isUnsatisfiable
    }

    private var isUnsatisfiable: Bool {
        if let listed { return !listed.contains(where: isPossible) }
        if let texts { return !texts.contains { isPossible(.string($0)) } }
        if forbiddenPrefixes.contains(where: { Self.begins(prefix, with: $0) }) { return true }
        if !prefix.isEmpty, isBesidePrefix { return true }
        guard let low, let high else { return false }
        guard let order = low.literal.order(high.literal) else { return true }
        if order == .greater { return true }
        if order == .equal {
            return !(low.orEqual && high.orEqual) || excluded.contains { $0.equals(low.literal) }
        }
        // Between two neighbours lies no whole number.
        if isWhole, !low.orEqual, !high.orEqual, case .int(let one) = low.literal, case .int(let two) = high.literal {
            return two - 1 == one
        }
        return false
    }

    /// Whether no text with the prefix lies within the limits.
    private var isBesidePrefix: Bool {
        if let high {
            guard case .string(let text) = high.literal else { return true }
            // The prefix itself is the least of its texts.
            switch RuleLiteral.string(prefix).order(.string(text)) {
            case .greater: return true
            case .equal: if !high.orEqual { return true }
            default: break
            }
        }
        if let low {
            guard case .string(let text) = low.literal else { return true }
            if !Self.begins(text, with: prefix), RuleLiteral.string(prefix).order(.string(text)) == .less {
                return true
            }
        }
        return false
    }

    private func isPossible(_ literal: RuleLiteral) -> Bool {
        if excluded.contains(where: { $0.equals(literal) }) { return false }
        if let low {
            guard let order = literal.order(low.literal) else { return false }
            if order != .greater, !(order == .equal && low.orEqual) { return false }
        }
        if let high {
            guard let order = literal.order(high.literal) else { return false }
            if order != .less, !(order == .equal && high.orEqual) { return false }
        }
        guard case .string(let text) = literal else { return prefix.isEmpty && forbiddenPrefixes.isEmpty }
        return Self.begins(text, with: prefix) && !forbiddenPrefixes.contains { Self.begins(text, with: $0) }
    }

    private static func begins(_ text: String, with prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }
}
