/// Times and dates of the Internet (RFC 3339), read from bytes without allocation.
public enum InternetTime {
    private static let secondsPerDay: Int64 = 86_400

    /// Milliseconds since 1970 of a date and time with a zone, nil where it is anything else.
    ///
    /// Digits behind the millisecond are cut off. A leap second counts as the first second of the next minute.
    public static func milliseconds(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count >= 20, let day = day(UnsafeRawBufferPointer(rebasing: text[..<10])) else { return nil }
        var worst: UInt8 = 0
        let (hour, minute) = (ASCII.pair(text, 11, &worst), ASCII.pair(text, 14, &worst))
        let second = ASCII.pair(text, 17, &worst)
        let separators =
            ((text[10] | 0x20) ^ UInt8(ascii: "t")) | (text[13] ^ UInt8(ascii: ":")) | (text[16] ^ UInt8(ascii: ":"))
        guard worst < 10, separators == 0, hour < 24, minute < 60, second <= 60 else { return nil }
        var at = 19
        var fraction = 0
        if text[at] == UInt8(ascii: ".") {
            let first = at + 1
            at = first
            var scale = 100
            while at < text.count, ASCII.isDigit(text[at]) {
                fraction += ASCII.digit(text[at]) * scale
                scale /= 10
                at += 1
            }
            guard at > first else { return nil }
        }
        guard let offset = offsetMinutes(text, at) else { return nil }
        let seconds = Int64(hour * 3600 + (minute - offset) * 60 + second)
        return (day * secondsPerDay + seconds) * 1000 + Int64(fraction)
    }

    /// Milliseconds since 1970 of a date and time held in a string.
    public static func milliseconds(_ text: some StringProtocol) -> Int64? {
        var text = String(text)
        return text.withUTF8 { milliseconds(UnsafeRawBufferPointer($0)) }
    }

    /// Days since 1970 of a date such as `2026-03-14`, nil where it is anything else.
    public static func day(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count == 10 else { return nil }
        var worst: UInt8 = 0
        let year = ASCII.pair(text, 0, &worst) &* 100 &+ ASCII.pair(text, 2, &worst)
        let (month, day) = (ASCII.pair(text, 5, &worst), ASCII.pair(text, 8, &worst))
        let separators = (text[4] ^ UInt8(ascii: "-")) | (text[7] ^ UInt8(ascii: "-"))
        guard worst < 10, separators == 0, 1...12 ~= month, day >= 1, day <= days(in: month, of: year) else {
            return nil
        }
        return dayNumber(year: year, month: month, day: day)
    }

    /// The month of a date, or of a date and time, whose shape was judged before.
    static func month(_ text: UnsafeRawBufferPointer) -> CalendarMonth? {
        guard text.count >= 10 else { return nil }
        var worst: UInt8 = 0
        let year = ASCII.pair(text, 0, &worst) &* 100 &+ ASCII.pair(text, 2, &worst)
        let month = ASCII.pair(text, 5, &worst)
        guard worst < 10, 1...12 ~= month else { return nil }
        return CalendarMonth(year: year, month: month)
    }

    /// The written form of milliseconds since 1970: UTC, with a fraction only where there is one.
    public static func text(milliseconds: Int64) -> String {
        let day = milliseconds.dividedRoundingDown(by: secondsPerDay * 1000)
        let rest = milliseconds - day * secondsPerDay * 1000
        let (year, month, dayOfMonth) = civil(day)
        let second = rest / 1000
        var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
        text += "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        if rest % 1000 > 0 { text += ".\(padded(rest % 1000, 3))" }
        return text + "Z"
    }

    private static func padded(_ number: Int64, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }

    private static func offsetMinutes(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        guard at < text.count else { return nil }
        if text.count == at + 1 { return text[at] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        guard text.count == at + 6, text[at + 3] == UInt8(ascii: ":") else { return nil }
        var worst: UInt8 = 0
        let (hours, minutes) = (ASCII.pair(text, at + 1, &worst), ASCII.pair(text, at + 4, &worst))
        guard worst < 10, hours < 24, minutes < 60 else { return nil }
        switch text[at] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970 in the proleptic Gregorian calendar, counted in eras of 400 years that begin in March.
    private static func dayNumber(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = shifted.dividedRoundingDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func dividedRoundingDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
