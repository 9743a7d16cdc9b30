internal import JSONDocument

extension Judge {
    /// A string's bytes without escapes, with at least 16 readable bytes behind. Valid until the next call.
    @inline(__always)
    func string(_ node: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) {
        let value = tape.nodes[node]
        if value.payload & JSONTapeNode.escapedFlag != 0 { return unescaped(node) }
        return (tape.bytes + Int(value.offset), Int(value.length))
    }

    @inline(never)
    private func unescaped(_ node: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) {
        let count = JSONNode(tape: tape, index: node).copyStringBytes(to: text)
        (text + count).update(repeating: 0, count: 16)
        return (UnsafePointer(text), count)
    }

    func number(_ frame: Frame) -> DecimalText { DecimalText(JSONNode(tape: tape, index: Int(frame.node))) }

    // MARK: Constants

    @inline(__always)
    func isConstant(_ step: Instruction, _ frame: Frame) -> Bool {
        let (bytes, count) = string(Int(frame.node))
        let words = ProgramTables.Text.words(bytes, count: count)
        var at = program.texts + Int(step.first)
        let end = at + Int(step.second)
        while at < end {
            if at.pointee.equals(low: words.low, high: words.high, bytes, count: count) { return true }
            at += 1
        }
        return false
    }

    @inline(never)
    func isInSet(_ step: Instruction, _ frame: Frame) -> Bool {
        constantSets[Int(step.first)].contains(JSONNode(tape: tape, index: Int(frame.node)))
    }

    // MARK: Numbers

    @inline(__always)
    func isWithin(_ step: Instruction, _ kind: UInt8, _ frame: Frame) -> Bool {
        let bound = program.bounds[Int(step.first)]
        let order = compare(Int(frame.node), kind, bound)
        switch bound.relation {
        case .minimum: return order >= 0
        case .maximum: return order <= 0
        case .exclusiveMinimum: return order > 0
        case .exclusiveMaximum: return order < 0
        case .divisor: return true
        }
    }

    /// So many characters hold at most 15 digits: two such numbers whose nearest doubles are the same are equal.
    private static var exactDigitsMax: Int { 15 }

    @inline(__always)
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

    @inline(__always)
    func isMultiple(_ step: Instruction, _ kind: UInt8, _ frame: Frame) -> Bool {
        let divisor = program.bounds[Int(step.first)]
        if kind == JSONKind.integer.rawValue, divisor.isInteger {
            return Int64(bitPattern: tape.nodes[Int(frame.node)].payload) % divisor.integer == 0
        }
        return number(frame).isMultiple(of: DecimalText(divisor.text, count: divisor.textCount))
    }

    // MARK: Strings

    @inline(__always)
    func hasLength(_ step: Instruction, _ frame: Frame) -> Bool {
        let value = tape.nodes[Int(frame.node)]
        let bytes = Int(value.length)
        let fewest = Int(step.first)
        let most = Int(step.second)
        // A code point takes one to four bytes, written as escapes at most twelve: mostly that settles it.
        let isEscaped = value.payload & JSONTapeNode.escapedFlag != 0
        if bytes <= most, (isEscaped ? (bytes &+ 11) / 12 : (bytes &+ 3) / 4) >= fewest { return true }
        let count = codePoints(Int(frame.node))
        return count >= fewest && count <= most
    }

    @inline(never)
    private func codePoints(_ node: Int) -> Int {
        let (bytes, count) = string(node)
        return CodePoints.count(bytes, count: count)
    }

    @inline(__always)
    func matches(_ step: Instruction, _ frame: Frame) -> Bool {
        let (bytes, count) = string(Int(frame.node))
        return program.patterns[Int(step.first)].matches(bytes, count: count)
    }

    @inline(__always)
    func hasFormat(_ step: Instruction, _ frame: Frame) -> Bool {
        let (bytes, count) = string(Int(frame.node))
        return formats[Int(step.first)].matches(UnsafeRawBufferPointer(start: bytes, count: count))
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
