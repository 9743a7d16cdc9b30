extension ProgramCompiler {
    /// Replaces the numbers of programs by the places where they begin.
    mutating func linkPrograms() {
        for index in parts.instructions.indices {
            let instruction = parts.instructions[index]
            switch instruction.opcode {
            case .propertyNames, .contains, .call, .not, .evaluationScope, .unevaluatedProperties, .unevaluatedItems:
                parts.instructions[index].first = start(instruction.first)
            case .dependentSchema: parts.instructions[index].second = start(instruction.second)
            case .conditional:
                parts.instructions[index].first = start(instruction.first)
                parts.instructions[index].second = start(instruction.second)
                let otherwise = start(Int32(truncatingIfNeeded: instruction.word))
                parts.instructions[index].word = UInt64(bitPattern: Int64(otherwise))
            case .anyOf, .oneOf, .prefixItems: linkList(instruction)
            default: break
            }
        }
        for selection in parts.selections {
            linkList(selection.otherwise)
            let first = Int(selection.programs)
            for at in first..<(first + selection.texts.size) { parts.lists[at] = start(parts.lists[at]) }
        }
        for index in parts.patternProperties.indices {
            parts.patternProperties[index].program = start(parts.patternProperties[index].program)
        }
        for index in parts.memberRules.indices {
            parts.memberRules[index].additional = start(parts.memberRules[index].additional)
        }
        linkChecks()
        for index in parts.instructions.indices where parts.instructions[index].opcode == .conditional {
            guard let condition = memberCondition(parts.instructions[index]) else { continue }
            parts.instructions[index] = Instruction(
                opcode: .memberConditional, first: Int32(parts.memberConditions.count))
            parts.memberConditions.append(condition)
        }
    }

    /// A condition of the form `if: {properties: {P: …}, required: [P]}`; nil for any other.
    private func memberCondition(_ conditional: Instruction) -> ProgramTables.MemberCondition? {
        let start = Int(conditional.first)
        let required = parts.instructions[start]
        guard required.opcode == .required, required.word.nonzeroBitCount == 1 else { return nil }
        let properties = parts.instructions[start + 1]
        guard properties.opcode == .properties, properties.second == 1,
            parts.instructions[start + 2].opcode == .end
        else { return nil }
        let property = parts.properties[Int(properties.first)]
        guard Int(property.slot) == required.word.trailingZeroBitCount else { return nil }
        var condition = ProgramTables.MemberCondition(
            slot: property.slot, check: property.check, required: 0, then: conditional.second,
            otherwise: Int32(truncatingIfNeeded: Int64(bitPattern: conditional.word)), conditional: conditional)
        if conditional.second >= 0 {
            let then = parts.instructions[Int(conditional.second)]
            if then.opcode == .required, parts.instructions[Int(conditional.second) + 1].opcode == .end {
                condition.required = then.word
                condition.then = -1
            }
        }
        return condition
    }

    /// Checks hold the numbers of programs at first; they are made of the programs once these are linked.
    private mutating func linkChecks() {
        for index in parts.checks.indices { parts.checks[index].program = start(parts.checks[index].program) }
        for index in parts.checks.indices { parts.checks[index] = check(parts.checks[index].program) }
        for index in parts.properties.indices {
            parts.properties[index].check = check(start(parts.properties[index].check.program))
        }
        for index in parts.names.indices {
            parts.names[index].check = check(start(parts.names[index].check.program))
        }
        for group in parts.groups {
            for place in Int(group.places)...(Int(group.places) + Int(group.mask)) {
                parts.places[place].check = parts.names[Int(group.names) + Int(parts.places[place].slot)].check
            }
        }
    }

    private mutating func linkList(_ instruction: Instruction) {
        for at in Int(instruction.first)..<Int(instruction.first + instruction.second) {
            parts.lists[at] = start(parts.lists[at])
        }
    }

    private func start(_ program: Int32) -> Int32 { program < 0 ? program : starts[Int(program)] }
}
