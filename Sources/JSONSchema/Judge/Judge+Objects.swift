internal import JSONDocument

extension Judge {
    /// Reads an object's members into slots: the only time its names are compared.
    @inline(__always)
    func readMembers(_ step: Instruction, _ frame: inout Frame) {
        let group = program.groups[Int(step.first)]
        let table = program.names + Int(group.table)
        let own = slots + Int(frame.slots)
        frame.next = frame.slots &+ group.count
        if Int(group.count) > ProgramTables.slotBitsMax { clearOverflow(own, count: Int(group.count)) }
        var seen: UInt64 = 0
        var at = Int(frame.node) &+ 1
        let end = Int(truncatingIfNeeded: tape.nodes[Int(frame.node)].payload)
        while at < end {
            let name = tape.nodes[at]
            let value = at &+ 1
            let slot = find(name, at, table, group.mask)
            if slot >= 0 { own[Int(slot)] = UInt32(truncatingIfNeeded: value) }
            // All that have no bit of their own share the top one.
            seen |= 1 &<< UInt64(min(UInt32(bitPattern: slot), UInt32(ProgramTables.slotBitsMax)))
            at = tape.next(after: value)
        }
        frame.seen = seen
    }

    @inline(never)
    private func clearOverflow(_ own: UnsafeMutablePointer<UInt32>, count: Int) {
        let first = ProgramTables.slotBitsMax
        (own + first).update(repeating: 0, count: count - first)
    }

    /// The slot of a member name, -1 where no schema mentions it.
    @inline(__always)
    private func find(
        _ name: JSONTapeNode, _ node: Int, _ table: UnsafePointer<ProgramTables.Name>, _ mask: UInt64
    ) -> Int32 {
        var bytes = tape.bytes + Int(name.offset)
        var count = Int(name.length)
        if name.payload & JSONTapeNode.escapedFlag != 0 { (bytes, count) = string(node) }
        let words = ProgramTables.Text.words(bytes, count: count)
        var at = name.payload & JSONTapeNode.hashMask & mask
        while true {
            let entry = table + Int(at)
            if entry.pointee.slot < 0 { return -1 }
            if entry.pointee.text.equals(low: words.low, high: words.high, bytes, count: count) {
                return entry.pointee.slot
            }
            at = (at &+ 1) & mask
        }
    }

    /// The node of the member in a slot, 0 where there is none.
    @inline(__always)
    private func member(_ slot: Int32, _ frame: Frame) -> Int {
        let hasBit = Int(slot) < ProgramTables.slotBitsMax
        if hasBit, frame.seen >> UInt64(slot) & 1 == 0 { return 0 }
        return Int(slots[Int(frame.slots &+ slot)])
    }

    @inline(__always)
    func judgeProperties(_ step: Instruction, _ frame: Frame) -> Bool {
        var at = program.properties + Int(step.first)
        let end = at + Int(step.second)
        while at < end {
            let property = at.pointee
            at += 1
            let value = member(property.slot, frame)
            if value == 0 { continue }
            if frame.marks >= 0 { mark(value, frame) }
            if property.isScalar {
                if !runScalar(property.program, value) { return false }
            } else if property.program >= 0, !judge(property.program, value, frame.next) {
                return false
            }
        }
        return true
    }

    @inline(never)
    func hasSlots(_ step: Instruction, _ frame: Frame) -> Bool {
        for index in Int(step.first)..<Int(step.first &+ step.second)
        where member(program.lists[index], frame) == 0 { return false }
        return true
    }

    @inline(never)
    func hasDependents(_ step: Instruction, _ frame: Frame) -> Bool {
        if member(step.first, frame) == 0 { return true }
        for index in Int(step.second)..<(Int(step.second) &+ Int(step.word))
        where member(program.lists[index], frame) == 0 { return false }
        return true
    }

    @inline(never)
    func judgeDependent(_ step: Instruction, _ frame: Frame) -> Bool {
        member(step.first, frame) == 0 || judgeInPlace(step.second, frame)
    }

    /// Members of an object, elements of an array.
    @inline(__always)
    func hasCount(_ step: Instruction, _ frame: Frame) -> Bool {
        let count = Int(tape.nodes[Int(frame.node)].length)
        return count >= Int(step.first) && count <= Int(step.second)
    }

    @inline(never)
    func judgeNames(_ step: Instruction, _ frame: Frame) -> Bool {
        var at = Int(frame.node) &+ 1
        let end = tape.next(after: Int(frame.node))
        while at < end {
            if !judge(step.first, at, frame.next) { return false }
            at = tape.next(after: at &+ 1)
        }
        return true
    }

    @inline(never)
    func followsRule(_ step: Instruction, _ frame: Frame) -> Bool {
        let rule = program.memberRules[Int(step.first)]
        var at = Int(frame.node) &+ 1
        let end = tape.next(after: Int(frame.node))
        while at < end {
            if !followsRule(rule, name: at, frame) { return false }
            at = tape.next(after: at &+ 1)
        }
        return true
    }

    private func followsRule(_ rule: ProgramTables.MemberRule, name: Int, _ frame: Frame) -> Bool {
        let group = program.groups[Int(rule.group)]
        let slot = find(tape.nodes[name], name, program.names + Int(group.table), group.mask)
        var isEvaluated = false
        if slot >= 0 {
            let word = program.slotSets[Int(rule.ownSlots) &+ Int(slot) / 64]
            isEvaluated = word >> UInt64(slot % 64) & 1 != 0
        }
        for index in Int(rule.patterns)..<Int(rule.patterns &+ rule.patternCount) {
            let property = program.patternProperties[index]
            let (bytes, count) = string(name)
            guard program.patterns[Int(property.pattern)].matches(bytes, count: count) else { continue }
            isEvaluated = true
            if frame.marks >= 0 { mark(name &+ 1, frame) }
            if !judge(property.program, name &+ 1, frame.next) { return false }
        }
        if isEvaluated || rule.additional < 0 { return true }
        if frame.marks >= 0 { mark(name &+ 1, frame) }
        return judge(rule.additional, name &+ 1, frame.next)
    }

    /// `unevaluatedProperties` and `unevaluatedItems`, which evaluate what is left.
    @inline(never)
    func judgeUnevaluated(_ step: Instruction, _ frame: Frame) -> Bool {
        guard frame.marks >= 0 else { return true }
        let isObject = tape.kinds[Int(frame.node)] == Self.object
        var at = Int(frame.node) &+ 1
        let end = tape.next(after: Int(frame.node))
        while at < end {
            let value = isObject ? at &+ 1 : at
            if !isMarked(value, frame) {
                if !judge(step.first, value, frame.next) { return false }
                mark(value, frame)
            }
            at = tape.next(after: value)
        }
        return true
    }
}
