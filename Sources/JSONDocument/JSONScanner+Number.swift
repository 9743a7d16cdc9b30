extension JSONScanner {
    /// Up to this many digits a number fits an `Int64` exactly.
    private static let exactDigitsMax = 18
    /// Beyond this the digits of an exponent are only checked, not counted.
    private static let exponentMax = 100_000

    /// RFC 8259, section 6.
    @inline(always)
    func number(_ cursor: inout Cursor) -> JSONFault.Raw {
        let start = cursor.at
        let negative = cursor.at.pointee == UInt8(ascii: "-")
        if negative { cursor.at += 1 }
        var mantissa: UInt64 = 0
        let firstDigit = cursor.at
        if cursor.at.pointee == UInt8(ascii: "0") {
            cursor.at += 1
            if cursor.at.pointee &- 0x30 <= 9 { return .leadingZero }
        } else if !digits(into: &mantissa, &cursor) {
            return .expectedDigit
        }
        var digitCount = cursor.at - firstDigit
        var exponent = 0
        var whole = true
        if cursor.at.pointee == UInt8(ascii: ".") {
            whole = false
            cursor.at += 1
            let fraction = cursor.at
            if !digits(into: &mantissa, &cursor) { return .expectedDigit }
            exponent = fraction - cursor.at
            digitCount -= exponent
        }
        if cursor.at.pointee | 0x20 == UInt8(ascii: "e") {
            whole = false
            if !exponentDigits(into: &exponent, &cursor) { return .expectedDigit }
        }
        putNumber(
            from: start, mantissa: mantissa, exponent: exponent, digitCount: digitCount, negative: negative,
            whole: whole, &cursor)
        return .none
    }

    /// Reads digits, at least one, eight at a time: without a branch for each, as numbers cannot be foretold.
    @inline(always)
    private func digits(into mantissa: inout UInt64, _ cursor: inout Cursor) -> Bool {
        var count = readDigits(cursor.at, &mantissa)
        if count == 0 { return false }
        cursor.at += count
        while count == 8 {
            count = readDigits(cursor.at, &mantissa)
            cursor.at += count
        }
        return true
    }

    /// Appends up to eight digits to a number and returns how many there were.
    @inline(always)
    private func readDigits(_ at: UnsafePointer<UInt8>, _ mantissa: inout UInt64) -> Int {
        let word = UInt64(littleEndian: UnsafeRawPointer(at).loadUnaligned(as: UInt64.self))
        let digits = word &- 0x3030_3030_3030_3030
        // The lowest top bit marks the first byte that is no digit; what borrows change lies above it.
        let others = (digits | (digits &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
        let count = others == 0 ? 8 : others.trailingZeroBitCount &>> 3
        if count == 0 { return 0 }
        // Zeros in front, so that there are always eight: then sums of neighbours, and of theirs.
        var value = digits &<< UInt64(truncatingIfNeeded: 64 &- count &* 8)
        value = (value &* 10 &+ (value &>> 8)) & 0x00FF_00FF_00FF_00FF
        value = (value &* 100 &+ (value &>> 16)) & 0x0000_FFFF_0000_FFFF
        value = (value &* 10_000 &+ (value &>> 32)) & 0x0000_0000_FFFF_FFFF
        mantissa = mantissa &* wholePowersOfTen[count] &+ value
        return count
    }

    @inline(always)
    private func exponentDigits(into exponent: inout Int, _ cursor: inout Cursor) -> Bool {
        cursor.at += 1
        var negative = false
        if cursor.at.pointee == UInt8(ascii: "+") {
            cursor.at += 1
        } else if cursor.at.pointee == UInt8(ascii: "-") {
            negative = true
            cursor.at += 1
        }
        var digit = cursor.at.pointee &- 0x30
        if digit > 9 { return false }
        var written = 0
        repeat {
            if written < Self.exponentMax { written = written * 10 + Int(digit) }
            cursor.at += 1
            digit = cursor.at.pointee &- 0x30
        } while digit <= 9
        exponent += negative ? -written : written
        return true
    }

    @inline(always)
    private func putNumber(
        from start: UnsafePointer<UInt8>, mantissa: UInt64, exponent: Int, digitCount: Int, negative: Bool, whole: Bool,
        _ cursor: inout Cursor
    ) {
        let offset = start - base
        let length = cursor.at - start
        if digitCount > Self.exactDigitsMax {
            put(.bigNumber, offset: offset, length: length, payload: 0, &cursor)
        } else if whole {
            let value = Int64(bitPattern: mantissa)
            put(
                .integer, offset: offset, length: length, payload: UInt64(bitPattern: negative ? 0 &- value : value),
                &cursor)
        } else if mantissa < 1 << 53, exponent >= -JSONNodeStore.exactPowerMax, exponent <= JSONNodeStore.exactPowerMax
        {
            let power = powersOfTen[abs(exponent)]
            let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            put(.double, offset: offset, length: length, payload: (negative ? -value : value).bitPattern, &cursor)
        } else {
            put(.bigNumber, offset: offset, length: length, payload: 0, &cursor)
        }
    }
}
