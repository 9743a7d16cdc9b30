internal import JSONDocument

extension ProgramTables.NameGroup {
    /// Where in the table a name is looked for first.
    @inline(always)
    func place(_ name: JSONTapeNode) -> Int {
        // The flag above the hash is out of reach: see `ProgramCompiler.findPlaces`.
        Int(truncatingIfNeeded: name.payload &>> shift & mask)
    }

    /// Whether a name that is not in its place may be one of the group.
    @inline(always)
    func mayBeElsewhere(_ name: JSONTapeNode) -> Bool {
        !isPerfect || name.payload & JSONTapeNode.escapedFlag != 0
    }
}

extension Judge {
    /// Reads an object's members into slots, the only time its names are compared, and judges what must hold of them
    /// whatever else does.
    @inline(always)
    func readMembers(_ names: Int32, _ frame: inout Frame) -> Bool {
        let group = program.groups + Int(names)
        let places = program.places + Int(group.pointee.places)
        let shift = group.pointee.shift
        let mask = group.pointee.mask
        let tape = tape
        let own = slots + Int(frame.slots)
        let children = frame.slots &+ group.pointee.count
        frame.next = children
        if Int(group.pointee.count) > ProgramTables.slotBitsMax { clearOverflow(own, count: Int(group.pointee.count)) }
        var seen: UInt64 = 0
        var at = Int(frame.node) &+ 1
        let end = Int(truncatingIfNeeded: tape.nodes[Int(frame.node)].payload)
        while at < end {
            let name = tape.nodes[at]
            let value = at &+ 1
            let place = places + Int(truncatingIfNeeded: name.payload &>> shift & mask)
            if ProgramTables.NamePlace.isName(place, at: tape.bytes + Int(name.offset)) {
                own[Int(place.pointee.slot)] = UInt32(truncatingIfNeeded: value)
                seen |= place.pointee.seen
                if !holds(place.pointee.check, value, children, &at) { return false }
            } else {
                // Given and told by value, as what is told by reference would have to stay in memory.
                let (slot, isGood, next) = readSlowly(at, names, own, children)
                if !isGood { return false }
                seen |= slot
                at = next
            }
        }
        frame.seen = seen
        return seen & group.pointee.required == group.pointee.required && seen & group.pointee.forbidden == 0
    }

    /// Reads a member that is not in its place: the bit of its slot, whether it is as it must be, and where it ends.
    @inline(never)
    private func readSlowly(
        _ name: Int, _ names: Int32, _ own: UnsafeMutablePointer<UInt32>, _ children: Int32
    ) -> (seen: UInt64, isGood: Bool, next: Int) {
        let next = tape.next(after: name &+ 1)
        guard (program.groups + Int(names)).pointee.mayBeElsewhere(tape.nodes[name]),
            let entry = findSlowly(name, names)
        else {
            // All that have no bit of their own share the top one.
            return (ProgramTables.unnamedBit, true, next)
        }
        own[Int(entry.pointee.slot)] = UInt32(truncatingIfNeeded: name &+ 1)
        return (entry.pointee.seen, holds(entry.pointee.check, name &+ 1, children), next)
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
    func find(
        _ node: Int, _ group: UnsafePointer<ProgramTables.NameGroup>
    ) -> UnsafePointer<ProgramTables.Name>? {
        let name = tape.nodes[node]
        let place = program.places + (Int(group.pointee.places) &+ group.pointee.place(name))
        if ProgramTables.NamePlace.isName(place, at: tape.bytes + Int(name.offset)) {
            return program.names + (Int(group.pointee.names) &+ Int(place.pointee.slot))
        }
        return group.pointee.mayBeElsewhere(name)
            ? findSlowly(node, Int32(truncatingIfNeeded: group - program.groups)) : nil
    }

    /// The same wherever the name is, and whether or not it has escapes.
    @inline(never)
    private func findSlowly(_ node: Int, _ names: Int32) -> UnsafePointer<ProgramTables.Name>? {
        let group = program.groups + Int(names)
        let (bytes, count) = string(node)
        var place = group.pointee.place(tape.nodes[node])
        while true {
            let slot = program.places[Int(group.pointee.places) &+ place].slot
            let entry = program.names + (Int(group.pointee.names) &+ Int(slot))
            if entry.pointee.matches(bytes, count: count) { return entry }
            if group.pointee.isPerfect || entry.pointee.count < 0 { return nil }
            place = (place &+ 1) & Int(truncatingIfNeeded: group.pointee.mask)
        }
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
