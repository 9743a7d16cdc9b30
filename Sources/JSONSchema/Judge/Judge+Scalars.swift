internal import JSONDocument

extension Judge {
    /// A string's bytes without escapes, with at least 8 readable bytes behind. Valid until the next call.
    @inline(always)
    func string(_ node: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) {
        let value = tape.nodes[node]
        if value.payload & JSONTapeNode.escapedFlag != 0 { return unescaped(node) }
        return (tape.bytes + Int(value.offset), Int(value.length))
    }

    @inline(never)
    private func unescaped(_ node: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) {
        let count = JSONNode(tape: tape, index: node).copyStringBytes(to: text)
        (text + count).update(repeating: 0, count: JSONTape.paddingBytes)
        return (UnsafePointer(text), count)
    }

    func number(_ frame: Frame) -> DecimalText { DecimalText(JSONNode(tape: tape, index: Int(frame.node))) }

    // MARK: Constants

    @inline(always)
    func isAmong(_ set: ProgramTables.TextSet, _ node: Int) -> Bool {
        let (bytes, count) = string(node)
        let words = ProgramTables.Text.words(bytes, count: count)
        let text = program.texts + set.place(low: words.low, high: words.high, count: count)
        return text.pointee.equals(low: words.low, high: words.high, bytes, count: count)
    }

    @inline(always)
    func isConstant(_ step: Instruction, _ frame: Frame) -> Bool {
        isAmong(program.textSets[Int(step.first)], Int(frame.node))
    }

    @inline(never)
    func isInSet(_ step: Instruction, _ frame: Frame) -> Bool {
        program.constantSets[Int(step.first)].contains(JSONNode(tape: tape, index: Int(frame.node)))
    }

    // MARK: Numbers

    @inline(always)
    func isWithin(_ index: Int32, _ kind: UInt8, _ node: Int) -> Bool {
        let bound = program.bounds[Int(index)]
        let order = compare(node, kind, bound)
        switch bound.relation {
        case .minimum: return order >= 0
        case .maximum: return order <= 0
        case .exclusiveMinimum: return order > 0
        case .exclusiveMaximum: return order < 0
        case .divisor: return true
        }
    }

    /// Whether an integer or a double is within an interval.
    @inline(always)
    func isWithin(_ check: ProgramTables.Check, _ kind: UInt8, _ node: Int, _ slots: Int32) -> Bool {
        let value = tape.nodes[node]
        if Int(value.length) > ProgramTables.Interval.exactDigitsMax { return judge(check.program, node, slots) }
        // Both readings of the payload, and a mask that chooses, so that there is nothing to foretell.
        let integer = Double(Int64(bitPattern: value.payload)).bitPattern
        let isDouble = 0 &- UInt64(kind &>> 2 & kind & 1)
        let number = Double(bitPattern: integer ^ ((integer ^ value.payload) & isDouble))
        let interval = program.intervals[Int(check.index)]
        let isAbove = number >= interval.least
        let isBelow = number <= interval.most
        return isAbove && isBelow
    }

    private static var exactDigitsMax: Int { ProgramTables.Interval.exactDigitsMax }

    @inline(always)
    private func compare(_ node: Int, _ kind: UInt8, _ bound: ProgramTables.Bound) -> Int {
        let payload = tape.nodes[node].payload
        let nearest: Double
        if kind == JSONKind.integer.rawValue {
            let value = Int64(bitPattern: payload)
            if bound.isInteger { return value < bound.integer ? -1 : value > bound.integer ? 1 : 0 }
            nearest = Double(value)
        } else if kind == JSONKind.double.rawValue {
            nearest = Double(bitPattern: payload)
        } else {
            return compareExactly(node, bound)
        }
        // Rounding never turns an order around, so different doubles decide.
        if nearest < bound.double { return -1 }
        if nearest > bound.double { return 1 }
        if Int(tape.nodes[node].length) <= Self.exactDigitsMax, bound.textCount <= Self.exactDigitsMax { return 0 }
        return compareExactly(node, bound)
    }

    @inline(never)
    private func compareExactly(_ node: Int, _ bound: ProgramTables.Bound) -> Int {
        DecimalText(JSONNode(tape: tape, index: node)).compare(DecimalText(bound.text, count: bound.textCount))
    }

    @inline(always)
    func isMultiple(_ step: Instruction, _ kind: UInt8, _ frame: Frame) -> Bool {
        let divisor = program.bounds[Int(step.first)]
        if kind == JSONKind.integer.rawValue, divisor.isInteger {
            return Int64(bitPattern: tape.nodes[Int(frame.node)].payload) % divisor.integer == 0
        }
        return number(frame).isMultiple(of: DecimalText(divisor.text, count: divisor.textCount))
    }

    // MARK: Strings

    // What takes many steps is kept apart, so that the loop over members has the registers to itself.

    @inline(always)
    func hasLength(_ step: Instruction, _ node: Int) -> Bool {
        let value = tape.nodes[node]
        let bytes = Int(value.length)
        let fewest = Int(step.first)
        let most = Int(step.second)
        // A code point takes one to four bytes, written as escapes at most twelve: mostly that settles it, and without a
        // branch for what cannot be foretold.
        let escapes = Int(truncatingIfNeeded: value.payload &>> 56 & 1)
        let certain = fewest <= 1 ? fewest : fewest &* (4 &+ 8 &* escapes)
        if bytes <= most, bytes >= certain { return true }
        let count = codePoints(node)
        return count >= fewest && count <= most
    }

    @inline(never)
    private func codePoints(_ node: Int) -> Int {
        let (bytes, count) = string(node)
        return CodePoints.count(bytes, count: count)
    }

    @inline(never)
    func matches(_ pattern: Int32, _ node: Int) -> Bool {
        let (bytes, count) = string(node)
        return program.patterns[Int(pattern)].matches(bytes, count: count)
    }

    @inline(never)
    func isRun(_ pattern: Int32, _ node: Int) -> Bool {
        let (bytes, count) = string(node)
        return program.patterns[Int(pattern)].matchesRun(bytes, count: count)
    }

    @inline(always)
    func hasShortPattern(_ pattern: Int32, _ node: Int) -> Bool {
        let (bytes, count) = string(node)
        return program.shortPatterns[Int(pattern)].matches(bytes, count: count)
    }

    @inline(always)
    func hasShortPatterns(_ first: Int32, _ node: Int) -> Bool {
        let (bytes, count) = string(node)
        let length = min(count, ShortPattern.countMax &+ 1)
        return program.shortPatterns[Int(first) &+ length].matches(bytes, count: count)
    }

    @inline(never)
    func hasFormat(_ format: Int32, _ node: Int) -> Bool {
        let (bytes, count) = string(node)
        return program.formats[Int(format)].matches(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}

/// Lengths as JSON Schema counts them.
enum CodePoints {
    /// The code points of valid UTF-8.
    static func count(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int {
        var points = 0
        var at = 0
        while at < count {
            points &+= bytes[at] & 0xC0 != 0x80 ? 1 : 0
            at &+= 1
        }
        return points
    }
}
