internal import JSONDocument

extension Judge {
    @inline(always)
    func judgeItems(_ step: Instruction, _ frame: Frame) -> Bool {
        var at = Int(frame.node) &+ 1
        let end = tape.next(after: Int(frame.node))
        var leftOut = step.first
        let check = program.checks[Int(step.second)]
        while at < end {
            if leftOut > 0 {
                leftOut &-= 1
            } else {
                if frame.marks >= 0 { mark(at, frame) }
                if !holds(check, at, frame.next) { return false }
            }
            at = tape.next(after: at)
        }
        return true
    }

    /// What `run` does for an array whose elements are all judged alike.
    @inline(never)
    func judgeList(_ index: Int32, _ node: Int, _ slots: Int32) -> Bool {
        guard takeStep() else { return false }
        let shape = program.listShapes + Int(index)
        let count = Int32(truncatingIfNeeded: tape.nodes[node].length)
        if count < shape.pointee.least || count > shape.pointee.most { return false }
        var at = node &+ 1
        let end = Int(truncatingIfNeeded: tape.nodes[node].payload)
        while at < end {
            if !holds(shape.pointee.items, at, slots, &at) { return false }
        }
        return !shape.pointee.isUnique || areUnique(node)
    }

    @inline(never)
    func judgePrefix(_ step: Instruction, _ frame: Frame) -> Bool {
        var at = Int(frame.node) &+ 1
        let end = tape.next(after: Int(frame.node))
        var index = Int(step.first)
        let last = index &+ Int(step.second)
        while at < end, index < last {
            let start = program.lists[index]
            if frame.marks >= 0 { mark(at, frame) }
            if start >= 0, !judge(start, at, frame.next) { return false }
            at = tape.next(after: at)
            index &+= 1
        }
        return true
    }

    @inline(never)
    func contains(_ step: Instruction, _ frame: Frame) -> Bool {
        var at = Int(frame.node) &+ 1
        let end = tape.next(after: Int(frame.node))
        var found = 0
        while at < end {
            if judge(step.first, at, frame.next) {
                found &+= 1
                if frame.marks >= 0 { mark(at, frame) }
            }
            at = tape.next(after: at)
        }
        return found >= Int(step.second) && found <= Int(truncatingIfNeeded: step.word)
    }

    /// Up to so many elements are compared each with each.
    static var pairwiseMax: Int { 8 }

    @inline(always)
    func areUnique(_ node: Int) -> Bool {
        let count = Int(tape.nodes[node].length)
        if count < 2 { return true }
        return count <= Self.pairwiseMax ? areUniquePairwise(node) : areUniqueHashed(node, count)
    }

    @inline(never)
    private func areUniquePairwise(_ node: Int) -> Bool {
        var one = node &+ 1
        let end = tape.next(after: node)
        while one < end {
            let following = tape.next(after: one)
            var other = following
            while other < end {
                if areEqual(one, other) { return false }
                other = tape.next(after: other)
            }
            one = following
        }
        return true
    }

    @inline(always)
    private func areEqual(_ one: Int, _ other: Int) -> Bool {
        let mine = tape.nodes[one]
        let theirs = tape.nodes[other]
        if tape.kinds[one] == Self.string, tape.kinds[other] == Self.string,
            (mine.payload | theirs.payload) & JSONTapeNode.escapedFlag == 0
        {
            guard mine.length == theirs.length else { return false }
            let count = Int(mine.length)
            let words = ProgramTables.Text.words(tape.bytes + Int(mine.offset), count: count)
            let text = ProgramTables.Text(
                low: words.low, high: words.high, bytes: tape.bytes + Int(mine.offset), count: count)
            let otherBytes = tape.bytes + Int(theirs.offset)
            let otherWords = ProgramTables.Text.words(otherBytes, count: count)
            return text.equals(low: otherWords.low, high: otherWords.high, otherBytes, count: count)
        }
        return ValueIdentity.equal(JSONNode(tape: tape, index: one), JSONNode(tape: tape, index: other))
    }

    @inline(never)
    private func areUniqueHashed(_ node: Int, _ count: Int) -> Bool {
        let mask = state.pointee.clearTable(entries: count * 2)
        let table = state.pointee.table
        var element = node &+ 1
        let end = tape.next(after: node)
        while element < end {
            let value = JSONNode(tape: tape, index: element)
            let hash = ValueIdentity.hash(value)
            var at = Int(truncatingIfNeeded: hash) & mask
            while table[at].node != 0 {
                if table[at].hash == hash, ValueIdentity.equal(value, JSONNode(tape: tape, index: table[at].node)) {
                    return false
                }
                at = (at &+ 1) & mask
            }
            table[at] = JudgeScratch.UniqueEntry(hash: hash, node: element)
            element = tape.next(after: element)
        }
        return true
    }
}
