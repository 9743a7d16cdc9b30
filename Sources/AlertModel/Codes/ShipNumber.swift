/// The IMO ship identification number (resolution A.1117(30)): seven digits, the last of them a check digit.
public enum ShipNumber: StandardCode {
    /// Whether the bytes are seven digits: the shape that ship and company numbers share.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count == 7 && ASCII.areDigits(text, 0..<7)
    }

    /// Judges shape and check digit: the last digit of the sum of the first six times 7, 6, 5, 4, 3, 2.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard hasShape(text) else { return .wrongShape }
        var sum = 0
        for index in 0..<6 { sum &+= ASCII.digit(text[index]) &* (7 &- index) }
        return sum % 10 == ASCII.digit(text[6]) ? .valid : .wrongCheckDigit
    }
}

/// The IMO number of a company or registered owner: seven digits, the last of them a check digit.
///
/// The shape is that of a ship's number, so that an alert has a member of its own for it.
public enum CompanyNumber: StandardCode {
    /// Judges shape and check digit: 11 less the sum of the first six times 8, 6, 4, 2, 9, 7 modulo 11, modulo 10.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard ShipNumber.hasShape(text) else { return .wrongShape }
        var sum = 0
        sum &+= ASCII.digit(text[0]) &* 8
        sum &+= ASCII.digit(text[1]) &* 6
        sum &+= ASCII.digit(text[2]) &* 4
        sum &+= ASCII.digit(text[3]) &* 2
        sum &+= ASCII.digit(text[4]) &* 9
        sum &+= ASCII.digit(text[5]) &* 7
        return (11 &- sum % 11) % 10 == ASCII.digit(text[6]) ? .valid : .wrongCheckDigit
    }
}

/// The Maritime Mobile Service Identity of a ship station (ITU-R M.585): nine digits of which the first is 2 to 7.
public enum MaritimeMobileIdentity: StandardCode {
    /// Judges the shape; there is no check digit.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard text.count == 9, ASCII.areDigits(text, 0..<9) else { return .wrongShape }
        return 2...7 ~= ASCII.digit(text[0]) ? .valid : .wrongShape
    }
}
