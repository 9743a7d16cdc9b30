/// Tests that do not fit 32 bits, each kept once.
///
/// A test is a word with its kind and the number of words that follow:
///
///     compare     results as in `TestCode`, whether the operand is a threshold, column, operand
///     oneOf       column, values: the column has one of them
///     noneOf      column, values: the column is present and has none of them
///     notNumber   column of values, column of numbers, threshold: present, and not that number
///     all, any    codes of tests
///     rule        the number of a rule that the evaluator judges
struct LongTests: Sendable {
    enum Kind: UInt32 {
        case compare, oneOf, noneOf, notNumber, all, any, rule
    }

    /// The most places: what `TestCode` can name.
    static let wordsMax = 1 << 28

    private(set) var words = AppendOnly<UInt32>()
    /// The places by content: an open table of places plus one.
    private var table = [UInt32](repeating: 0, count: 16)
    private var tests = 0

    var byteCount: Int { words.byteCount + table.capacity * 4 }

    /// The code of a test; nil where there is no room left.
    mutating func code(_ kind: Kind, _ operands: [UInt32]) -> TestCode? {
        let head = kind.rawValue << 24 | UInt32(operands.count)
        var slot = Self.hash(head, operands) & (table.count - 1)
        while table[slot] != 0 {
            let place = Int(table[slot]) - 1
            if words[place] == head, operands.indices.allSatisfy({ words[place + 1 + $0] == operands[$0] }) {
                return TestCode(long: place)
            }
            slot = (slot + 1) & (table.count - 1)
        }
        guard words.count + operands.count < Self.wordsMax else { return nil }
        let place = words.append(contentsOf: [head] + operands)
        table[slot] = UInt32(place) + 1
        tests += 1
        if tests * 4 > table.count * 3 { grow() }
        return TestCode(long: place)
    }

    /// The kind and the operands of a long test.
    func read(_ code: TestCode) -> (kind: Kind, operands: [UInt32]) {
        let head = words[code.place]
        let count = Int(head & 0xFF_FFFF)
        let operands = (0..<count).map { words[code.place + 1 + $0] }
        return (Kind(rawValue: head >> 24) ?? .all, operands)
    }

    private mutating func grow() {
        let old = table
        table = [UInt32](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 {
            let (kind, operands) = read(TestCode(long: Int(entry) - 1))
            var slot = Self.hash(kind.rawValue << 24 | UInt32(operands.count), operands) & (table.count - 1)
            while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = entry
        }
    }

    private static func hash(_ head: UInt32, _ operands: [UInt32]) -> Int {
        var mixed = UInt64(head) &* 0x9E37_79B9_7F4A_7C15
        for operand in operands {
            mixed = (mixed ^ UInt64(operand)) &* 0x9FB2_1C65_1E98_DF25
            mixed ^= mixed >> 32
        }
        return Int(truncatingIfNeeded: mixed >> 8)
    }
}
