import JSONDocument

/// What an instruction does. Operands are in `RuleInstruction.first`, `.second`, `.third`; "value" means the index of
/// the instruction that gives it.
enum RuleOpcode: UInt8 {
    /// Constant `first`.
    case constant
    /// The field reached from the root by the `second` keys from `first` on.
    case path
    /// Whether the last of those keys is there; the ones before it must be.
    case hasPath
    /// The macro variable in slot `first`.
    case local
    /// The member of value `first` by key `second`.
    case member
    case hasMember
    /// The element of value `first` at value `second`.
    case element
    /// As `member` and `element`: an optional, empty where there is none.
    case optionalMember
    case optionalElement
    /// Optional `first` in a list or map, which leaves it out where it is empty.
    case ifPresent
    /// Function `third` over optionals, of value `first` and value `second` where it takes two.
    case optionalCall
    /// Value `second` for the value of optional `first`, which is in slot `third` meanwhile. `flag` tells that it is an
    /// optional itself.
    case optionalMap
    /// Of value `first`.
    case not
    case negate
    /// Of the `second` values listed from `first` on.
    case and
    case or
    case list
    /// Keys and values in turn.
    case map
    /// Value `first` decides between `second` and `third`.
    case conditional
    /// Of values `first` and `second`.
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case isIn
    case add
    case subtract
    case multiply
    case divide
    case remainder
    case startsWith
    case endsWith
    case contains
    /// Of value `first` by pattern `second`.
    case matches
    /// Of value `first`.
    case size
    /// Function `third`, a position among `RuleFunction.numbered`, of the `second` values listed from `first` on.
    case call
    /// Macros: `first` is where the list holds the range and the bodies, `second` how many bodies there are, `third`
    /// the slot of the first variable. `flag` tells that there are two variables.
    case all
    case exists
    case existsOne
    case mapList
    case filter
    case transformMap
}

/// One instruction, 16 bytes. A program is a tree of them: operands stand before what uses them.
struct RuleInstruction {
    let opcode: RuleOpcode
    var flag = false
    let first: UInt32
    var second: UInt32 = 0
    var third: UInt32 = 0
}

/// A member name as programs look it up.
struct RuleKey {
    /// See `JSONKeyHash`.
    let hash: UInt64
    /// Where it lies in the program's text.
    let offset: UInt32
    let length: UInt32
}

/// A rule compiled for evaluation: flat, immutable, shared between threads.
final class RuleProgram: @unchecked Sendable {
    // Unchecked: the memory is written before the initialiser ends, and only read from then on.

    /// One block for all that evaluation reads, so that a rule met rarely costs few cache misses.
    private let memory: UnsafeMutableRawPointer
    let instructions: UnsafeBufferPointer<RuleInstruction>
    let constants: UnsafeBufferPointer<RuleValue>
    let keys: UnsafeBufferPointer<RuleKey>
    /// Operands of instructions that have many.
    let lists: UnsafeBufferPointer<UInt32>
    /// The texts of keys and constants, one after the other, and zero bytes behind.
    let text: UnsafeBufferPointer<UInt8>
    let patterns: [RulePattern]
    /// The places of the instructions in the rule's text.
    let ranges: [Range<Int>]
    /// How many macro variables are alive at once, at most.
    let slotCount: Int

    init(
        instructions: [RuleInstruction], ranges: [Range<Int>], lists: [UInt32], keys: [RuleKey],
        constants: [RuleValue], text: [UInt8], patterns: [RulePattern], slotCount: Int
    ) {
        // In the order of falling alignment, so that each part is aligned where the one before it ends.
        let byteCount =
            instructions.count * MemoryLayout<RuleInstruction>.stride + constants.count * MemoryLayout<RuleValue>.stride
            + keys.count * MemoryLayout<RuleKey>.stride + lists.count * MemoryLayout<UInt32>.stride + text.count
        memory = .allocate(byteCount: byteCount, alignment: 16)
        var at = memory
        self.constants = Self.place(constants, &at)
        self.keys = Self.place(keys, &at)
        self.instructions = Self.place(instructions, &at)
        self.lists = Self.place(lists, &at)
        self.text = Self.place(text, &at)
        self.ranges = ranges
        self.patterns = patterns
        self.slotCount = slotCount
    }

    deinit { memory.deallocate() }

    private static func place<Element: BitwiseCopyable>(
        _ elements: [Element], _ at: inout UnsafeMutableRawPointer
    ) -> UnsafeBufferPointer<Element> {
        let start = at.bindMemory(to: Element.self, capacity: elements.count)
        for (index, element) in elements.enumerated() { (start + index).initialize(to: element) }
        at += elements.count * MemoryLayout<Element>.stride
        return UnsafeBufferPointer(start: start, count: elements.count)
    }

    /// The instruction that gives the rule's value: the last.
    var root: Int { instructions.count - 1 }

    /// Calls `body` with an evaluator of this program on an alert. Allocates nothing unless the rule makes lists or
    /// texts.
    @inline(__always)
    func withEvaluator<Result>(on node: JSONNode, _ body: (inout RuleEvaluator) -> Result) -> Result {
        patterns.withUnsafeBufferPointer { patterns in
            withUnsafeTemporaryAllocation(of: RuleValue.self, capacity: slotCount) { slots in
                var evaluator = RuleEvaluator(
                    root: node, instructions: instructions, lists: lists, keys: keys, constants: constants, text: text,
                    slots: slots, patterns: patterns)
                return body(&evaluator)
            }
        }
    }
}
