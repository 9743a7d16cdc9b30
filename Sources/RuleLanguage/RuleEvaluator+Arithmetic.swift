extension RuleEvaluator {
    mutating func arithmetic(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let left = value(Int(instruction.first))
        if left.isFault { return left }
        let right = value(Int(instruction.second))
        if right.isFault { return right }
        switch (left.kind, right.kind) {
        case (.int, .int): return Self.whole(instruction.opcode, left.int, right.int, at, RuleValue.int)
        case (.uint, .uint): return Self.whole(instruction.opcode, left.bits, right.bits, at, RuleValue.uint)
        case (.double, .double): return Self.fraction(instruction.opcode, left.double, right.double, at)
        // JSON has one kind of number: whether a weight is written 12 or 12.0 must not decide whether a rule can be
        // evaluated, so a whole number beside a fraction counts as one.
        case (.int, .double): return Self.fraction(instruction.opcode, Double(left.int), right.double, at)
        case (.double, .int): return Self.fraction(instruction.opcode, left.double, Double(right.int), at)
        case (.timestamp, .duration), (.duration, .timestamp), (.duration, .duration), (.timestamp, .timestamp):
            return times(instruction.opcode, left, right, at)
        default: return instruction.opcode == .add ? concatenation(left, right, at) : .fault(.wrongType, at: at)
        }
    }

    @inline(__always)
    private static func whole<Whole: FixedWidthInteger>(
        _ opcode: RuleOpcode, _ left: Whole, _ right: Whole, _ at: Int, _ make: (Whole) -> RuleValue
    ) -> RuleValue {
        if right == 0, opcode == .divide || opcode == .remainder { return .fault(.divisionByZero, at: at) }
        let (result, overflow) =
            switch opcode {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            case .multiply: left.multipliedReportingOverflow(by: right)
            case .divide: left.dividedReportingOverflow(by: right)
            default: left.remainderReportingOverflow(dividingBy: right)
            }
        return overflow ? .fault(.overflow, at: at) : make(result)
    }

    private static func fraction(_ opcode: RuleOpcode, _ left: Double, _ right: Double, _ at: Int) -> RuleValue {
        switch opcode {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        default: .fault(.wrongType, at: at)
        }
    }

    func arithmeticNegation(_ operand: RuleValue, _ at: Int) -> RuleValue {
        switch operand.kind {
        case .fault: return operand
        case .int: return operand.int == .min ? .fault(.overflow, at: at) : .int(-operand.int)
        case .double: return .double(-operand.double)
        default: return .fault(.wrongType, at: at)
        }
    }

    /// Sums and differences of times and spans.
    private func times(_ opcode: RuleOpcode, _ left: RuleValue, _ right: RuleValue, _ at: Int) -> RuleValue {
        let isSum = opcode == .add
        guard isSum || opcode == .subtract else { return .fault(.wrongType, at: at) }
        let kind: RuleValue.Kind
        switch (left.kind, right.kind) {
        case (.timestamp, .timestamp) where !isSum, (.duration, .duration): kind = .duration
        case (.timestamp, .duration): kind = .timestamp
        case (.duration, .timestamp) where isSum: kind = .timestamp
        default: return .fault(.wrongType, at: at)
        }
        let sum = RuleTime.sum(left.time, right.time, sign: isSum ? 1 : -1)
        guard let result = kind == .timestamp ? sum?.asTimestamp : sum?.asDuration else {
            return .fault(.overflow, at: at)
        }
        return .time(kind, result)
    }

    private mutating func concatenation(_ left: RuleValue, _ right: RuleValue, _ at: Int) -> RuleValue {
        guard left.kind == right.kind else { return .fault(.wrongType, at: at) }
        switch left.kind {
        case .string, .bytes:
            let total = left.count + right.count
            charge(bytes: total)
            if isExhausted { return .fault(.tooManySteps, at: at) }
            let start = scratch.grow(by: total)
            scratch.write(slice(left), at: start)
            scratch.write(slice(right), at: start + left.count)
            return .range(left.kind, .scratch, start: start, count: total)
        case .list:
            var values: [RuleValue] = []
            for list in [left, right] {
                var cursor = RuleCursor(over: list, tape: tape)
                while let element = next(&cursor) { values.append(element) }
            }
            return .range(.list, .scratch, start: scratch.keep(values), count: values.count)
        default: return .fault(.wrongType, at: at)
        }
    }
}
