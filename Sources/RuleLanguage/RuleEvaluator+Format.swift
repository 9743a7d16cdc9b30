import Glibc

/// `format`: a text with values filled in. What it writes is bounded by `RuleLimits.formattedBytesMax`, and charged for
/// as it is written.
extension RuleEvaluator {
    mutating func formatted(_ template: RuleValue, _ list: RuleValue, _ at: Int) -> RuleValue {
        guard template.kind == .string, list.kind == .list else { return .fault(.wrongType, at: at) }
        let text = Array(slice(template))
        guard let format = try? RuleFormat(text) else { return .fault(.badArgument, at: at) }
        var output: [UInt8] = []
        var cursor = RuleCursor(over: list, tape: tape)
        for part in format.parts {
            let before = output.count
            var isWritten = true
            switch part {
            case .text(let range): output += text[range]
            case .clause(let clause):
                guard let value = next(&cursor) else {
                    return .fault(isExhausted ? .tooManySteps : .badArgument, at: at)
                }
                isWritten = write(value, as: clause, to: &output)
            }
            charge(bytes: (output.count - before) * 8)
            if isExhausted { return .fault(.tooManySteps, at: at) }
            if output.count > RuleLimits.formattedBytesMax { return .fault(.textTooLong, at: at) }
            if !isWritten { return .fault(.badArgument, at: at) }
        }
        return .range(.string, .scratch, start: scratch.keep(output), count: output.count)
    }

