/// "Did you mean": the nearest of some names, by edit distance.
enum Suggestion {
    /// Longer names are not compared.
    private static let nameBytesMax = 64
    /// Room for such a name in lower case, which for some letters takes more bytes.
    private static let foldedBytesMax = 4 * nameBytesMax
    /// Of longer lists only so many are compared.
    static let candidatesMax = 512

    /// The nearest candidate, nil where none is near: at most a third of the letters may differ, and never more than 3.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 5 * (foldedBytesMax + 1)) { room in
            let wanted = UnsafeMutableBufferPointer(rebasing: room[..<foldedBytesMax])
            let other = UnsafeMutableBufferPointer(rebasing: room[foldedBytesMax..<(2 * foldedBytesMax)])
            let rows = UnsafeMutableBufferPointer(rebasing: room[(2 * foldedBytesMax)...])
            guard let count = fold(name, into: wanted), count > 0, count <= nameBytesMax else { return nil }
            let letters = letterSet(wanted, count)
            var best: (name: String, distance: Int)?
            for candidate in candidates.prefix(candidatesMax) {
                guard let otherCount = fold(candidate, into: other) else { continue }
                let allowed = min(3, max(1, (max(count, otherCount) + 1) / 3))
                let bound = best.map { min(allowed, $0.distance - 1) } ?? allowed
                guard bound >= 0, abs(otherCount - count) <= bound else { continue }
                // Each change adds at most one letter that was not there, and takes away at most one.
                let others = letterSet(other, otherCount)
                let added = bitCount(others & ~letters)
                guard added <= bound, bitCount(letters & ~others) <= bound else { continue }
                let distance = editDistance(wanted, count, other, otherCount, rows)
                if distance <= bound, distance < max(count, otherCount) { best = (candidate, distance) }
            }
            return best?.name
        }
    }

    /// Writes a name in lower case and returns how many bytes that takes; nil where the name is too long.
    private static func fold(_ name: String, into bytes: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        guard name.utf8.count <= nameBytesMax else { return nil }
        var plain = name
        let isASCII = plain.withUTF8 { text in
            var all: UInt8 = 0
            for (at, byte) in text.enumerated() {
                all |= byte
                bytes[at] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            return all < 0x80
        }
        if isASCII { return name.utf8.count }
        let lowercase = name.lowercased()
        guard lowercase.utf8.count <= bytes.count else { return nil }
        for (at, byte) in lowercase.utf8.enumerated() { bytes[at] = byte }
        return lowercase.utf8.count
    }

    /// The bytes of a name as bits, 64 for all.
    private static func letterSet(_ name: UnsafeMutableBufferPointer<UInt8>, _ count: Int) -> UInt64 {
        var letters: UInt64 = 0
        for at in 0..<count { letters |= 1 &<< UInt64(name[at] & 63) }
        return letters
    }

    /// The bits of a word, of which there are mostly few.
    private static func bitCount(_ word: UInt64) -> Int {
        var (rest, count) = (word, 0)
        while rest != 0 { (rest, count) = (rest & (rest &- 1), count &+ 1) }
        return count
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

    /// How many letters must be changed, added, removed or swapped with their neighbour. Names are so short that a byte
    /// holds any distance; `rows` has room for three rows of them.
    private static func editDistance(
        _ one: UnsafeMutableBufferPointer<UInt8>, _ oneCount: Int, _ other: UnsafeMutableBufferPointer<UInt8>,
        _ otherCount: Int, _ rows: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        let width = otherCount + 1
        var (beforeLast, last, current) = (0, width, 2 * width)
        for column in 0..<width { rows[last + column] = UInt8(truncatingIfNeeded: column) }
        for row in 0..<oneCount {
            rows[current] = UInt8(truncatingIfNeeded: row + 1)
            for column in 0..<otherCount {
                let cost: UInt8 = one[row] == other[column] ? 0 : 1
                var best = min(rows[last + column + 1], rows[current + column]) &+ 1
                best = min(best, rows[last + column] &+ cost)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    best = min(best, rows[beforeLast + column - 1] &+ 1)
                }
                rows[current + column + 1] = best
            }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return Int(rows[last + otherCount])
    }
}
