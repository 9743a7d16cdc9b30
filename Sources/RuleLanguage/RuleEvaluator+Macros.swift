extension RuleEvaluator {
    /// The range of a macro, or the fault that stands for it.
    private mutating func range(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let range = value(Int(lists[Int(instruction.first)]))
        if range.isFault || range.kind == .list || range.kind == .map { return range }
        return .fault(.wrongType, at: at)
    }

    /// Puts the next element into the macro's variables; false at the end.
    private mutating func advance(_ cursor: inout RuleCursor, _ instruction: RuleInstruction) -> Bool {
        guard let element = next(&cursor) else { return false }
        let slot = Int(instruction.third)
        if !instruction.flag {
            slots[slot] = element
        } else if cursor.isMap {
            slots[slot] = element
            slots[slot &+ 1] = cursorValue(cursor)
        } else {
            slots[slot] = .int(Int64(cursor.visited &- 1))
            slots[slot &+ 1] = element
        }
        return true
    }

    /// The value of one of the macro's expressions for the element at hand.
    private mutating func body(_ index: Int, _ instruction: RuleInstruction) -> RuleValue {
        value(Int(lists[Int(instruction.first) &+ 1 &+ index]))
    }

    /// As `body`, for a condition: what is neither true nor false is a fault.
    private mutating func condition(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let condition = body(0, instruction)
        return condition.kind == .bool || condition.isFault ? condition : .fault(.wrongType, at: at)
    }

    /// `all` as `&&` over the elements, `exists` as `||`; `existsOne` counts, and no fault is absorbed.
    mutating func quantifier(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let range = range(instruction, at)
        if range.isFault { return range }
        var cursor = RuleCursor(over: range, tape: tape)
        var fault: RuleValue?
        var found = 0
        while advance(&cursor, instruction) {
            let condition = condition(instruction, at)
            if condition.isFault {
                fault = fault ?? condition
            } else if instruction.opcode == .all {
                if condition.isFalse { return condition }
            } else if condition.isTrue {
                if instruction.opcode == .exists { return condition }
                found += 1
            }
        }
        if let fault { return fault }
        if isExhausted { return .fault(.tooManySteps, at: at) }
        switch instruction.opcode {
        case .all: return .bool(true)
        case .exists: return .bool(false)
        default: return .bool(found == 1)
        }
    }

    /// `map`, with a condition where it has two expressions, and `filter`.
    mutating func listMacro(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let range = range(instruction, at)
        if range.isFault { return range }
        let isFilter = instruction.opcode == .filter
        let hasCondition = isFilter || instruction.second == 2
        var cursor = RuleCursor(over: range, tape: tape)
        var values: [RuleValue] = []
        while advance(&cursor, instruction) {
            if hasCondition {
                let condition = condition(instruction, at)
                if condition.isFault { return condition }
                if condition.isFalse { continue }
            }
            let element = isFilter ? slots[Int(instruction.third)] : body(hasCondition ? 1 : 0, instruction)
            if element.isFault { return element }
            values.append(element)
        }
        if isExhausted { return .fault(.tooManySteps, at: at) }
        return .range(.list, .scratch, start: scratch.keep(values), count: values.count)
    }

    /// `transformMap`, with a condition where it has two expressions.
    mutating func mapMacro(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let range = range(instruction, at)
        if range.isFault { return range }
        let hasCondition = instruction.second == 2
        var cursor = RuleCursor(over: range, tape: tape)
        var values: [RuleValue] = []
        while advance(&cursor, instruction) {
            if hasCondition {
                let condition = condition(instruction, at)
                if condition.isFault { return condition }
                if condition.isFalse { continue }
            }
            let element = body(hasCondition ? 1 : 0, instruction)
            if element.isFault { return element }
            values += [slots[Int(instruction.third)], element]
        }
        if isExhausted { return .fault(.tooManySteps, at: at) }
        return .range(.map, .scratch, start: scratch.keep(values), count: values.count)
    }
}