    /// Writes a value as a clause says; false where the clause does not take it.
    private mutating func write(_ value: RuleValue, as clause: RuleFormat.Clause, to output: inout [UInt8]) -> Bool {
        switch (clause, value.kind) {
        case (.string, _): return write(value, to: &output)
        case (.decimal, .int), (.decimal, .uint), (.decimal, .double): return write(value, to: &output)
        case (.fixed(let digits), .int), (.fixed(let digits), .uint), (.fixed(let digits), .double):
            output += Self.digits("%.*f", digits, Self.fraction(value)).utf8
        case (.scientific(let digits), .int), (.scientific(let digits), .uint), (.scientific(let digits), .double):
            output += Self.digits("%.*e", digits, Self.fraction(value)).utf8
        case (.binary, .bool): output += (value.isTrue ? "1" : "0").utf8
        case (.binary, .int), (.binary, .uint): output += Self.digits(value, radix: 2).utf8
        case (.octal, .int), (.octal, .uint): output += Self.digits(value, radix: 8).utf8
        case (.hexadecimal(let isUpper), .int), (.hexadecimal(let isUpper), .uint):
            let digits = Self.digits(value, radix: 16)
            output += (isUpper ? digits.uppercased() : digits).utf8
        case (.hexadecimal(let isUpper), .string), (.hexadecimal(let isUpper), .bytes):
            let bytes = slice(value)
            guard hasRoom(for: bytes.count * 2, in: &output) else { return false }
            let letters = Array((isUpper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
            for byte in bytes { output += [letters[Int(byte >> 4)], letters[Int(byte & 15)]] }
        default: return false
        }
        return true
    }

    /// Whether so many bytes more are within the bound; where not, the output is made longer than it so that this is
    /// what is reported.
    private func hasRoom(for count: Int, in output: inout [UInt8]) -> Bool {
        if output.count + count <= RuleLimits.formattedBytesMax { return true }
        output += [UInt8](repeating: 0, count: max(0, RuleLimits.formattedBytesMax + 1 - output.count))
        return false
    }

    // MARK: Any value

    /// Writes a value as `%s` does; false where that is not possible, or the output gets too long.
    private mutating func write(_ value: RuleValue, to output: inout [UInt8]) -> Bool {
        switch value.kind {
        case .null: output += "null".utf8
        case .bool: output += (value.isTrue ? "true" : "false").utf8
        case .int, .uint: output += Self.digits(value, radix: 10).utf8
        case .double: output += Self.plain(value.double).utf8
        case .timestamp: output += RuleTime.text(ofTimestamp: value.time).utf8
        case .duration: output += RuleTime.text(ofDuration: value.time).utf8
        case .type: output += RuleTypeName.numbered(value.bits).rawValue.utf8
        case .string, .bytes:
            let bytes = slice(value)
            guard hasRoom(for: bytes.count, in: &output) else { return false }
            if value.kind == .bytes, String(validating: bytes, as: UTF8.self) == nil { return false }
            output += bytes
        case .list: return writeList(value, to: &output)
        case .map: return writeMap(value, to: &output)
        case .optional, .fault: return false
        }
        return hasRoom(for: 0, in: &output)
    }

    private mutating func writeList(_ list: RuleValue, to output: inout [UInt8]) -> Bool {
        output += "[".utf8
        var cursor = RuleCursor(over: list, tape: tape)
        while let element = next(&cursor) {
            if cursor.visited > 1 { output += ", ".utf8 }
            guard write(element, to: &output) else { return false }
        }
        output += "]".utf8
        return hasRoom(for: 0, in: &output)
    }

    /// The entries in the order of their keys' texts.
    private mutating func writeMap(_ map: RuleValue, to output: inout [UInt8]) -> Bool {
        var entries: [(key: [UInt8], value: [UInt8])] = []
        var byteCount = output.count
        var cursor = RuleCursor(over: map, tape: tape)
        while let key = next(&cursor) {
            let value = cursorValue(cursor)
            var (keyText, valueText): ([UInt8], [UInt8]) = ([], [])
            guard write(key, to: &keyText), write(value, to: &valueText) else {
                // What is too long alone is too long here.
                return hasRoom(for: max(keyText.count, valueText.count), in: &output) && false
            }
            byteCount += keyText.count + valueText.count + 4
            guard hasRoom(for: byteCount - output.count, in: &output) else { return false }
            entries.append((keyText, valueText))
        }
        // Each key is compared with about as many as its place has binary digits.
        steps &-= entries.count * (Int.bitWidth - entries.count.leadingZeroBitCount)
        charge(bytes: byteCount * 8)
        if isExhausted { return false }
        entries.sort { $0.key.lexicographicallyPrecedes($1.key) }
        output += "{".utf8
        for (index, entry) in entries.enumerated() {
            if index > 0 { output += ", ".utf8 }
            output += entry.key + ": ".utf8 + entry.value
        }
        output += "}".utf8
        return hasRoom(for: 0, in: &output)
    }

    // MARK: Numbers

    private static func fraction(_ value: RuleValue) -> Double {
        switch value.kind {
        case .int: Double(value.int)
        case .uint: Double(value.bits)
        default: value.double
        }
    }

    private static func digits(_ value: RuleValue, radix: Int) -> String {
        value.kind == .int ? String(value.int, radix: radix) : String(value.bits, radix: radix)
    }

    /// What is no finite number, by its name.
    private static func name(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : nil
    }

    /// The largest number has 309 digits before the point.
    private static let digitsBytesMax = 320 + RuleLimits.formattedDigitsMax

    /// A number with so many digits behind the point, rounded from its exact value, halves to even.
    private static func digits(_ form: String, _ count: Int, _ value: Double) -> String {
        if let name = name(value) { return name }
        var buffer = [CChar](repeating: 0, count: digitsBytesMax)
        let length = withVaList([Int32(count), value]) { vsnprintf(&buffer, buffer.count, form, $0) }
        return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The fewest digits that are read back as the same number, without an exponent.
    private static func plain(_ value: Double) -> String {
        if let name = name(value) { return name }
        let text = "\(value.magnitude)"
        let sign = value.sign == .minus && value != 0 ? "-" : ""
        let halves = text.split(separator: "e")
        guard halves.count == 2, let exponent = Int(halves[1]) else {
            return sign + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        }
        let whole = halves[0].prefix { $0 != "." }
        let digits = halves[0].filter { $0 != "." }.trimmingZeros
        let point = whole.count + exponent
        if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
        if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
    }
}

extension String {
    /// Without zeros at its end.
    fileprivate var trimmingZeros: String {
        var copy = self
        while copy.count > 1, copy.hasSuffix("0") { copy.removeLast() }
        return copy
    }
}
