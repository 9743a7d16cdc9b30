internal import JSONDocument

/// A name group with the tables it points into, to be kept in registers while an object is read.
struct NameLookup {
    let names: UnsafePointer<ProgramTables.Name>
    let places: UnsafePointer<ProgramTables.NamePlace>
    let shift: UInt64
    let mask: UInt64
    let count: Int32
    let isPerfect: Bool

    @inline(always)
    init(_ program: Program.View, _ index: Int32) {
        let group = program.groups + Int(index)
        names = program.names + Int(group.pointee.names)
        places = program.places + Int(group.pointee.places)
        shift = group.pointee.shift
        mask = group.pointee.mask
        count = group.pointee.count
        isPerfect = group.pointee.isPerfect
    }

    /// Where in the table a name is looked for first.
    @inline(always)
    func place(_ name: JSONTapeNode) -> Int {
        // The flag above the hash is out of reach: see `ProgramCompiler.findPlaces`.
        Int(truncatingIfNeeded: name.payload &>> shift & mask)
    }

    /// Whether an entry is that of a name; names with escapes have none here.
    @inline(always)
    func isNamed(_ entry: UnsafePointer<ProgramTables.Name>, _ name: JSONTapeNode, _ tape: JSONTape) -> Bool {
        let bytes = tape.bytes + Int(name.offset)
        let count = Int(name.length)
        let differences = entry.pointee.differences(bytes, count: count) | (name.payload & JSONTapeNode.escapedFlag)
        return differences == 0 && entry.pointee.middleMatches(bytes, count: count)
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
        let group = NameLookup(program, names)
        let tape = tape
        let own = slots + Int(frame.slots)
        let children = frame.slots &+ group.count
        frame.next = children
        if Int(group.count) > ProgramTables.slotBitsMax { clearOverflow(own, count: Int(group.count)) }
        var seen: UInt64 = 0
        var at = Int(frame.node) &+ 1
        let end = Int(truncatingIfNeeded: tape.nodes[Int(frame.node)].payload)
        while at < end {
            let name = tape.nodes[at]
            let value = at &+ 1
            let place = group.places + group.place(name)
            var check = place.pointee.check
            var entry = group.names + Int(place.pointee.slot)
            if !group.isNamed(entry, name, tape) {
                guard group.mayBeElsewhere(name), let found = findSlowly(at, names) else {
                    // All that have no bit of their own share the top one.
                    seen |= ProgramTables.unnamedBit
                    at = tape.next(after: value)
                    continue
                }
                entry = found
                check = found.pointee.check
            }
            own[Int(entry.pointee.slot)] = UInt32(truncatingIfNeeded: value)
            seen |= entry.pointee.seen
            if !holds(check, value, children, &at) { return false }
        }
        frame.seen = seen
        let masks = program.groups + Int(names)
        return seen & masks.pointee.required == masks.pointee.required && seen & masks.pointee.forbidden == 0
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
        let index = Int32(truncatingIfNeeded: group - program.groups)
        let lookup = NameLookup(program, index)
        let name = tape.nodes[node]
        let entry = lookup.names + Int(lookup.places[lookup.place(name)].slot)
        if lookup.isNamed(entry, name, tape) { return entry }
        return lookup.mayBeElsewhere(name) ? findSlowly(node, index) : nil
    }

    /// The same wherever the name is, and whether or not it has escapes.
    @inline(never)
    private func findSlowly(_ node: Int, _ names: Int32) -> UnsafePointer<ProgramTables.Name>? {
        let group = NameLookup(program, names)
        let (bytes, count) = string(node)
        var place = group.place(tape.nodes[node])
        while true {
            let entry = group.names + Int(group.places[place].slot)
            if entry.pointee.matches(bytes, count: count) { return entry }
            if group.isPerfect || entry.pointee.count < 0 { return nil }
            place = (place &+ 1) & Int(truncatingIfNeeded: group.mask)
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
