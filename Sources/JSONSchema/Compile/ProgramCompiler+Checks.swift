internal import JSONDocument

extension ProgramCompiler {
    /// What a program asserts of a value, in the form that is judged fastest. Programs must be linked.
    mutating func check(_ start: Int32) -> ProgramTables.Check {
        guard start >= 0 else { return ProgramTables.Check() }
        if let known = checks[start] { return known }
        var check = ProgramTables.Check(rule: .kind, kinds: 0, index: 0, program: start)
        // Where a value contains its like, that one is left to the program.
        checks[start] = check
        var at = Int(start)
        var kinds = UInt16.max
        if parts.instructions[at].opcode == .type {
            kinds = UInt16(truncatingIfNeeded: parts.instructions[at].first)
            at += 1
        }
        if parts.instructions[at].opcode == .end {
            check.kinds = kinds
        } else if let (rule, index, ruled) = scalarRule(at) ?? objectRule(at) ?? listRule(at) {
            check.rule = rule
            check.index = index
            check.kinds = kinds & ruled
        }
        checks[start] = check
        return check
    }

    private typealias Ruling = (rule: ProgramTables.Check.Rule, index: Int32, kinds: UInt16)

    private static let objectKinds = UInt16(truncatingIfNeeded: JSONTypes.object.kindMask)
    private static let arrayKinds = UInt16(truncatingIfNeeded: JSONTypes.array.kindMask)
    private static let stringKinds = UInt16(truncatingIfNeeded: JSONTypes.string.kindMask)
    private static let plainNumberKinds: UInt16 = 1 << JSONKind.integer.rawValue | 1 << JSONKind.double.rawValue

    /// The rule of a single instruction, or of two bounds, and the kinds that it looks at.
    private mutating func scalarRule(_ at: Int) -> Ruling? {
        let instruction = parts.instructions[at]
        let next = parts.instructions[at + 1]
        if instruction.opcode == .bound {
            let isPair = next.opcode == .bound
            guard parts.instructions[at + (isPair ? 2 : 1)].opcode == .end else { return nil }
            return interval(isPair ? [instruction.first, next.first] : [instruction.first])
        }
        guard next.opcode == .end else { return nil }
        switch instruction.opcode {
        case .stringConstants: return (.texts, instruction.first, Self.stringKinds)
        case .pattern:
            let pattern = graph.patterns[Int(instruction.first)]
            if pattern.short.isEmpty {
                return (pattern.matcher.isRun ? .run : .pattern, instruction.first, Self.stringKinds)
            }
            let index = Int32(parts.shortPatterns.count)
            let isOne = pattern.short.count == 1
            parts.shortPatterns += isOne ? pattern.short : ShortPattern.byLength(pattern.short)
            return (isOne ? .shortPattern : .shortPatterns, index, Self.stringKinds)
        case .format: return (.format, instruction.first, Self.stringKinds)
        case .length: return (.length, Int32(at), Self.stringKinds)
        default: return nil
        }
    }

    private mutating func interval(_ indices: [Int32]) -> Ruling? {
        var interval = ProgramTables.Interval()
        for index in indices {
            let bound = parts.bounds[Int(index)]
            guard bound.textCount <= ProgramTables.Interval.exactDigitsMax else { return nil }
            switch bound.relation {
            case .minimum: interval.least = max(interval.least, bound.double)
            case .maximum: interval.most = min(interval.most, bound.double)
            case .exclusiveMinimum: interval.least = max(interval.least, bound.double.nextUp)
            case .exclusiveMaximum: interval.most = min(interval.most, bound.double.nextDown)
            case .divisor: return nil
            }
        }
        parts.intervals.append(interval)
        return (.interval, Int32(parts.intervals.count - 1), Self.plainNumberKinds)
    }

    private mutating func objectRule(_ at: Int) -> Ruling? {
        guard parts.instructions[at].opcode == .members else { return nil }
        let group = parts.instructions[at].first
        parts.groups[Int(group)].rest = Int32(at + 1)
        parts.groups[Int(group)].endsThere = parts.instructions[at + 1].opcode == .end
        return (.object, group, Self.objectKinds)
    }

    private mutating func listRule(_ start: Int) -> Ruling? {
        var at = start
        var shape = ProgramTables.ListShape()
        if parts.instructions[at].opcode == .itemCount {
            shape.least = parts.instructions[at].first
            shape.most = parts.instructions[at].second
            at += 1
        }
        if parts.instructions[at].opcode == .items, parts.instructions[at].first == 0 {
            shape.itemsIndex = parts.instructions[at].second
            shape.items = check(parts.checks[Int(parts.instructions[at].second)].program)
            at += 1
        }
        if parts.instructions[at].opcode == .uniqueItems {
            shape.isUnique = true
            at += 1
        }
        guard parts.instructions[at].opcode == .end else { return nil }
        parts.listShapes.append(shape)
        return (.list, Int32(parts.listShapes.count - 1), Self.arrayKinds)
    }

    // MARK: Sets of strings

    /// Larger sets are found by the general hash of values.
    static let textSetMax = 64

    /// Lays out strings so that each is alone in its place; nil where that needs too large a table.
    mutating func addTextSet(_ texts: [String]) -> ProgramTables.TextSet? {
        let prepared = Array(Set(texts)).sorted().map { addText($0) }
        var size = 2
        while size < prepared.count * 2 { size *= 2 }
        let sizeMax = size * 16
        var generator = SplitMix(state: 0x5EED)
        while size <= sizeMax {
            for _ in 0..<64 {
                let set = ProgramTables.TextSet(
                    first: Int32(parts.texts.count), multiplier: generator.next() | 1,
                    shift: UInt64(64 - size.trailingZeroBitCount))
                if place(prepared, in: set, size) { return set }
            }
            size *= 2
        }
        return nil
    }

    private mutating func place(
        _ texts: [ProgramTables.Text], in set: ProgramTables.TextSet, _ size: Int
    ) -> Bool {
        // What no text equals: no text of this length has these words.
        let free = ProgramTables.Text(low: 0, high: 0, bytes: freeText.bytes, count: -1)
        var table = [ProgramTables.Text](repeating: free, count: size)
        for text in texts {
            let place = set.place(low: text.low, high: text.high, count: text.count) - Int(set.first)
            if table[place].count >= 0 { return false }
            table[place] = text
        }
        parts.texts += table
        return true
    }
}

/// Numbers that look random and are the same in each run (Steele, Lea and Flood, 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
