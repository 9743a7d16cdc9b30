/// The number of an air waybill (IATA Resolution 600a): prefix of three digits, serial of seven, check digit.
public enum AirWaybillNumber: StandardCode {
    /// Whether the bytes are eleven digits, with or without a hyphen after the prefix.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool {
        switch text.count {
        case 11: ASCII.areDigits(text, 0..<11)
        case 12: text[3] == UInt8(ascii: "-") && ASCII.areDigits(text, 0..<3) && ASCII.areDigits(text, 4..<12)
        default: false
        }
    }

    /// Judges shape and check digit: the serial modulo 7.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard hasShape(text) else { return .wrongShape }
        let serial = text.count - 8
        var number = 0
        for index in serial..<(serial + 7) { number = number &* 10 &+ ASCII.digit(text[index]) }
        return number % 7 == ASCII.digit(text[serial + 7]) ? .valid : .wrongCheckDigit
    }
}

/// A flight number (IATA SSIM): `xx(a)n(n)(n)(n)(a)`, carrier of two characters, or three letters, number, suffix.
public enum FlightNumber: StandardCode {
    private static let digitsMax = 4

    /// Judges the shape.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard 3...8 ~= text.count, ASCII.isUpperOrDigit(text[0]), ASCII.isUpperOrDigit(text[1]) else {
            return .wrongShape
        }
        guard ASCII.isUpper(text[0]) || ASCII.isUpper(text[1]) else { return .wrongShape }
        var index = 2
        if ASCII.isUpper(text[index]) { index += 1 }
        let number = index
        while index < text.count, ASCII.isDigit(text[index]) { index += 1 }
        guard 1...digitsMax ~= index - number else { return .wrongShape }
        if index < text.count, ASCII.isUpper(text[index]) { index += 1 }
        return index == text.count ? .valid : .wrongShape
    }
}
