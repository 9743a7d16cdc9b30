extension RuleEvaluator {
    mutating func textFunction(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let receiver = value(Int(instruction.first))
        if receiver.isFault { return receiver }
        if instruction.opcode == .size { return size(receiver, at) }
        guard receiver.kind == .string else { return .fault(.wrongType, at: at) }
        if instruction.opcode == .matches {
            let pattern = patterns[Int(instruction.second)]
            steps &-= receiver.count &* pattern.stepsPerByte
            if isExhausted { return .fault(.tooManySteps, at: at) }
            return .bool(pattern.isFound(in: slice(receiver)))
        }
        let argument = value(Int(instruction.second))
        if argument.isFault { return argument }
        guard argument.kind == .string else { return .fault(.wrongType, at: at) }
        let text = slice(receiver)
        let part = slice(argument)
        charge(bytes: text.count)
        switch instruction.opcode {
        case .startsWith:
            return .bool(
                part.count <= text.count && Self.equalBytes(UnsafeRawBufferPointer(rebasing: text[..<part.count]), part)
            )
        case .endsWith:
            let start = text.count - part.count
            return .bool(start >= 0 && Self.equalBytes(UnsafeRawBufferPointer(rebasing: text[start...]), part))
        default: return contains(text, part, at)
        }
    }

    /// Whether a text contains another: a search for the rarer end of the part first, bounded by the steps.
    private mutating func contains(
        _ text: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer, _ at: Int
    ) -> RuleValue {
        guard let first = part.first else { return .bool(true) }
        guard part.count <= text.count else { return .bool(false) }
        let last = part[part.count - 1]
        for start in 0...(text.count - part.count) where text[start] == first && text[start + part.count - 1] == last {
            charge(bytes: part.count + RuleLimits.bytesPerStep)
            if isExhausted { return .fault(.tooManySteps, at: at) }
            if Self.equalBytes(UnsafeRawBufferPointer(rebasing: text[start..<(start + part.count)]), part) {
                return .bool(true)
            }
        }
        return .bool(false)
    }

    private mutating func size(_ value: RuleValue, _ at: Int) -> RuleValue {
        switch value.kind {
        case .string:
            charge(bytes: value.count)
            var count = 0
            for byte in slice(value) where byte & 0xC0 != 0x80 { count += 1 }
            return .int(Int64(count))
        case .bytes: return .int(Int64(value.count))
        case .list, .map: return .int(Int64(count(of: value)))
        default: return .fault(.wrongType, at: at)
        }
    }
}
