internal import JSONDocument

extension Judge {
    /// Reads an object's members into slots, the only time its names are compared, and judges what must hold of them
    /// whatever else does.
    @inline(always)
    func readMembers(_ names: Int32, _ frame: inout Frame) -> Bool {
        let group = program.groups + Int(names)
        let own = slots + Int(frame.slots)
        let children = frame.slots &+ group.pointee.count
        frame.next = children
        if Int(group.pointee.count) > ProgramTables.slotBitsMax { clearOverflow(own, count: Int(group.pointee.count)) }
        var seen: UInt64 = 0
        var at = Int(frame.node) &+ 1
        let end = Int(truncatingIfNeeded: tape.nodes[Int(frame.node)].payload)
        while at < end {
            let value = at &+ 1
            guard let entry = find(at, group) else {
                // All that have no bit of their own share the top one.
                seen |= 1 &<< UInt64(ProgramTables.slotBitsMax)
                at = tape.next(after: value)
                continue
            }
            let slot = entry.pointee.slot
            own[Int(slot)] = UInt32(truncatingIfNeeded: value)
            seen |= 1 &<< UInt64(entry.pointee.bit)
            at = tape.next(after: value)
            if !holds(entry.pointee.check, value, children) { return false }
        }
        frame.seen = seen
        return seen & group.pointee.required == group.pointee.required && seen & group.pointee.forbidden == 0
    }

    /// The same for those who have better to do with their registers.
    @inline(never)
    func readMembersApart(_ names: Int32, _ frame: inout Frame) -> Bool { readMembers(names, &frame) }

    @inline(never)
    func clearOverflow(_ own: UnsafeMutablePointer<UInt32>, count: Int) {
        let first = ProgramTables.slotBitsMax
        (own + first).update(repeating: 0, count: count - first)
    }

    /// The entry of a member name, nil where no schema mentions it.
    @inline(always)
    func find(
        _ node: Int, _ group: UnsafePointer<ProgramTables.NameGroup>
    ) -> UnsafePointer<ProgramTables.Name>? {
        let name = tape.nodes[node]
        let hash = name.payload & JSONTapeNode.hashMask
        let names = program.names + Int(group.pointee.names)
        let places = program.places + Int(group.pointee.places)
        var at = hash &>> group.pointee.shift & group.pointee.mask
        while true {
            let place = places[Int(truncatingIfNeeded: at)]
            let entry = names + Int(place)
            // The hash says all but for sure.
            if entry.pointee.hash == hash, isNamed(entry, name, node) { return entry }
            if group.pointee.isPerfect || Int32(place) == group.pointee.count { return nil }
            at = (at &+ 1) & group.pointee.mask
        }
    }

    @inline(always)
    private func isNamed(
        _ entry: UnsafePointer<ProgramTables.Name>, _ name: JSONTapeNode, _ node: Int
    ) -> Bool {
        var bytes = tape.bytes + Int(name.offset)
        var count = Int(name.length)
        if name.payload & JSONTapeNode.escapedFlag != 0 { (bytes, count) = string(node) }
        return entry.pointee.matches(bytes, count: count)
    }

    /// The node of the member in a slot, 0 where there is none.
    @inline(always)
    func member(_ slot: Int32, _ frame: Frame) -> Int {
        let hasBit = Int(slot) < ProgramTables.slotBitsMax
        if hasBit, frame.seen >> UInt64(slot) & 1 == 0 { return 0 }
        return Int(slots[Int(frame.slots &+ slot)])
    }

    @inline(always)
    func judgeProperties(_ step: Instruction, _ frame: Frame) -> Bool {
        var at = program.properties + Int(step.first)
        let end = at + Int(step.second)
        while at < end {
            let property = at.pointee
            at += 1
            let value = member(property.slot, frame)
            if value == 0 { continue }
            if frame.marks >= 0 { mark(value, frame) }
            if !holds(property.check, value, frame.next) { return false }
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
    @inline(always)
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
        var isEvaluated = false
        if let slot = find(name, program.groups + Int(rule.group))?.pointee.slot {
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
