/// Guesses what was meant by a misspelt word.
enum Spelling {
    /// The longest word for which a guess is made, in characters.
    static let wordCharactersMax = 64

    /// The candidate nearest to `word`, if it is near enough to be meant.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        guard word.utf8.count <= wordCharactersMax * 4, word.count <= wordCharactersMax else { return nil }
        let lowered = word.lowercased()
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(Array(lowered), Array(candidate.lowercased()))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        if let best, best.distance <= max(1, lowered.drop { $0 == "-" }.count / 3) { return best.candidate }
        let starts = candidates.filter { $0.lowercased().hasPrefix(lowered) }
        return starts.count == 1 ? starts[0] : nil
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours that lead from one word to the other
    /// (optimal string alignment).
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, character) in one.enumerated() {
            var current = [row + 1]
            for (column, candidate) in other.enumerated() {
                var cost = min(
                    last[column] + (character == candidate ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, character == other[column - 1], one[row - 1] == candidate {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}

/// Joins words as a sentence does.
enum WordList {
    /// `a, b or c`.
    static func alternatives(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
