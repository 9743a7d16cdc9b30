/// Writes a regular expression of ECMA-262 in the syntax of RE2.
enum RE2Translation {
    static func text(_ node: RegexNode) throws(PatternError) -> String {
        switch node {
        case .empty: return "(?:)"
        case .oneOf(let scalars): return classText(scalars)
        case .start: return "\\A"
        case .end: return "\\z"
        case .wordBoundary(let isNegated): return isNegated ? "\\B" : "\\b"
        case .sequence(let terms):
            var text = ""
            for term in terms { text += try self.text(term) }
            return text
        case .alternation(let branches):
            var texts: [String] = []
            for branch in branches { texts.append(try self.text(branch)) }
            return "(?:" + texts.joined(separator: "|") + ")"
        case .repetition(let inner, let min, let max, let isLazy):
            let largest = Swift.max(min, max ?? 0)
            if largest > RegexParser.repetitionMax {
                throw PatternError(
                    message: "a repetition of \(largest); at most \(RegexParser.repetitionMax) can be matched in "
                        + "linear time: say the length with \"maxLength\" and repeat with '*' or '+'")
            }
            let bounds = max.map { $0 == min ? "{\(min)}" : "{\(min),\($0)}" } ?? "{\(min),}"
            return "(?:" + (try self.text(inner)) + ")" + bounds + (isLazy ? "?" : "")
        case .unsupported(let what):
            throw PatternError(
                message: "\(what) cannot be matched in linear time; say it with \"allOf\" and several patterns, or "
                    + "with \"not\"")
        }
    }

    private static func classText(_ scalars: RegexClass) -> String {
        if scalars.properties.isEmpty, scalars.set.ranges.isEmpty {
            return scalars.isNegated ? "(?s:.)" : "[^\\x{0}-\\x{10FFFF}]"
        }
        var text = scalars.isNegated ? "[^" : "["
        for range in scalars.set.ranges {
            text += escape(range.lowerBound)
            if range.count > 1 { text += "-" + escape(range.upperBound) }
        }
        for property in scalars.properties { text += (property.isNegated ? "\\P{" : "\\p{") + property.name + "}" }
        return text + "]"
    }

    private static func escape(_ scalar: UInt32) -> String { "\\x{" + String(scalar, radix: 16) + "}" }
}
