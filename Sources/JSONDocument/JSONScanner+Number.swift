extension JSONScanner {
    /// Up to this many digits a number fits an `Int64` exactly.
    private static let exactDigitsMax = 18
    /// Powers of ten up to this one are exact as `Double`.
    private static let exactPowerMax = 22
    /// Beyond this the digits of an exponent are only checked, not counted.
    private static let exponentMax = 100_000

    /// RFC 8259, section 6.
    @inline(__always)
    mutating func number() -> JSONFault.Raw {
        let start = at
        let negative = at.pointee == UInt8(ascii: "-")
        if negative { at += 1 }
        var mantissa: UInt64 = 0
        let firstDigit = at
        if at.pointee == UInt8(ascii: "0") {
            at += 1
            if at.pointee &- 0x30 <= 9 { return .leadingZero }
        } else if !digits(into: &mantissa) {
            return .expectedDigit
        }
        var digitCount = at - firstDigit
        var exponent = 0
        var whole = true
        if at.pointee == UInt8(ascii: ".") {
            whole = false
            at += 1
            let fraction = at
            if !digits(into: &mantissa) { return .expectedDigit }
            exponent = fraction - at
            digitCount -= exponent
        }
        if at.pointee | 0x20 == UInt8(ascii: "e") {
            whole = false
            if !exponentDigits(into: &exponent) { return .expectedDigit }
        }
        putNumber(
            from: start, mantissa: mantissa, exponent: exponent, digitCount: digitCount, negative: negative,
            whole: whole)
        return .none
    }

    @inline(__always)
    private mutating func digits(into mantissa: inout UInt64) -> Bool {
        var digit = at.pointee &- 0x30
        if digit > 9 { return false }
        repeat {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            at += 1
            digit = at.pointee &- 0x30
        } while digit <= 9
        return true
    }

    private mutating func exponentDigits(into exponent: inout Int) -> Bool {
        at += 1
        var negative = false
        if at.pointee == UInt8(ascii: "+") {
            at += 1
        } else if at.pointee == UInt8(ascii: "-") {
            negative = true
            at += 1
        }
        var digit = at.pointee &- 0x30
        if digit > 9 { return false }
        var written = 0
        repeat {
            if written < Self.exponentMax { written = written * 10 + Int(digit) }
            at += 1
            digit = at.pointee &- 0x30
        } while digit <= 9
        exponent += negative ? -written : written
        return true
    }

    @inline(__always)
    private mutating func putNumber(
        from start: UnsafePointer<UInt8>, mantissa: UInt64, exponent: Int, digitCount: Int, negative: Bool, whole: Bool
    ) {
        let length = at - start
        if digitCount > Self.exactDigitsMax {
            put(.bigNumber, at: start, length: length, payload: 0)
        } else if whole {
            let value = Int64(bitPattern: mantissa)
            put(.integer, at: start, length: length, payload: UInt64(bitPattern: negative ? 0 &- value : value))
        } else if mantissa < 1 << 53, exponent >= -Self.exactPowerMax, exponent <= Self.exactPowerMax {
            let power = JSONPowersOfTen.value(abs(exponent))
            let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            put(.double, at: start, length: length, payload: (negative ? -value : value).bitPattern)
        } else {
            put(.bigNumber, at: start, length: length, payload: 0)
        }
    }
}

/// The powers of ten that a `Double` holds exactly.
enum JSONPowersOfTen {
    private static let table: [Double] = (0...22).map { power in (0..<power).reduce(1.0) { value, _ in value * 10 } }

    @inline(__always)
    static func value(_ power: Int) -> Double { table[power] }
}
