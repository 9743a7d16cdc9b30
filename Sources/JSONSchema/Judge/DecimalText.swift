internal import JSONDocument

/// A number as it is written, taken exactly: significant digits and a power of ten. Nothing is rounded, nothing
/// allocated; exponents beyond 18 digits count as that many nines.
struct DecimalText {
    /// The first significant digit.
    private let digits: UnsafePointer<UInt8>
    /// How many digits there are from the first that is not zero to the last.
    let digitCount: Int
    /// The power of ten of the last significant digit.
    let exponent: Int
    /// Less than zero. Minus zero is zero.
    let isNegative: Bool

    /// Divisors have at most so many digits, so that remainders fit a machine word.
    static let divisorDigitsMax = 18
    private static let exponentMax = 999_999_999_999_999_999

    init(_ number: JSONNode) {
        let node = number.tape.nodes[number.index]
        self.init(number.tape.bytes + Int(node.offset), count: Int(node.length))
    }

    init(_ text: UnsafePointer<UInt8>, count: Int) {
        let signed = count > 0 && text[0] == UInt8(ascii: "-")
        var at = signed ? 1 : 0
        var first = 0
        var total = 0
        var trailingZeros = 0
        var fractionDigits = 0
        var inFraction = false
        while at < count, text[at] | 0x20 != UInt8(ascii: "e") {
            let byte = text[at]
            if byte == UInt8(ascii: ".") {
                inFraction = true
            } else {
                if inFraction { fractionDigits += 1 }
                if byte != UInt8(ascii: "0") {
                    if total == 0 { first = at }
                    total += 1
                    trailingZeros = 0
                } else if total > 0 {
                    total += 1
                    trailingZeros += 1
                }
            }
            at += 1
        }
        digits = text + first
        digitCount = total - trailingZeros
        isNegative = signed && total > 0
        exponent = total == 0 ? 0 : Self.power(text, from: at + 1, count: count) - fractionDigits + trailingZeros
    }

    private static func power(_ text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        guard start < count else { return 0 }
        var at = start
        let negative = text[at] == UInt8(ascii: "-")
        if negative || text[at] == UInt8(ascii: "+") { at += 1 }
        var value = 0
        while at < count {
            // Before it is multiplied: nineteen digits may be more than a word holds.
            if value > exponentMax / 10 {
                value = exponentMax
                break
            }
            value = value * 10 + Int(text[at] - 0x30)
            at += 1
        }
        return negative ? -value : value
    }

    var isZero: Bool { digitCount == 0 }

    /// Whether it has no fraction, however it is written.
    var isWhole: Bool { exponent >= 0 }

    /// The significant digits in order.
    @inline(__always)
    private func forEachDigit(_ body: (UInt8) -> Bool) {
        var at = digits
        var left = digitCount
        while left > 0 {
            if at.pointee != UInt8(ascii: ".") {
                if !body(at.pointee &- 0x30) { return }
                left -= 1
            }
            at += 1
        }
    }

    /// -1, 0 or 1 as it is less than, equal to or greater than another.
    func compare(_ other: DecimalText) -> Int {
        if isZero || other.isZero {
            if isZero { return other.isZero ? 0 : other.isNegative ? 1 : -1 }
            return isNegative ? -1 : 1
        }
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = compareMagnitude(other)
        return isNegative ? -order : order
    }

    private func compareMagnitude(_ other: DecimalText) -> Int {
        let leading = digitCount + exponent
        let otherLeading = other.digitCount + other.exponent
        if leading != otherLeading { return leading < otherLeading ? -1 : 1 }
        var mine = digits
        var theirs = other.digits
        for _ in 0..<min(digitCount, other.digitCount) {
            if mine.pointee == UInt8(ascii: ".") { mine += 1 }
            if theirs.pointee == UInt8(ascii: ".") { theirs += 1 }
            if mine.pointee != theirs.pointee { return mine.pointee < theirs.pointee ? -1 : 1 }
            mine += 1
            theirs += 1
        }
        return digitCount == other.digitCount ? 0 : digitCount < other.digitCount ? -1 : 1
    }

    /// Whether division by another, which must be above zero and of at most `divisorDigitsMax` digits, leaves nothing.
    func isMultiple(of divisor: DecimalText) -> Bool {
        if isZero { return true }
        // Its last digit is not zero, so a divisor of higher power leaves a remainder.
        if exponent < divisor.exponent { return false }
        var modulus: UInt64 = 0
        divisor.forEachDigit { digit in
            modulus = modulus * 10 + UInt64(digit)
            return true
        }
        let wide = UInt128(modulus)
        var remainder: UInt128 = 0
        forEachDigit { digit in
            remainder = (remainder * 10 + UInt128(digit)) % wide
            return true
        }
        var power = exponent - divisor.exponent
        var factor = 10 % wide
        while power > 0, remainder != 0 {
            if power & 1 == 1 { remainder = remainder * factor % wide }
            factor = factor * factor % wide
            power >>= 1
        }
        return remainder == 0
    }

    /// The same for equal numbers, however they are written.
    func hash(seed: UInt64) -> UInt64 {
        if isZero { return seed }
        var state = seed ^ UInt64(bitPattern: Int64(exponent)) &+ (isNegative ? 1 : 0)
        forEachDigit { digit in
            state = (state ^ UInt64(digit) &+ 1) &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 29
            return true
        }
        return state
    }
}
