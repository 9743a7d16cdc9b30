internal import JSONDocument

extension ProgramCompiler {
    /// The strings of a list of constants, nil where there is anything else.
    static func texts(_ values: [JSONNode]) -> [String]? {
        values.allSatisfy { $0.kind == .string } ? values.map { $0.string ?? "" } : nil
    }

    /// Where alternatives all require a member, and each wants other constants for it, that member chooses the one
    /// alternative that can hold. Nil where they are not of this form.
    mutating func selection(
        _ branches: [Int], _ programs: [Int32], _ group: Int, otherwise: Instruction
    ) -> Int32? {
        guard branches.count > 1, let name = discriminator(of: branches), let slot = groups[group].slots[name],
            slot < Int32(ProgramTables.slotBitsMax)
        else { return nil }
        var programOfText: [String: Int32] = [:]
        for (branch, program) in zip(branches, programs) {
            for text in constants(of: branch)[name] ?? [] {
                guard programOfText.updateValue(program, forKey: text) == nil else { return nil }
            }
        }
        guard programOfText.count <= Self.textSetMax, let set = addTextSet(Array(programOfText.keys)) else {
            return nil
        }
        let first = parts.lists.count
        parts.lists += [Int32](repeating: -1, count: set.size)
        for (text, program) in programOfText {
            let prepared = addText(text)
            let place = set.place(low: prepared.low, high: prepared.high, count: prepared.count) - Int(set.first)
            parts.lists[first + place] = program
        }
        parts.selections.append(
            ProgramTables.Selection(slot: slot, texts: set, programs: Int32(first), otherwise: otherwise))
        return Int32(parts.selections.count - 1)
    }

    /// The first name, in alphabetical order, that every alternative requires and wants to be one of some strings.
    private func discriminator(of branches: [Int]) -> String? {
        var names = Set(constants(of: branches[0]).keys)
        for branch in branches {
            names.formIntersection(constants(of: branch).keys)
            names.formIntersection(required(by: branch))
        }
        return names.min()
    }

    private func constants(of branch: Int) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for part in unconditionalClosure(of: branch) {
            for property in graph.schemas[part].objects.properties where found[property.name] == nil {
                let target = graph.schemas[graph.alias(of: property.schema)]
                if let list = target.constantLists.first { found[property.name] = Self.texts(list.values) }
            }
        }
        return found
    }

    private func required(by branch: Int) -> Set<String> {
        Set(unconditionalClosure(of: branch).flatMap { graph.schemas[$0].objects.required })
    }

    /// A schema and those that hold for the same value whenever it does.
    private func unconditionalClosure(of schema: Int) -> [Int] {
        var closure = [schema]
        var seen: Set<Int> = [schema]
        var next = 0
        while next < closure.count {
            for child in graph.schemas[closure[next]].unconditional where seen.insert(child).inserted {
                closure.append(child)
            }
            next += 1
        }
        return closure
    }
}
