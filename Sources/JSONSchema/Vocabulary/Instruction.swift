/// What one instruction of a program asserts of the value at hand. Every assertion that does not concern the value's
/// type holds.
///
/// "Program" stands for the index of another program's first instruction, "slot" for the place in the frame where
/// `members` put the member of a name.
enum Opcode: UInt8 {
    /// The program ends: the value is valid.
    case end
    /// Nothing is valid.
    case fail
    /// first: mask of kinds; second: mask of kinds that must be whole numbers.
    case type
    /// A string among constants. first: index of the text set.
    case stringConstants
    /// A value among constants. first: index of the set.
    case constants
    /// first: index of the bound.
    case bound
    /// first: index of the bound that holds the divisor.
    case multipleOf
    /// first: fewest, second: most code points.
    case length
    /// first: index of the pattern.
    case pattern
    /// first: index of the format.
    case format
    /// Reads the members of an object into the frame and judges those that must satisfy something whatever else there
    /// is. first: index of the name group.
    case members
    /// word: the slots that must be there.
    case required
    /// Beyond the slots that have a bit. first: index into the lists, of slots; second: how many.
    case requiredSlots
    /// word: the slots that must not be there.
    case closed
    /// first: index of the first pair of slot and program; second: how many.
    case properties
    /// `patternProperties` and `additionalProperties`. first: index of the rule.
    case memberRule
    /// first: program for each name.
    case propertyNames
    /// first: fewest, second: most members.
    case memberCount
    /// first: slot; second: index into the lists, of slots; word: how many.
    case dependentRequired
    /// first: slot; second: program.
    case dependentSchema
    /// first: fewest, second: most elements.
    case itemCount
    /// first: how many elements to leave out; second: index of the check.
    case items
    /// first: index into the lists, of programs; second: how many.
    case prefixItems
    /// first: program; second: fewest; word: most.
    case contains
    case uniqueItems
    /// first: program.
    case call
    /// first: index into the lists, of programs; second: how many.
    case anyOf
    /// first: index into the lists, of programs; second: how many.
    case oneOf
    /// `oneOf` or `anyOf` whose alternatives are told apart by a constant. first: index of the selection.
    case selection
    /// first: program.
    case not
    /// first: program of `if`; second: of `then`; word: of `else`; -1 for none.
    case conditional
    /// The same where `if` looks at one member. first: index of the member condition.
    case memberConditional
    /// Keeps apart which members and elements a program evaluates. first: program.
    case evaluationScope
    /// first: program for members that nothing evaluated.
    case unevaluatedProperties
    /// first: program for elements that nothing evaluated.
    case unevaluatedItems
}

/// One step of a program.
struct Instruction: BitwiseCopyable {
    var opcode: Opcode
    var first: Int32 = 0
    var second: Int32 = 0
    var word: UInt64 = 0
}
