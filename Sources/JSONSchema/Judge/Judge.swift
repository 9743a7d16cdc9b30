internal import JSONDocument

/// Gives the verdict on one document: runs a program over a tape. Owns nothing.
struct Judge {
    /// One value and what is known of its members, shared by all programs that judge it.
    struct Frame: BitwiseCopyable {
        var node: Int32
        /// Where the set of evaluated nodes begins, -1 where nobody asks.
        var marks: Int32
        /// Where its slots begin.
        var slots: Int32
        /// Where the slots of its children may begin.
        var next: Int32
        /// The slots in use, bit by bit; the top bit for members without one.
        var seen: UInt64
    }

    /// Behind a pointer, so that calls need not carry it.
    let context: UnsafePointer<JudgeScratch.Context>

    var program: Program.View {
        @inline(always) get { context.pointee.program }
    }
    var tape: JSONTape {
        @inline(always) get { context.pointee.tape }
    }
    var slots: UnsafeMutablePointer<UInt32> {
        @inline(always) get { context.pointee.slots }
    }
    var text: UnsafeMutablePointer<UInt8> {
        @inline(always) get { context.pointee.text }
    }
    var state: UnsafeMutablePointer<JudgeScratch.State> {
        @inline(always) get { context.pointee.state }
    }
    var remembers: Bool {
        @inline(always) get { context.pointee.remembers }
    }

    /// Judges a value met for the first time.
    @inline(always)
    func judge(_ start: Int32, _ node: Int, _ slots: Int32) -> Bool {
        let frame = Frame(node: Int32(truncatingIfNeeded: node), marks: -1, slots: slots, next: slots, seen: 0)
        return remembers ? runRemembering(start, frame) : runCounting(start, frame)
    }

    /// Judges the value of a frame by a further schema. What that evaluates counts only if it holds.
    @inline(always)
    func judgeInPlace(_ start: Int32, _ frame: Frame) -> Bool {
        if frame.marks >= 0 { return runInScope(start, frame) }
        return remembers ? runRemembering(start, frame) : runCounting(start, frame)
    }

    @inline(always)
    private func runCounting(_ start: Int32, _ frame: Frame) -> Bool {
        takeStep() && run(start, frame)
    }

    @inline(never)
    private func runRemembering(_ start: Int32, _ frame: Frame) -> Bool {
        let key = UInt64(UInt32(bitPattern: start)) << 32 | UInt64(UInt32(bitPattern: frame.node))
        if let known = state.pointee.memo[key] { return known }
        let verdict = runCounting(start, frame)
        if state.pointee.stepsLeft >= 0, state.pointee.memo.count < SchemaLimits.memoEntriesMax {
            state.pointee.memo[key] = verdict
        }
        return verdict
    }

    /// Judges by a program that keeps apart what it evaluates, and adds that to the frame's set if it holds.
    @inline(never)
    func runInScope(_ start: Int32, _ frame: Frame) -> Bool {
        let node = Int(frame.node)
        guard tape.kinds[node] <= JSONKind.array.rawValue else { return runCounting(start, frame) }
        let words = (tape.next(after: node) &- node) / 32 &+ 1
        let marks = state.pointee.pushMarks(words: words)
        var inner = frame
        inner.marks = Int32(truncatingIfNeeded: marks)
        let verdict = runCounting(start, inner)
        state.pointee.popMarks(marks, words: words, into: verdict ? Int(frame.marks) : -1)
        return verdict
    }

    @inline(always)
    func mark(_ value: Int, _ frame: Frame) {
        let distance = value &- Int(frame.node)
        state.pointee.marks[Int(frame.marks) &+ distance / 32] |= 1 << UInt32(distance & 31)
    }

    @inline(always)
    func isMarked(_ value: Int, _ frame: Frame) -> Bool {
        let distance = value &- Int(frame.node)
        return state.pointee.marks[Int(frame.marks) &+ distance / 32] >> UInt32(distance & 31) & 1 != 0
    }

