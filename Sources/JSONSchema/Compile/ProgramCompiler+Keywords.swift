internal import JSONDocument

extension ProgramCompiler {
    /// Emits a schema that applies to the value whose frame the group describes.
    mutating func emit(_ schema: Int, _ group: Int, typesDone: Bool = false) {
        if needsScope(schema) {
            if !typesDone { emitTypes(schema) }
            body.append(Instruction(opcode: .evaluationScope, first: scope(schema, group)))
        } else {
            emitKeywords(schema, group, typesDone: typesDone)
        }
    }

    /// Emits all keywords but `unevaluated…` that must be found out at run time: cheap ones and those that mostly decide
    /// between branches first.
    mutating func emitKeywords(_ schema: Int, _ group: Int, typesDone: Bool = false) {
        let node = graph.schemas[schema]
        if let boolean = node.boolean {
            if !boolean { body.append(Instruction(opcode: .fail)) }
            return
        }
        if !typesDone { emitTypes(schema) }
        for list in node.constantLists { emitConstants(list.values) }
        emitNumbers(node.numbers)
        emitStrings(node.strings)
        emitCounts(node)
        emitRequired(schema, group)
        emitClosed(schema, group)
        for reference in node.references { emitUnconditional(reference.schema, [reference.keyword], group) }
        for (index, child) in node.allOf.enumerated() { emitUnconditional(child, ["allOf", String(index)], group) }
        emitProperties(node, group)
        emitMemberRules(node, group)
        emitArrays(node.arrays, group)
        emitBranches(node, group)
    }

    private mutating func emitUnconditional(_ schema: Int, _ tokens: [String], _ group: Int) {
        if isSmall(schema) {
            inPlacePath += tokens
            emit(schema, group)
            inPlacePath.removeLast(tokens.count)
        } else {
            body.append(Instruction(opcode: .call, first: routine(schema, group)))
        }
    }

    mutating func emitTypes(_ schema: Int) {
        guard let types = graph.schemas[schema].types else { return }
        body.append(
            Instruction(
                opcode: .type, first: Int32(bitPattern: types.kindMask),
                second: Int32(bitPattern: types.wholeKindMask & ~types.kindMask)))
    }

    private mutating func emitConstants(_ values: [JSONNode]) {
        if let texts = Self.texts(values), texts.count <= Self.textSetMax, let set = addTextSet(texts) {
            parts.textSets.append(set)
            body.append(Instruction(opcode: .stringConstants, first: Int32(parts.textSets.count - 1)))
            return
        }
        parts.constantSets.append(ConstantSet(values))
        body.append(Instruction(opcode: .constants, first: Int32(parts.constantSets.count - 1)))
    }

    private mutating func emitNumbers(_ numbers: Subschema.NumberKeywords) {
        let bounds: [(JSONNode?, ProgramTables.Bound.Relation)] = [
            (numbers.minimum, .minimum), (numbers.maximum, .maximum), (numbers.exclusiveMinimum, .exclusiveMinimum),
            (numbers.exclusiveMaximum, .exclusiveMaximum), (numbers.multipleOf, .divisor),
        ]
        for (number, relation) in bounds {
            guard let number else { continue }
            let node = number.tape.nodes[number.index]
            let integer = number.kind == .integer ? number.integer : nil
            parts.bounds.append(
                ProgramTables.Bound(
                    relation: relation, isInteger: integer != nil, integer: integer ?? 0, double: number.double ?? 0,
                    text: number.tape.bytes + Int(node.offset), textCount: Int(node.length)))
            let opcode: Opcode = relation == .divisor ? .multipleOf : .bound
            body.append(Instruction(opcode: opcode, first: Int32(parts.bounds.count - 1)))
        }
    }

    private mutating func emitStrings(_ strings: Subschema.StringKeywords) {
        emitRange(.length, strings.lengthMin, strings.lengthMax)
        if let pattern = strings.pattern { body.append(Instruction(opcode: .pattern, first: Int32(pattern))) }
        if let format = strings.format { body.append(Instruction(opcode: .format, first: Int32(format))) }
    }

    private mutating func emitCounts(_ node: Subschema) {
        emitRange(.itemCount, node.arrays.itemsMin, node.arrays.itemsMax)
        emitRange(.memberCount, node.objects.propertiesMin, node.objects.propertiesMax)
    }

    private mutating func emitRange(_ opcode: Opcode, _ least: Int?, _ most: Int?) {
        guard least != nil || most != nil else { return }
        body.append(
            Instruction(opcode: opcode, first: Int32(least ?? 0), second: Int32(most ?? Int(Int32.max))))
    }

    private mutating func emitArrays(_ arrays: Subschema.ArrayKeywords, _ group: Int) {
        let tracks = groups[group].tracksEvaluation
        if !arrays.prefixItems.isEmpty {
            let first = parts.lists.count
            let programs = arrays.prefixItems.map { childEntry($0) }
            parts.lists += programs
            if tracks || programs.contains(where: { $0 >= 0 }) {
                body.append(
                    Instruction(opcode: .prefixItems, first: Int32(first), second: Int32(programs.count)))
            }
        }
        if let items = arrays.items {
            let program = childEntry(items)
            if program >= 0 || tracks {
                let leftOut = Int32(arrays.prefixItems.count)
                body.append(Instruction(opcode: .items, first: leftOut, second: Int32(parts.checks.count)))
                parts.origins.elements[parts.checks.count] = .init(schema: items, path: inPlacePath + ["items"])
                parts.checks.append(ProgramTables.Check(program: program))
            }
        }
        if let contains = arrays.contains {
            let most = UInt64(arrays.containsMax ?? Int(Int32.max))
            body.append(
                Instruction(
                    opcode: .contains, first: entry(contains), second: Int32(arrays.containsMin ?? 1), word: most))
        }
        if arrays.uniqueItems { body.append(Instruction(opcode: .uniqueItems)) }
    }

    private mutating func emitBranches(_ node: Subschema, _ group: Int) {
        for (opcode, branches) in [(Opcode.anyOf, node.anyOf), (Opcode.oneOf, node.oneOf)] where !branches.isEmpty {
            let programs = branches.map { routine($0, group) }
            let alternatives = Instruction(
                opcode: opcode, first: Int32(parts.lists.count), second: Int32(programs.count))
            parts.lists += programs
            if let selection = selection(branches, programs, group, otherwise: alternatives) {
                body.append(Instruction(opcode: .selection, first: selection))
            } else {
                body.append(alternatives)
            }
        }
        if let not = node.not { body.append(Instruction(opcode: .not, first: routine(not, group))) }
        guard let condition = node.condition else { return }
        let then = node.then.map { routine($0, group) } ?? -1
        let otherwise = node.otherwise.map { routine($0, group) } ?? -1
        // Without branches a condition matters only for what it evaluates.
        guard then >= 0 || otherwise >= 0 || groups[group].tracksEvaluation else { return }
        body.append(
            Instruction(
                opcode: .conditional, first: routine(condition, group), second: then,
                word: UInt64(bitPattern: Int64(otherwise))))
    }

    mutating func emitUnevaluated(_ schema: Int) {
        let node = graph.schemas[schema]
        if let items = node.arrays.unevaluatedItems {
            body.append(Instruction(opcode: .unevaluatedItems, first: entry(items)))
        }
        if let properties = node.objects.unevaluatedProperties, node.objects.additionalProperties == nil,
            graph.schemas[properties].boolean != false || !evaluation(schema).isExact
        {
            body.append(Instruction(opcode: .unevaluatedProperties, first: entry(properties)))
        }
    }
}
