/// "Did you mean": the nearest of some names, by edit distance.
enum Suggestion {
    /// Longer names are not compared.
    private static let nameBytesMax = 64
    /// Of longer lists only so many are compared.
    static let candidatesMax = 512

    /// The nearest candidate, nil where none is near: at most a third of the letters may differ, and never more than 3.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= nameBytesMax else { return nil }
        let letters = letterSet(wanted)
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(candidatesMax) where candidate.utf8.count <= nameBytesMax {
            let other = Array(candidate.lowercased().utf8)
            let allowed = min(3, max(1, (max(wanted.count, other.count) + 1) / 3))
            let bound = best.map { min(allowed, $0.distance - 1) } ?? allowed
            guard bound >= 0, abs(other.count - wanted.count) <= bound else { continue }
            // Each change adds at most one letter that was not there, and takes away at most one.
            let others = letterSet(other)
            let changes = max((letters & ~others).nonzeroBitCount, (others & ~letters).nonzeroBitCount)
            guard changes <= bound else { continue }
            let distance = editDistance(wanted, other)
            if distance <= bound, distance < max(wanted.count, other.count) { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The bytes of a name as bits, 64 for all.
    private static func letterSet(_ name: [UInt8]) -> UInt64 {
        name.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// `; did you mean 'type'?`, or what `otherwise` says where nothing is near.
    static func phrase(
        for name: String, among candidates: some Sequence<String>, otherwise: String = ""
    ) -> String {
        guard let nearest = nearest(to: name, among: candidates) else { return otherwise }
        return "; did you mean '\(nearest)'?"
    }

    /// Names in quotes, the last after "or".
    static func list(_ names: [String]) -> String {
        let quoted = names.map { "'\($0)'" }
        guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    /// How many letters must be changed, added, removed or swapped with their neighbour.
    static func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in 0..<one.count {
            var current = [row + 1]
            for column in 0..<other.count {
                let same = one[row] == other[column]
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (same ? 0 : 1))
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[other.count]
    }
}
