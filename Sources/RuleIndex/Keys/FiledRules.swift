/// What is kept of each rule, in a few words: enough to find its records again and to choose its keys anew.
///
///     0       the rule's number
///     1       the number of alternatives, and 8 bits up the words of the whole
///     …       for each alternative: a word of its way (see `Way`), for a broad one its place, and the codes of its tests
struct FiledRules: Sendable {
    /// How an alternative is found.
    struct Way: Equatable {
        /// The shape of its key; `broad` where it has none.
        var shape: Int
        /// How many of the tests, from the first on, make up the key.
        var keyCount: Int
        var testCount: Int

        static let broad = 0xFFFF

        var bits: UInt32 { UInt32(shape) << 16 | UInt32(keyCount) << 8 | UInt32(testCount) }

        init(shape: Int, keyCount: Int, testCount: Int) {
            self.shape = shape
            self.keyCount = keyCount
            self.testCount = testCount
        }

        init(bits: UInt32) {
            shape = Int(bits >> 16)
            keyCount = Int(bits >> 8 & 0xFF)
            testCount = Int(bits & 0xFF)
        }
    }

    /// An alternative.
    struct Alternative: Equatable {
        var way: Way
        /// Of a broad one, its place.
        var place = 0
        var tests: [TestCode]
    }

    private var words: [UInt32] = []
    /// An open table of places plus one; 0 where free.
    private var table = [UInt32](repeating: 0, count: 16)
    private var wasted = 0
    private(set) var count = 0

    var byteCount: Int { (words.capacity + table.capacity) * 4 }

    private func slot(of rule: UInt32) -> Int {
        let spread = (UInt64(rule) &* 0x9E37_79B9_7F4A_7C15) >> 32
        var slot = Int(truncatingIfNeeded: (spread &* UInt64(table.count)) >> 32)
        while table[slot] != 0, words[Int(table[slot]) - 1] != rule { slot = slot + 1 == table.count ? 0 : slot + 1 }
        return slot
    }

    /// The alternatives of a rule, nil where it is not filed.
    func alternatives(of rule: UInt32) -> [Alternative]? {
        let entry = table[slot(of: rule)]
        return entry == 0 ? nil : alternatives(at: Int(entry) - 1)
    }

    func contains(_ rule: UInt32) -> Bool { table[slot(of: rule)] != 0 }

    private func alternatives(at place: Int) -> [Alternative] {
        var at = place + 2
        return (0..<Int(words[place + 1] & 0xFF)).map { _ in
            let way = Way(bits: words[at])
            at += 1
            var broadPlace = 0
            if way.shape == Way.broad {
                broadPlace = Int(words[at])
                at += 1
            }
            defer { at += way.testCount }
            return Alternative(
                way: way, place: broadPlace, tests: (at..<(at + way.testCount)).map { TestCode(bits: words[$0]) })
        }
    }

    /// Files a rule that is not filed yet.
    mutating func insert(_ rule: UInt32, _ alternatives: [Alternative]) {
        if (count + 1) * 10 > table.count * 7 { resizeTable(to: table.count + table.count / 2) }
        let place = words.count
        words += [rule, 0]
        for alternative in alternatives {
            words.append(alternative.way.bits)
            if alternative.way.shape == Way.broad { words.append(UInt32(alternative.place)) }
            words += alternative.tests.map(\.bits)
        }
        words[place + 1] = UInt32(alternatives.count) | UInt32(words.count - place) << 8
        table[slot(of: rule)] = UInt32(place) + 1
        count += 1
    }

    /// Takes a rule out; its alternatives, nil where it was not filed.
    mutating func remove(_ rule: UInt32) -> [Alternative]? {
        let found = slot(of: rule)
        guard table[found] != 0 else { return nil }
        let place = Int(table[found]) - 1
        let alternatives = alternatives(at: place)
        wasted += Int(words[place + 1] >> 8)
        // Those behind move up, so that looking still finds them.
        table[found] = 0
        var at = found + 1 == table.count ? 0 : found + 1
        while table[at] != 0 {
            let entry = table[at]
            table[at] = 0
            table[slot(of: words[Int(entry) - 1])] = entry
            at = at + 1 == table.count ? 0 : at + 1
        }
        count -= 1
        // The place is marked as nobody's until the words are compacted.
        words[place + 1] = words[place + 1] & ~0xFF | Self.nobody
        if wasted > 1_024, wasted * 2 > words.count { compact() }
        return alternatives
    }

    private static let nobody: UInt32 = 0xFF

    private mutating func resizeTable(to size: Int) {
        table = [UInt32](repeating: 0, count: size)
        forEachPlace { filed, place in filed.table[filed.slot(of: filed.words[place])] = UInt32(place) + 1 }
    }

    private mutating func forEachPlace(_ body: (inout FiledRules, Int) -> Void) {
        var place = 0
        while place < words.count {
            let next = place + Int(words[place + 1] >> 8)
            if words[place + 1] & 0xFF != Self.nobody { body(&self, place) }
            place = next
        }
    }

    /// Gives back memory that removed rules held, and what was set aside for growth.
    mutating func compact() {
        var kept: [UInt32] = []
        kept.reserveCapacity(words.count - wasted)
        forEachPlace { filed, place in kept += filed.words[place..<(place + Int(filed.words[place + 1] >> 8))] }
        words = kept
        wasted = 0
        resizeTable(to: max(16, count * 10 / 7 + 2))
    }

    /// Calls `body` with every rule, in the order in which they were filed.
    func forEach(_ body: (UInt32, [Alternative]) -> Void) {
        var place = 0
        while place < words.count {
            let next = place + Int(words[place + 1] >> 8)
            if words[place + 1] & 0xFF != Self.nobody { body(words[place], alternatives(at: place)) }
            place = next
        }
    }
}
