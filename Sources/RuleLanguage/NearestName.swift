/// Finds the name that was probably meant.
enum NearestName {
    /// The candidate closest to a name, nil where none is close: at most two edits, and at most a third of the name.
    /// Swapped neighbours count as one edit; a change of case alone counts as none.
    static func of(_ name: String, among candidates: some Sequence<String>, isCaseOnly: Bool = false) -> String? {
        let limit = isCaseOnly ? 0 : min(2, max(1, name.utf8.count / 3))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let found =
                candidate.lowercased() == name.lowercased()
                ? 0 : distance(Array(name.utf8), Array(candidate.utf8), limit: limit)
            guard let found else { continue }
            if let best, (best.distance, best.name) <= (found, candidate) { continue }
            best = (candidate, found)
        }
        return best?.name
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two texts (optimal string
    /// alignment), nil beyond the limit.
    private static func distance(_ one: [UInt8], _ other: [UInt8], limit: Int) -> Int? {
        guard abs(one.count - other.count) <= limit, one.count <= 64 else { return nil }
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        for (row, byte) in one.enumerated() {
            var current = [row + 1]
            for (column, otherByte) in other.enumerated() {
                var best = min(current[column], last[column + 1]) + 1
                best = min(best, last[column] + (byte == otherByte ? 0 : 1))
                if row > 0, column > 0, byte == other[column - 1], one[row - 1] == otherByte {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[other.count] <= limit ? last[other.count] : nil
    }
}

/// Suggestions for names that were probably meant.
public enum RuleSuggestion {
    /// The candidate closest to a name, nil where none is close.
    /// - Parameter isCaseOnly: Whether only a change of case is close, as among short codes, which are all alike.
    public static func nearest(to name: String, among candidates: [String], isCaseOnly: Bool = false) -> String? {
        NearestName.of(name, among: candidates, isCaseOnly: isCaseOnly)
    }
}
