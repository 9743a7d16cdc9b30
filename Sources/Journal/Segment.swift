internal import Synchronization

/// A segment file as the log knows it: what its header says, and a few remembered places in it.
final class Segment: Sendable {
    let path: String
    /// Distinguishes files of one name: a segment of control entries alone is replaced by its successor.
    let generation: UInt64
    /// The position of its first numbered entry, once it has one.
    let first: Position
    let salt: UInt32
    /// Where its first record begins.
    let recordsStart: Int

    private let places: Mutex<Places>

    private struct Places {
        var positions: [UInt64] = []
        var offsets: [UInt32] = []
        /// False in a closed segment that nobody has read from its middle yet.
        var areKnown: Bool
    }

    init(
        path: String, generation: UInt64, first: Position, salt: UInt32, recordsStart: Int, placesAreKnown: Bool
    ) {
        self.path = path
        self.generation = generation
        self.first = first
        self.salt = salt
        self.recordsStart = recordsStart
        places = Mutex(Places(areKnown: placesAreKnown))
    }

    /// Remembers where a numbered record begins, if the last remembered one is far enough away.
    func remember(_ position: Position, at offset: Int) {
        places.withLock { places in
            let last = places.offsets.last.map(Int.init) ?? recordsStart
            guard offset - last >= JournalLimits.sparseIntervalBytes else { return }
            places.positions.append(position.rawValue)
            places.offsets.append(UInt32(offset))
        }
    }

    /// Takes over the places found by reading the whole of a closed segment.
    func remember(all found: [(position: Position, offset: Int)]) {
        places.withLock { places in
            guard !places.areKnown else { return }
            places = Places(
                positions: found.map(\.position.rawValue), offsets: found.map { UInt32($0.offset) }, areKnown: true)
        }
    }

    /// Where to begin to read in order to come to `position` soon; nil where the places are not known yet.
    func offset(before position: Position) -> Int? {
        if position == first { return recordsStart }
        return places.withLock { places in
            guard places.areKnown else { return nil }
            var low = 0
            var high = places.positions.count
            while low < high {
                let middle = (low + high) / 2
                if places.positions[middle] <= position.rawValue { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? recordsStart : Int(places.offsets[low - 1])
        }
    }
}

/// The committed part of a segment.
struct SegmentSpan: Sendable {
    let segment: Segment
    /// Where its committed bytes end.
    var end: Int
    /// The position of its last numbered entry; the one before its first where it has none.
    var last: Position
}

extension Segment {
    private static let suffix = ".seg"
    private static let digits = 20

    /// The file name of the segment that begins with `position`: 20 digits, so that names sort as positions do.
    static func name(_ position: Position) -> String {
        let text = String(position.rawValue)
        return String(repeating: "0", count: digits - text.count) + text + suffix
    }

    /// The position that a segment's file name states, nil for any other file.
    static func position(ofName name: String) -> Position? {
        guard name.hasSuffix(suffix) else { return nil }
        let text = name.dropLast(suffix.count)
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt64(text), number > 0
        else { return nil }
        return Position(number)
    }
}
