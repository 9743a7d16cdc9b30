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
    }

    private mutating func linkList(_ instruction: Instruction) {
        for at in Int(instruction.first)..<Int(instruction.first + instruction.second) {
            parts.lists[at] = start(parts.lists[at])
        }
    }

    private func start(_ program: Int32) -> Int32 { program < 0 ? program : starts[Int(program)] }
}
