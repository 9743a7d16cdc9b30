/// Guesses which known word a misspelt one was meant to be.
enum Spelling {
    /// The known word nearest to `word`, nil where none is near: at most one edit for every three characters.
    static func suggestion(for word: String, among known: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let folded = word.lowercased()
        let ranked = known.map { (word: $0, distance: distance(folded, $0.lowercased())) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, best.word.utf8.count / 3) ? best.word : nil
    }

    /// The number of characters to insert, remove, replace or swap with their neighbour (Damerau and Levenshtein, in its
    /// restricted form).
    private static func distance(_ one: String, _ two: String) -> Int {
        let (left, right) = (Array(one.utf8), Array(two.utf8))
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var best = min(last[column + 1], current[column]) + 1
                best = min(best, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }
}
