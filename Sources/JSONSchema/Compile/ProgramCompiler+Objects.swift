extension ProgramCompiler {
    private func slot(_ name: String, _ group: Int) -> Int32 { groups[group].slots[name] ?? 0 }

    private func bit(_ slot: Int32) -> UInt64? {
        slot < Int32(ProgramTables.slotBitsMax) ? 1 << UInt64(slot) : nil
    }

    mutating func emitRequired(_ schema: Int, _ group: Int) {
        let node = graph.schemas[schema]
        var mask: UInt64 = 0
        var others: [Int32] = []
        for name in node.objects.required {
            let slot = slot(name, group)
            if let bit = bit(slot) { mask |= bit } else { others.append(slot) }
        }
        if let names = namesOfEntry(group) {
            parts.groups[names].required |= mask
            if mask != 0 {
                parts.origins.requirements[names] =
                    (parts.origins.requirements[names] ?? []) + [.init(schema: schema, path: inPlacePath)]
            }
        } else if mask != 0 {
            body.append(Instruction(opcode: .required, word: mask))
        }
        if !others.isEmpty {
            body.append(
                Instruction(
                    opcode: .requiredSlots, first: Int32(parts.lists.count), second: Int32(others.count)))
            parts.lists += others
        }
        for dependent in node.objects.dependentRequired where !dependent.required.isEmpty {
            let slots = dependent.required.map { slot($0, group) }
            body.append(
                Instruction(
                    opcode: .dependentRequired, first: slot(dependent.name, group),
                    second: Int32(parts.lists.count), word: UInt64(slots.count)))
            parts.lists += slots
        }
    }

    /// `additionalProperties` and `unevaluatedProperties` where they are `false` and the names allowed are known.
    mutating func emitClosed(_ schema: Int, _ group: Int) {
        let node = graph.schemas[schema]
        let objects = node.objects
        if let additional = objects.additionalProperties {
            guard objects.patternProperties.isEmpty, graph.schemas[additional].boolean == false else { return }
            let names = Set(objects.properties.map(\.name))
            emitClosed(schema, "additionalProperties", to: names, additional, group)
        } else if let unevaluated = objects.unevaluatedProperties, graph.schemas[unevaluated].boolean == false,
            evaluation(schema).isExact
        {
            emitClosed(schema, "unevaluatedProperties", to: evaluation(schema).always, unevaluated, group)
        }
    }

    private mutating func emitClosed(
        _ schema: Int, _ keyword: String, to names: Set<String>, _ falseSchema: Int, _ group: Int
    ) {
        if groups[group].slots.count <= ProgramTables.slotBitsMax {
            var allowed: UInt64 = 0
            for name in names { allowed |= bit(slot(name, group)) ?? 0 }
            let allowedNames = names
            if let names = namesOfEntry(group) {
                parts.groups[names].forbidden |= ~allowed
                let origin = ProgramOrigins.Origin(schema: schema, path: inPlacePath)
                let closure = ProgramOrigins.Closure(
                    origin: origin, keyword: keyword, allowed: allowed, names: allowedNames.sorted())
                parts.origins.closures[names] = (parts.origins.closures[names] ?? []) + [closure]
            } else {
                body.append(Instruction(opcode: .closed, word: ~allowed))
            }
        } else {
            addRule(names: names, patterns: [], additional: entry(falseSchema), group)
        }
    }

    mutating func emitProperties(_ node: Subschema, _ group: Int) {
        let tracks = groups[group].tracksEvaluation
        var properties: [(rank: Int, property: ProgramTables.Property)] = []
        for property in node.objects.properties {
            let program = childEntry(property.schema)
            guard program >= 0 || tracks else { continue }
            let slot = slot(property.name, group)
            if let names = namesOfEntry(group), takeCheck(program, property, slot, names) { continue }
            let check = ProgramTables.Check(program: program)
            properties.append((rank(property.schema), ProgramTables.Property(slot: slot, check: check)))
        }
        guard !properties.isEmpty else { return }
        // What is cheap and tells branches apart comes first.
        let ordered = properties.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        body.append(
            Instruction(
                opcode: .properties, first: Int32(parts.properties.count), second: Int32(properties.count)))
        parts.properties += ordered.map(\.element.property)
    }

    /// The name group of a frame, while what is emitted holds for its value whatever else does: then it can be judged as
    /// the members are read. Where somebody asks what was evaluated, it cannot.
    private func namesOfEntry(_ group: Int) -> Int? {
        guard isUnconditional, !groups[group].tracksEvaluation else { return nil }
        return groups[group].names.map { Int($0) }
    }

    /// Has the member of a slot judged as it is read; false where it is judged by something else already.
    private mutating func takeCheck(
        _ program: Int32, _ property: Subschema.NamedSchema, _ slot: Int32, _ names: Int
    ) -> Bool {
        let entry = Int(parts.groups[names].names + slot)
        guard parts.names[entry].check.program < 0 else { return false }
        parts.names[entry].check.program = program
        parts.origins.members[entry] = .init(
            schema: property.schema, path: inPlacePath + ["properties", property.name])
        return true
    }

    private func rank(_ schema: Int) -> Int {
        let node = graph.schemas[graph.alias(of: schema)]
        if !node.constantLists.isEmpty { return 0 }
        guard let types = node.types else { return 3 }
        return types.isDisjoint(with: [.object, .array]) ? 1 : 2
    }

    mutating func emitMemberRules(_ node: Subschema, _ group: Int) {
        let objects = node.objects
        var additional: Int32 = -1
        var isClosed = false
        if let schema = objects.additionalProperties {
            isClosed = objects.patternProperties.isEmpty && graph.schemas[schema].boolean == false
            let matters = groups[group].tracksEvaluation || !graph.isTrivial(graph.alias(of: schema))
            additional = matters && !isClosed ? entry(schema) : -1
        }
        if !objects.patternProperties.isEmpty || additional >= 0 {
            let patterns = objects.patternProperties.map { property in
                ProgramTables.PatternProperty(pattern: Int32(property.pattern), program: entry(property.schema))
            }
            let names = Set(objects.properties.map(\.name))
            addRule(names: names, patterns: patterns, additional: additional, group)
        }
        if let names = objects.propertyNames {
            let program = childEntry(names)
            if program >= 0 { body.append(Instruction(opcode: .propertyNames, first: program)) }
        }
        for dependent in objects.dependentSchemas {
            body.append(
                Instruction(
                    opcode: .dependentSchema, first: slot(dependent.name, group),
                    second: routine(dependent.schema, group)))
        }
    }

    private mutating func addRule(
        names: Set<String>, patterns: [ProgramTables.PatternProperty], additional: Int32, _ group: Int
    ) {
        var words = [UInt64](repeating: 0, count: groups[group].slots.count / 64 + 1)
        for name in names {
            let slot = Int(slot(name, group))
            words[slot / 64] |= 1 << UInt64(slot % 64)
        }
        parts.memberRules.append(
            ProgramTables.MemberRule(
                group: groups[group].names ?? 0, ownSlots: Int32(parts.slotSets.count),
                patterns: Int32(parts.patternProperties.count), patternCount: Int32(patterns.count),
                additional: additional))
        parts.slotSets += words
        parts.patternProperties += patterns
        body.append(Instruction(opcode: .memberRule, first: Int32(parts.memberRules.count - 1)))
    }
}
