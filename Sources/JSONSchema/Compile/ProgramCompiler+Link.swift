extension ProgramCompiler {
    /// Replaces the numbers of programs by the places where they begin.
    mutating func linkPrograms() {
        for index in parts.instructions.indices {
            let instruction = parts.instructions[index]
            switch instruction.opcode {
            case .propertyNames, .contains, .call, .not, .evaluationScope, .unevaluatedProperties, .unevaluatedItems:
                parts.instructions[index].first = start(instruction.first)
            case .dependentSchema: parts.instructions[index].second = start(instruction.second)
            case .items:
                parts.instructions[index].second = start(instruction.second)
                parts.instructions[index].word = isScalar(parts.instructions[index].second) ? 1 : 0
            case .conditional:
                parts.instructions[index].first = start(instruction.first)
                parts.instructions[index].second = start(instruction.second)
                let otherwise = start(Int32(truncatingIfNeeded: instruction.word))
                parts.instructions[index].word = UInt64(bitPattern: Int64(otherwise))
            case .anyOf, .oneOf, .prefixItems:
                for at in Int(instruction.first)..<Int(instruction.first + instruction.second) {
                    parts.lists[at] = start(parts.lists[at])
                }
            default: break
            }
        }
        for index in parts.properties.indices {
            let program = start(parts.properties[index].program)
            parts.properties[index].program = program
            parts.properties[index].isScalar = isScalar(program)
        }
        for index in parts.patternProperties.indices {
            parts.patternProperties[index].program = start(parts.patternProperties[index].program)
        }
        for index in parts.memberRules.indices {
            parts.memberRules[index].additional = start(parts.memberRules[index].additional)
        }
    }

    private func isScalar(_ start: Int32) -> Bool {
        guard start >= 0 else { return false }
        var at = Int(start)
        while parts.instructions[at].opcode != .end {
            if !parts.instructions[at].opcode.isScalar { return false }
            at += 1
        }
        return true
    }

    private func start(_ program: Int32) -> Int32 { program < 0 ? program : starts[Int(program)] }
}
