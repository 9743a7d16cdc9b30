import JSONDocument

/// Evaluates a program on one alert, reading only the fields that the rule asks for.
///
/// Faults are values: `&&` and `||` absorb them where the other side decides (CEL, "Logical Operators"); everywhere
/// else they pass through. Once the steps are used up every further value is a fault.
struct RuleEvaluator: ~Copyable {
    let tape: JSONTape
    let root: Int
    let instructions: UnsafeBufferPointer<RuleInstruction>
    let lists: UnsafeBufferPointer<UInt32>
    let keys: UnsafeBufferPointer<RuleKey>
    let constants: UnsafeBufferPointer<RuleValue>
    let text: UnsafeBufferPointer<UInt8>
    let slots: UnsafeMutableBufferPointer<RuleValue>
    let patterns: UnsafeBufferPointer<RulePattern>
    var steps = RuleLimits.stepsMax
    var scratch = RuleScratch()

    init(
        root: JSONNode, instructions: UnsafeBufferPointer<RuleInstruction>, lists: UnsafeBufferPointer<UInt32>,
        keys: UnsafeBufferPointer<RuleKey>, constants: UnsafeBufferPointer<RuleValue>,
        text: UnsafeBufferPointer<UInt8>, slots: UnsafeMutableBufferPointer<RuleValue>,
        patterns: UnsafeBufferPointer<RulePattern>
    ) {
        tape = root.tape
        self.root = root.index
        self.instructions = instructions
        self.lists = lists
        self.keys = keys
        self.constants = constants
        self.text = text
        self.slots = slots
        self.patterns = patterns
    }

    /// Whether the steps were used up, so that no value is to be trusted.
    var isExhausted: Bool { steps < 0 }

    /// Counts work done on that many bytes.
    @inline(__always)
    mutating func charge(bytes: Int) { steps &-= bytes / RuleLimits.bytesPerStep }

    /// The value of an instruction.
    mutating func value(_ at: Int) -> RuleValue {
        steps &-= 1
        if steps < 0 { return .fault(.tooManySteps, at: at) }
        let instruction = instructions[at]
        let first = Int(instruction.first)
        let second = Int(instruction.second)
        switch instruction.opcode {
        case .constant: return constants[first]
        case .path:
            let node = find(keys: first, count: second)
            return node < 0 ? .fault(.noSuchField, at: at) : load(node)
        case .hasPath: return hasPath(first, second, at)
        case .local: return slots[first]
        case .and: return conjunction(first, second, at)
        case .or: return disjunction(first, second, at)
        case .not: return negation(value(first), at)
        case .negate: return arithmeticNegation(value(first), at)
        case .conditional:
            let condition = value(first)
            if condition.kind == .bool { return value(condition.isTrue ? second : Int(instruction.third)) }
            return condition.isFault ? condition : .fault(.wrongType, at: at)
        case .member, .hasMember, .element: return access(instruction, at)
        case .optionalMember, .optionalElement: return optionalAccess(instruction, at)
        case .ifPresent: return optionalEntry(first, at)
        case .optionalCall: return optionalCall(instruction, at)
        case .optionalMap: return optionalMap(instruction, at)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn:
            return relation(instruction, at)
        case .add, .subtract, .multiply, .divide, .remainder: return arithmetic(instruction, at)
        case .startsWith, .endsWith, .contains, .matches, .size: return textFunction(instruction, at)
        case .call: return call(instruction, at)
        case .list: return makeList(first, second)
        case .map: return makeMap(first, second, at)
        case .all, .exists, .existsOne: return quantifier(instruction, at)
        case .mapList, .filter: return listMacro(instruction, at)
        case .transformMap: return mapMacro(instruction, at)
        }
    }

    // MARK: Logic

    /// False where any operand is false; else a fault where any is one; else true.
    private mutating func conjunction(_ start: Int, _ count: Int, _ at: Int) -> RuleValue {
        var result = RuleValue.bool(true)
        for index in start..<(start &+ count) {
            let operand = value(Int(lists[index]))
            if operand.isFalse { return operand }
            if !operand.isTrue, !result.isFault {
                result = operand.isFault ? operand : .fault(.wrongType, at: Int(lists[index]))
            }
        }
        return result
    }

    /// True where any operand is true; else a fault where any is one; else false.
    private mutating func disjunction(_ start: Int, _ count: Int, _ at: Int) -> RuleValue {
        var result = RuleValue.bool(false)
        for index in start..<(start &+ count) {
            let operand = value(Int(lists[index]))
            if operand.isTrue { return operand }
            if !operand.isFalse, !result.isFault {
                result = operand.isFault ? operand : .fault(.wrongType, at: Int(lists[index]))
            }
        }
        return result
    }

    private func negation(_ operand: RuleValue, _ at: Int) -> RuleValue {
        if operand.kind == .bool { return .bool(operand.isFalse) }
        return operand.isFault ? operand : .fault(.wrongType, at: at)
    }

    // MARK: Lists and maps

    private mutating func makeList(_ start: Int, _ count: Int) -> RuleValue {
        var values: [RuleValue] = []
        for index in start..<(start &+ count) {
            let element = value(Int(lists[index]))
            if element.isFault { return element }
            if instructions[Int(lists[index])].opcode == .ifPresent {
                if !element.isNone { values.append(unwrapped(element)) }
                continue
            }
            values.append(element)
        }
        return .range(.list, .scratch, start: scratch.keep(values), count: values.count)
    }

    private mutating func makeMap(_ start: Int, _ count: Int, _ at: Int) -> RuleValue {
        var values: [RuleValue] = []
        for index in start..<(start &+ count) {
            var part = value(Int(lists[index]))
            if part.isFault { return part }
            if instructions[Int(lists[index])].opcode == .ifPresent {
                if part.isNone {
                    values.removeLast()
                    continue
                }
                part = unwrapped(part)
            }
            if (index &- start) & 1 == 0 {
                guard [.bool, .int, .uint, .string].contains(part.kind) else { return .fault(.badKey, at: at) }
                for known in stride(from: 0, to: values.count, by: 2) where equal(values[known], part) {
                    return .fault(.badKey, at: at)
                }
            }
            values.append(part)
        }
        return .range(.map, .scratch, start: scratch.keep(values), count: values.count)
    }
}
