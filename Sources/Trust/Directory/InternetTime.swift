/// Times as the directory writes them (RFC 3339), kept as milliseconds since 1970.
enum InternetTime {
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// The times that can be written: years 0000 to 9999.
    static let range: Range<Int64> = -62_167_219_200_000..<253_402_300_800_000

    /// Reads a date-time of RFC 3339, section 5.6: capital `T`, `Z` or a numeric offset. Digits beyond milliseconds are
    /// dropped. Nil for anything else; leap seconds are none here, as clocks do not show them.
    static func parse(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40 else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[range] {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            return value
        }
        func has(_ character: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == character }
        guard has(UInt8(ascii: "-"), at: 4), has(UInt8(ascii: "-"), at: 7), has(UInt8(ascii: "T"), at: 10),
            has(UInt8(ascii: ":"), at: 13), has(UInt8(ascii: ":"), at: 16), let year = number(0..<4),
            let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), hour < 24, minute < 60, second < 60,
            let days = daysSince1970(year: year, month: month, day: day)
        else { return nil }
        var milliseconds: Int64 = 0
        var next = 19
        if has(UInt8(ascii: "."), at: next) {
            let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
            let end = bytes[(next + 1)...].firstIndex { !isDigit($0) } ?? bytes.count
            guard end > next + 1 else { return nil }
            for index in 0..<3 {
                let digit = next + 1 + index < end ? Int64(bytes[next + 1 + index] - UInt8(ascii: "0")) : 0
                milliseconds = milliseconds * 10 + digit
            }
            next = end
        }
        guard let offset = offsetMinutes(Array(bytes[next...])) else { return nil }
        let minutes = days * 1440 + hour * 60 + minute - offset
        return (minutes * 60 + second) * 1000 + milliseconds
    }

    /// `Z`, or a sign and `hh:mm`.
    private static func offsetMinutes(_ bytes: [UInt8]) -> Int64? {
        if bytes == [UInt8(ascii: "Z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int64($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }

    /// The text of a time in UTC: with milliseconds where there are any.
    static func text(_ time: Int64) -> String {
        let days = floorDivide(time, millisecondsPerDay)
        let rest = time - days * millisecondsPerDay
        let (year, month, day) = civil(days)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let seconds = rest / 1000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock)\(fraction)Z"
    }

    /// Days of the proleptic Gregorian calendar; nil for a date that is not in it.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...12).contains(month), day >= 1 else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        // The 31st of a short month would come back as a day of the next one.
        guard civil(days) == (year, month, day) else { return nil }
        return days
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }
}