    /// Runs a program to its end or to the first assertion that fails.
    func run(_ start: Int32, _ initial: Frame) -> Bool {
        var frame = initial
        var at = program.instructions + Int(start)
        let node = Int(frame.node)
        let kind = tape.kinds[node]
        while true {
            let step = at.pointee
            at += 1
            switch step.opcode {
            case .end: return true
            case .fail: return false
            case .type: if !hasType(step, kind, frame) { return false }
            case .stringConstants: if kind != Self.string || !isConstant(step, frame) { return false }
            case .constants: if !isInSet(step, frame) { return false }
            case .bound: if Self.isNumber(kind), !isWithin(step.first, kind, node) { return false }
            case .multipleOf: if Self.isNumber(kind), !isMultiple(step, kind, frame) { return false }
            case .length: if kind == Self.string, !hasLength(step, node) { return false }
            case .pattern: if kind == Self.string, !matches(step.first, node) { return false }
            case .format: if kind == Self.string, !hasFormat(step.first, node) { return false }
            case .members: if kind == Self.object, !readMembersApart(step.first, &frame) { return false }
            case .required: if kind == Self.object, frame.seen & step.word != step.word { return false }
            case .requiredSlots: if kind == Self.object, !hasSlots(step, frame) { return false }
            case .closed: if kind == Self.object, frame.seen & step.word != 0 { return false }
            case .properties: if kind == Self.object, !judgeProperties(step, frame) { return false }
            case .memberRule: if kind == Self.object, !followsRule(step, frame) { return false }
            case .propertyNames: if kind == Self.object, !judgeNames(step, frame) { return false }
            case .memberCount: if kind == Self.object, !hasCount(step, frame) { return false }
            case .dependentRequired: if kind == Self.object, !hasDependents(step, frame) { return false }
            case .dependentSchema: if kind == Self.object, !judgeDependent(step, frame) { return false }
            case .itemCount: if kind == Self.array, !hasCount(step, frame) { return false }
            case .items: if kind == Self.array, !judgeItems(step, frame) { return false }
            case .prefixItems: if kind == Self.array, !judgePrefix(step, frame) { return false }
            case .contains: if kind == Self.array, !contains(step, frame) { return false }
            case .uniqueItems: if kind == Self.array, !areUnique(node) { return false }
            case .call: if !judgeInPlace(step.first, frame) { return false }
            case .anyOf: if !judgeAny(step, frame) { return false }
            case .oneOf: if !judgeOne(step, frame) { return false }
            case .selection: if !judgeSelected(step, kind, frame) { return false }
            case .not: if judgeInPlace(step.first, frame) { return false }
            case .conditional: if !judgeConditional(step, frame) { return false }
            case .memberConditional: if !judgeMemberConditional(step, kind, frame) { return false }
            case .evaluationScope: if !runInScope(step.first, frame) { return false }
            case .unevaluatedProperties: if kind == Self.object, !judgeUnevaluated(step, frame) { return false }
            case .unevaluatedItems: if kind == Self.array, !judgeUnevaluated(step, frame) { return false }
            }
        }
    }

    /// Judges a value met for the first time, mostly without running a program.
    @inline(always)
    func holds(_ check: ProgramTables.Check, _ node: Int, _ slots: Int32) -> Bool {
        var next = 0
        return holds(check, node, slots, &next)
    }

    /// The same; tells which node follows the value. Where the rule is that of a scalar, that is the next.
    @inline(always)
    func holds(_ check: ProgramTables.Check, _ node: Int, _ slots: Int32, _ next: inout Int) -> Bool {
        if check.kinds &>> UInt16(tape.kinds[node]) & 1 == 0 {
            next = tape.next(after: node)
            return judge(check.program, node, slots)
        }
        next = node &+ 1
        switch check.rule {
        case .kind:
            next = tape.next(after: node)
            return true
        case .texts: return isAmong(program.textSets[Int(check.index)], node)
        case .shortPattern: return hasShortPattern(check.index, node)
        case .shortPatterns: return hasShortPatterns(check.index, node)
        case .run: return isRun(check.index, node)
        case .pattern: return matches(check.index, node)
        case .format: return hasFormat(check.index, node)
        case .length: return hasLength(program.instructions[Int(check.index)], node)
        case .interval: return isWithin(check, tape.kinds[node], node, slots)
        case .object:
            next = Int(truncatingIfNeeded: tape.nodes[node].payload)
            return remembers ? judge(check.program, node, slots) : judgeObject(check.index, node, slots)
        case .list:
            next = Int(truncatingIfNeeded: tape.nodes[node].payload)
            return remembers ? judge(check.program, node, slots) : judgeList(check.index, node, slots)
        }
    }

