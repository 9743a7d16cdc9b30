internal import JSONDocument

extension FindingCollector {
    /// Finds what is wrong with a value that does not satisfy its check: along the program as far as that says which
    /// member or element is wrong, so that nobody need look at all that is right; then by the schemas themselves.
    mutating func survey(
        _ check: ProgramTables.Check, _ schema: Int, _ node: Int, _ slots: Int32, _ path: Path?,
        _ outcome: inout Outcome
    ) {
        guard outcome.drafts.count < max else { return }
        let known = outcome.drafts.count
        if check.kinds &>> UInt16(tape.kinds[node]) & 1 != 0 {
            let inner = aliased(schema, path)
            if check.rule == .object, surveyObject(check.index, node, slots, inner, &outcome) { return }
            if check.rule == .list, surveyList(check.index, node, slots, inner, &outcome) { return }
        }
        outcome.drafts.removeLast(outcome.drafts.count - known)
        adoptDrafts(examine(schema, node, path), &outcome)
    }

    /// The way to the schema that one which is nothing but a reference stands for.
    private func aliased(_ schema: Int, _ path: Path?) -> Path? {
        var (current, way) = (schema, path)
        while graph.schemas[current].isOnlyAReference, let reference = graph.schemas[current].references.first {
            way = down(way, reference.keyword)
            current = reference.schema
        }
        return way
    }

    /// False where more than members, and which there are, decides.
    private mutating func surveyObject(
        _ names: Int32, _ node: Int, _ slots: Int32, _ path: Path?, _ outcome: inout Outcome
    ) -> Bool {
        guard let judge else { return false }
        let group = judge.program.groups + Int(names)
        let own = judge.slots + Int(slots)
        if Int(group.pointee.count) > ProgramTables.slotBitsMax {
            judge.clearOverflow(own, count: Int(group.pointee.count))
        }
        var frame = Judge.Frame(
            node: Int32(truncatingIfNeeded: node), marks: -1, slots: slots, next: slots + group.pointee.count, seen: 0)
        var wrong: [(entry: UnsafePointer<ProgramTables.Name>, value: Int)] = []
        var at = node + 1
        let end = tape.next(after: node)
        while at < end {
            let value = at + 1
            if let entry = judge.find(at, group) {
                own[Int(entry.pointee.slot)] = UInt32(truncatingIfNeeded: value)
                frame.seen |= entry.pointee.seen
                if !judge.holds(entry.pointee.check, value, frame.next) { wrong.append((entry, value)) }
            } else {
                frame.seen |= ProgramTables.unnamedBit
            }
            at = tape.next(after: value)
        }
        if !group.pointee.endsThere, !judge.run(group.pointee.rest, frame) { return false }
        reportNames(group, Int(names), node, frame.seen, path, &outcome)
        for (entry, value) in wrong {
            guard let origin = schema.program.origins.members[entry - judge.program.names] else { return false }
            let inner = down(path, origin.path)
            self.survey(entry.pointee.check, origin.schema, value, frame.next, inner, &outcome)
        }
        return true
    }

    /// Which members are missing, and which should not be there.
    private mutating func reportNames(
        _ group: UnsafePointer<ProgramTables.NameGroup>, _ index: Int, _ node: Int, _ seen: UInt64, _ path: Path?,
        _ outcome: inout Outcome
    ) {
        guard let judge else { return }
        if seen & group.pointee.required != group.pointee.required {
            for origin in schema.program.origins.requirements[index] ?? [] {
                let inner = down(path, origin.path)
                examineRequired(graph.schemas[origin.schema].objects, origin.schema, node, inner, &outcome)
            }
        }
        guard seen & group.pointee.forbidden != 0 else { return }
        for closure in schema.program.origins.closures[index] ?? [] where seen & ~closure.allowed != 0 {
            let schema = closure.origin.schema
            let inner = down(path, closure.origin.path)
            for (name, _) in self.node(node).members where outcome.drafts.count < max {
                let bit = judge.find(name.index, group)?.pointee.seen ?? ProgramTables.unnamedBit
                if closure.allowed & bit != 0 { continue }
                reportUnexpected(closure.keyword, name.string ?? "", closure.names, name.index, schema, inner, &outcome)
            }
        }
    }

    /// False where more than the elements decides.
    private mutating func surveyList(
        _ index: Int32, _ node: Int, _ slots: Int32, _ path: Path?, _ outcome: inout Outcome
    ) -> Bool {
        guard let judge else { return false }
        let shape = judge.program.listShapes[Int(index)]
        let count = Int32(truncatingIfNeeded: tape.nodes[node].length)
        guard count >= shape.least, count <= shape.most, !shape.isUnique || judge.areUnique(node) else {
            return false
        }
        for element in self.node(node).elements where !judge.holds(shape.items, element.index, slots) {
            guard let origin = schema.program.origins.elements[Int(shape.itemsIndex)] else { return false }
            let inner = down(path, origin.path)
            self.survey(shape.items, origin.schema, element.index, slots, inner, &outcome)
        }
        return true
    }
}
