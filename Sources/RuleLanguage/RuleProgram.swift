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
final class RuleProgram: Sendable {
    let instructions: [RuleInstruction]
    /// The places of the instructions in the rule's text.
    let ranges: [Range<Int>]
    /// Operands of instructions that have many.
    let lists: [UInt32]
    let keys: [RuleKey]
    let constants: [RuleValue]
    /// The texts of keys and constants, one after the other.
    let text: [UInt8]
    let patterns: [RulePattern]
    /// How many macro variables are alive at once, at most.
    let slotCount: Int

    init(
        instructions: [RuleInstruction], ranges: [Range<Int>], lists: [UInt32], keys: [RuleKey],
        constants: [RuleValue], text: [UInt8], patterns: [RulePattern], slotCount: Int
    ) {
        self.instructions = instructions
        self.ranges = ranges
        self.lists = lists
        self.keys = keys
        self.constants = constants
        self.text = text
        self.patterns = patterns
        self.slotCount = slotCount
    }

    /// The instruction that gives the rule's value: the last.
    var root: Int { instructions.count - 1 }

    /// Calls `body` with an evaluator of this program on an alert. Allocates nothing unless the rule makes lists or
    /// texts.
    @inline(__always)
    func withEvaluator<Result>(
        on node: JSONNode, _ body: (inout RuleEvaluator) -> Result
    ) -> Result {
        instructions.withUnsafeBufferPointer { instructions in
            lists.withUnsafeBufferPointer { lists in
                keys.withUnsafeBufferPointer { keys in
                    constants.withUnsafeBufferPointer { constants in
                        text.withUnsafeBufferPointer { text in
                            withUnsafeTemporaryAllocation(of: RuleValue.self, capacity: slotCount) { slots in
                                var evaluator = RuleEvaluator(
                                    root: node, instructions: instructions, lists: lists, keys: keys,
                                    constants: constants, text: text, slots: slots, patterns: patterns)
                                return body(&evaluator)
                            }
                        }
                    }
                }
            }
        }
    }
}