    /// What `run` does for an object.
    @inline(never)
    private func judgeObject(_ names: Int32, _ node: Int, _ slots: Int32) -> Bool {
        guard takeStep() else { return false }
        var frame = Frame(node: Int32(truncatingIfNeeded: node), marks: -1, slots: slots, next: slots, seen: 0)
        if !readMembers(names, &frame) { return false }
        let group = program.groups + Int(names)
        return group.pointee.endsThere || run(group.pointee.rest, frame)
    }

    /// Counts a step; false where there were none left.
    @inline(always)
    func takeStep() -> Bool {
        let left = state.pointee.stepsLeft &- 1
        state.pointee.stepsLeft = left
        return left >= 0
    }

    // MARK: Branches

    @inline(always)
    private func judgeAny(_ step: Instruction, _ frame: Frame) -> Bool {
        var holds = false
        var at = program.lists + Int(step.first)
        let end = at + Int(step.second)
        while at < end {
            if judgeInPlace(at.pointee, frame) {
                holds = true
                // Where somebody asks what was evaluated, every branch that holds counts.
                if frame.marks < 0 { return true }
            }
            at += 1
        }
        return holds
    }

    @inline(always)
    private func judgeOne(_ step: Instruction, _ frame: Frame) -> Bool {
        var holds = false
        var at = program.lists + Int(step.first)
        let end = at + Int(step.second)
        while at < end {
            if judgeInPlace(at.pointee, frame) {
                if holds { return false }
                holds = true
            }
            at += 1
        }
        return holds
    }

    /// The alternative that a member's constant chooses: no other can hold.
    @inline(never)
    private func judgeSelected(_ step: Instruction, _ kind: UInt8, _ frame: Frame) -> Bool {
        let selection = program.selections + Int(step.first)
        guard kind == Self.object else {
            let all = selection.pointee.otherwise
            return all.opcode == .oneOf ? judgeOne(all, frame) : judgeAny(all, frame)
        }
        let value = member(selection.pointee.slot, frame)
        guard value > 0, tape.kinds[value] == Self.string else { return false }
        let (bytes, count) = string(value)
        let words = ProgramTables.Text.words(bytes, count: count)
        let place = selection.pointee.texts.place(low: words.low, high: words.high, count: count)
        guard program.texts[place].equals(low: words.low, high: words.high, bytes, count: count) else { return false }
        let first = Int(selection.pointee.programs) &- Int(selection.pointee.texts.first)
        return judgeInPlace(program.lists[first &+ place], frame)
    }

    @inline(always)
    private func judgeConditional(_ step: Instruction, _ frame: Frame) -> Bool {
        if judgeInPlace(step.first, frame) { return step.second < 0 || judgeInPlace(step.second, frame) }
        let otherwise = Int32(truncatingIfNeeded: Int64(bitPattern: step.word))
        return otherwise < 0 || judgeInPlace(otherwise, frame)
    }

    @inline(never)
    private func judgeMemberConditional(_ step: Instruction, _ kind: UInt8, _ frame: Frame) -> Bool {
        let condition = program.memberConditions + Int(step.first)
        guard kind == Self.object, frame.marks < 0 else {
            return judgeConditional(condition.pointee.conditional, frame)
        }
        let required = condition.pointee.required
        let hasRequired = frame.seen & required == required
        // Mostly the condition need not be known.
        if hasRequired, condition.pointee.then < 0, condition.pointee.otherwise < 0 { return true }
        let value = member(condition.pointee.slot, frame)
        let holds = value > 0 && holds(condition.pointee.check, value, frame.next)
        if holds, !hasRequired { return false }
        let next = holds ? condition.pointee.then : condition.pointee.otherwise
        return next < 0 || judgeInPlace(next, frame)
    }

    // MARK: Kinds

    static var object: UInt8 { JSONKind.object.rawValue }
    static var array: UInt8 { JSONKind.array.rawValue }
    static var string: UInt8 { JSONKind.string.rawValue }

    @inline(always)
    static func isNumber(_ kind: UInt8) -> Bool {
        kind == JSONKind.integer.rawValue || kind == JSONKind.double.rawValue || kind == JSONKind.bigNumber.rawValue
    }

    @inline(always)
    private func hasType(_ step: Instruction, _ kind: UInt8, _ frame: Frame) -> Bool {
        let bit = UInt32(1) &<< UInt32(kind)
        if UInt32(bitPattern: step.first) & bit != 0 { return true }
        return UInt32(bitPattern: step.second) & bit != 0 && number(frame).isWhole
    }
}
