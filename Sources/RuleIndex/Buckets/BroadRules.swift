/// Alternatives of rules that no key finds: bit sets. Each test is made once for an alert; the alternatives that a
/// failed test rules out are struck from their block together.
struct BroadRules: Sendable {
    /// Alternatives a block has room for.
    static let lanesPerBlock = 64

    /// A test of some alternatives of a block.
    struct Demand {
        /// Its place in `tests`.
        var test: UInt32
        /// The alternatives that demand it.
        var lanes: UInt64
    }

    /// An alternative.
    struct Lane {
        var rule: UInt32
        /// What is tested when nothing else has failed: the rule as a whole, which is dear. `TestCode.always` for most.
        var last: TestCode
    }

    final class Block: @unchecked Sendable {
        // Unchecked: written only by an index that holds it alone.
        fileprivate(set) var live: UInt64 = 0
        fileprivate(set) var repeated: UInt64 = 0
        fileprivate(set) var demands: [Demand] = []
        fileprivate(set) var lanes = [Lane](
            repeating: Lane(rule: 0, last: .always), count: BroadRules.lanesPerBlock)

        fileprivate init() {}

        fileprivate init(copying other: Block) {
            live = other.live
            repeated = other.repeated
            demands = other.demands
            lanes = other.lanes
        }
    }

    private(set) var blocks: [Block] = []
    /// The tests that alternatives demand, each once.
    private(set) var tests: [TestCode] = []
    private var uses: [Int] = []
    private var testPlaces: [TestCode: Int] = [:]
    private var freeTests: [Int] = []
    private(set) var count = 0
    /// Before this block all are full.
    private var firstOpen = 0

    /// Adds an alternative; where it lies.
    mutating func insert(rule: UInt32, isRepeated: Bool, tests: [TestCode], last: TestCode) -> Int {
        while firstOpen < blocks.count, blocks[firstOpen].live == .max { firstOpen += 1 }
        if firstOpen == blocks.count { blocks.append(Block()) }
        let block = open(firstOpen)
        let lane = (~block.live).trailingZeroBitCount
        block.live |= 1 << UInt64(lane)
        if isRepeated { block.repeated |= 1 << UInt64(lane) }
        block.lanes[lane] = Lane(rule: rule, last: last)
        for test in tests { demand(test, lane, block) }
        count += 1
        return firstOpen * Self.lanesPerBlock + lane
    }

    /// Takes an alternative out.
    mutating func remove(at place: Int, tests: [TestCode]) {
        let number = place / Self.lanesPerBlock
        let lane = UInt64(place % Self.lanesPerBlock)
        let block = open(number)
        block.live &= ~(1 << lane)
        block.repeated &= ~(1 << lane)
        for test in tests { release(test, lane, block) }
        block.demands.removeAll { $0.lanes == 0 }
        firstOpen = min(firstOpen, number)
        count -= 1
    }

    private mutating func open(_ number: Int) -> Block {
        if !isKnownUniquelyReferenced(&blocks[number]) { blocks[number] = Block(copying: blocks[number]) }
        return blocks[number]
    }

    private mutating func demand(_ test: TestCode, _ lane: Int, _ block: Block) {
        let place: Int
        if let known = testPlaces[test] {
            place = known
        } else if let free = freeTests.popLast() {
            place = free
            tests[place] = test
        } else {
            place = tests.count
            tests.append(test)
            uses.append(0)
        }
        testPlaces[test] = place
        uses[place] += 1
        if let index = block.demands.firstIndex(where: { $0.test == UInt32(place) }) {
            block.demands[index].lanes |= 1 << UInt64(lane)
        } else {
            block.demands.append(Demand(test: UInt32(place), lanes: 1 << UInt64(lane)))
        }
    }

    private mutating func release(_ test: TestCode, _ lane: UInt64, _ block: Block) {
        guard let place = testPlaces[test] else { return }
        if let index = block.demands.firstIndex(where: { $0.test == UInt32(place) }) {
            block.demands[index].lanes &= ~(1 << lane)
        }
        uses[place] -= 1
        if uses[place] == 0 {
            testPlaces[test] = nil
            tests[place] = .always
            freeTests.append(place)
        }
    }

    /// Memory set aside, in bytes.
    var byteCount: Int {
        blocks.reduce(tests.capacity * 40) { $0 + $1.lanes.capacity * 8 + $1.demands.capacity * 16 + 64 }
    }
}
