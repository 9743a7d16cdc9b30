/// A value written in a rule.
public enum RuleLiteral: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case int(Int64)
    /// A whole number with the suffix `u`.
    case uint(UInt64)
    /// A number with fraction or exponent.
    case double(Double)
    /// A text. Compare the UTF-8 bytes: `String`'s own `==` takes canonically equivalent texts for equal, which CEL
    /// does not.
    case string(String)
    /// Bytes.
    case bytes([UInt8])
}

/// Reads the words that are literals.
struct RuleLiteralReader {
    let text: [UInt8]

    /// A whole number, of which the sign has been read before.
    func integer(_ range: Range<Int>, negative: Bool) -> RuleLiteral? {
        guard let magnitude = magnitude(range) else { return nil }
        if !negative { return Int64(exactly: magnitude).map(RuleLiteral.int) }
        guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
        return .int(Int64(bitPattern: 0 &- magnitude))
    }

    func unsigned(_ range: Range<Int>) -> RuleLiteral? {
        magnitude(range.lowerBound..<(range.upperBound - 1)).map(RuleLiteral.uint)
    }

    func double(_ range: Range<Int>) -> RuleLiteral? {
        Double(String(decoding: text[range], as: UTF8.self)).map(RuleLiteral.double)
    }

    private func magnitude(_ range: Range<Int>) -> UInt64? {
        let digits = String(decoding: text[range], as: UTF8.self)
        guard digits.utf8.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "x") else { return UInt64(digits) }
        return UInt64(digits.dropFirst(2), radix: 16)
    }

    /// A fault within a string: its place and what would be right.
    struct Fault: Error {
        let range: Range<Int>
        let message: String
    }

    /// The content of a string or bytes literal, with escapes replaced unless it is raw.
    func content(_ range: Range<Int>, isBytes: Bool) throws(Fault) -> [UInt8] {
        var start = range.lowerBound
        var isRaw = false
        while text[start] != UInt8(ascii: "'"), text[start] != UInt8(ascii: "\"") {
            if text[start] | 0x20 == UInt8(ascii: "r") { isRaw = true }
            start += 1
        }
        let quote = text[start]
        let isTriple = range.upperBound - start >= 6 && text[start + 1] == quote && text[start + 2] == quote
        let inner = (start + (isTriple ? 3 : 1))..<(range.upperBound - (isTriple ? 3 : 1))
        if isRaw { return Array(text[inner]) }
        var output: [UInt8] = []
        var at = inner.lowerBound
        while at < inner.upperBound {
            if text[at] == UInt8(ascii: "\\") {
                at += try appendEscape(at, end: inner.upperBound, isBytes: isBytes, to: &output)
            } else {
                output.append(text[at])
                at += 1
            }
        }
        return output
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): 0x5C,
        UInt8(ascii: "?"): 0x3F, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60,
    ]

    /// Appends what an escape stands for; its length.
    private func appendEscape(
        _ at: Int, end: Int, isBytes: Bool, to output: inout [UInt8]
    ) throws(Fault) -> Int {
        guard at + 1 < end else { throw Fault(range: at..<(at + 1), message: "an escape is cut off") }
        let letter = text[at + 1]
        if let simple = Self.simpleEscapes[letter] {
            output.append(simple)
            return 2
        }
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            return try appendNumber(at, skip: 2, digits: 2, radix: 16, end: end, isBytes: isBytes, to: &output)
        case UInt8(ascii: "u") where !isBytes:
            return try appendNumber(at, skip: 2, digits: 4, radix: 16, end: end, isBytes: false, to: &output)
        case UInt8(ascii: "U") where !isBytes:
            return try appendNumber(at, skip: 2, digits: 8, radix: 16, end: end, isBytes: false, to: &output)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            return try appendNumber(at, skip: 1, digits: 3, radix: 8, end: end, isBytes: isBytes, to: &output)
        default:
            throw Fault(
                range: at..<(at + 2),
                message: "no such escape; write \\\\ for a backslash, or put r before the quote for a raw text")
        }
    }

    private func appendNumber(
        _ at: Int, skip: Int, digits: Int, radix: UInt32, end: Int, isBytes: Bool, to output: inout [UInt8]
    ) throws(Fault) -> Int {
        let length = skip + digits
        var value: UInt32 = 0
        for index in (at + skip)..<(at + length) {
            guard index < end, let digit = RuleScanner.hexValue(text[index]), digit < radix else {
                throw Fault(
                    range: at..<min(at + length, end), message: "this escape needs \(digits) digits of base \(radix)")
            }
            value = value &* radix &+ digit
        }
        if isBytes {
            output.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            output.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        } else {
            throw Fault(range: at..<(at + length), message: "not a code point of Unicode")
        }
        return length
    }
}
