internal import JSONDocument

/// A decimal number, exact: a coefficient of up to 37 digits times a power of ten. Operations that would not fit
/// answer nil.
struct ExactDecimal: Hashable, Sendable {
    /// Without trailing zeros; 0 for zero.
    let coefficient: Int128
    /// 0 for zero.
    let exponent: Int

    /// The largest power of ten that fits the coefficient.
    private static let powerMax = 37
    /// Coefficients stay so far below what fits that sums of a few need no care.
    private static let magnitudeMax: UInt128 = 1 << 124
    /// Exponents beyond it are left alone: no schema that people write needs them.
    private static let exponentMax = 400

    init(_ coefficient: Int128, exponent: Int = 0) {
        var coefficient = coefficient
        var exponent = exponent
        if coefficient == 0 { exponent = 0 }
        while coefficient != 0, coefficient % 10 == 0 {
            coefficient /= 10
            exponent += 1
        }
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// Reads a number as JSON writes it; nil where it does not fit.
    init?(_ text: String) {
        var coefficient: Int128 = 0
        var exponent = 0
        var inFraction = false
        var bytes = text.utf8[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        while let byte = bytes.first, byte | 0x20 != UInt8(ascii: "e") {
            bytes.removeFirst()
            if byte == UInt8(ascii: ".") {
                inFraction = true
                continue
            }
            let (shifted, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int128(byte &- 0x30))
            if overflow || carry || sum > Self.magnitudeMax { return nil }
            coefficient = sum
            if inFraction { exponent -= 1 }
        }
        if !bytes.isEmpty {
            guard let power = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)) else { return nil }
            exponent += max(-1_000_000, min(power, 1_000_000))
        }
        self.init(isNegative ? -coefficient : coefficient, exponent: exponent)
        if abs(self.exponent) > Self.exponentMax { return nil }
    }

    /// The number at a node; nil where it is none or does not fit.
    init?(_ node: JSONNode) {
        guard node.kind == .integer || node.kind == .double || node.kind == .bigNumber else { return nil }
        self.init(String(decoding: node.rawBytes, as: UTF8.self))
    }

    static let zero = ExactDecimal(0)

    var isWhole: Bool { exponent >= 0 }

    /// The whole number that this is at a power of ten not above its own; nil where it does not fit.
    func scaled(to power: Int) -> Int128? {
        let distance = exponent - power
        if coefficient == 0 { return 0 }
        guard distance >= 0, distance <= Self.powerMax else { return nil }
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: Self.power(distance))
        return overflow || product.magnitude > Self.magnitudeMax ? nil : product
    }

    static func power(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// Both numbers as whole numbers at one power of ten.
    static func aligned(_ one: ExactDecimal, _ other: ExactDecimal) -> (Int128, Int128, power: Int)? {
        // The exponent of zero means nothing.
        let power =
            one.coefficient == 0
            ? other.exponent : other.coefficient == 0 ? one.exponent : min(one.exponent, other.exponent)
        guard let left = one.scaled(to: power), let right = other.scaled(to: power) else { return nil }
        return (left, right, power)
    }

    func adding(_ other: ExactDecimal) -> ExactDecimal? {
        guard let (left, right, power) = Self.aligned(self, other) else { return nil }
        return ExactDecimal(left + right, exponent: power)
    }

    /// Half of the sum of two numbers; nil where it does not fit.
    static func middle(_ one: ExactDecimal, _ other: ExactDecimal) -> ExactDecimal? {
        guard let sum = one.adding(other), sum.coefficient.magnitude < magnitudeMax >> 3 else { return nil }
        return ExactDecimal(sum.coefficient * 5, exponent: sum.exponent - 1)
    }

    /// Whether division by `divisor`, which is above zero, leaves nothing; nil where it cannot be told.
    func isMultiple(of divisor: ExactDecimal) -> Bool? {
        if coefficient == 0 { return true }
        guard let (left, right, _) = Self.aligned(self, divisor) else {
            return exponent < divisor.exponent ? false : nil
        }
        return left % right == 0
    }
}

extension ExactDecimal: Comparable {
    static func < (one: ExactDecimal, other: ExactDecimal) -> Bool {
        let left = one.coefficient.signum()
        let right = other.coefficient.signum()
        if left != right { return left < right }
        if left == 0 { return false }
        if let (left, right, _) = aligned(one, other) { return left < right }
        // Too far apart to align: the number of digits decides.
        let isLarger = one.leadingPower > other.leadingPower
        return left > 0 ? !isLarger : isLarger
    }

    private var leadingPower: Int { String(coefficient.magnitude).count + exponent }
}

extension ExactDecimal: CustomStringConvertible {
    /// As JSON writes it: plain where that is short, else with an exponent.
    var description: String {
        let digits = String(coefficient.magnitude)
        let sign = coefficient < 0 ? "-" : ""
        if exponent > 18 { return "\(sign)\(digits)e\(exponent)" }
        if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
        let point = digits.count + exponent
        if point > 0 { return "\(sign)\(digits.prefix(point)).\(digits.suffix(-exponent))" }
        if point > -12 { return "\(sign)0." + String(repeating: "0", count: -point) + digits }
        return "\(sign)\(digits)e\(exponent)"
    }
}
