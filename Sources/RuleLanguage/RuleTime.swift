/// Times and spans as seconds and nanoseconds, and their texts. The calendar is the Gregorian one, without leap
/// seconds, from year 1 to year 9999.
enum RuleTime {
    static let nanosecondsPerSecond = 1_000_000_000
    static let secondsPerDay: Int64 = 86_400
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, in seconds since 1970.
    static let timestampSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
    /// The longest span: what 64 bits hold in nanoseconds, about 292 years.
    static let durationSecondsMax: Int64 = 9_223_372_036

    /// A point or a span; the nanoseconds of a span have the sign of its seconds.
    struct Value: Equatable {
        var seconds: Int64
        var nanoseconds: Int32
    }

    // MARK: Calendar

    /// The days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from March, so that leap days
    /// come last.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day counted from 1970-01-01.
    static func date(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let calendarMonth = month < 10 ? month + 3 : month - 9
        return (
            yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month - 1)]
    }

    // MARK: Parts

    /// A part of a time at an offset from UTC in seconds, nil for functions that ask for no part.
    static func part(_ function: RuleFunction, of time: Value, offset: Int64) -> Int64? {
        let local = time.seconds + offset
        let day = Int64((Double(local) / Double(secondsPerDay)).rounded(.down))
        let second = local - day * secondsPerDay
        let (year, month, dayOfMonth) = date(ofDay: day)
        switch function {
        case .getFullYear: return year
        case .getMonth: return month - 1
        case .getDate: return dayOfMonth
        case .getDayOfMonth: return dayOfMonth - 1
        case .getDayOfWeek: return ((day + 4) % 7 + 7) % 7
        case .getDayOfYear: return day - days(year: year, month: 1, day: 1)
        case .getHours: return second / 3600
        case .getMinutes: return second / 60 % 60
        case .getSeconds: return second % 60
        case .getMilliseconds: return Int64(time.nanoseconds) / 1_000_000
        default: return nil
        }
    }

    /// A part of a span, nil for parts that spans do not have.
    static func part(_ function: RuleFunction, ofSpan span: Value) -> Int64? {
        switch function {
        case .getHours: span.seconds / 3600
        case .getMinutes: span.seconds / 60
        case .getSeconds: span.seconds
        case .getMilliseconds: Int64(span.nanoseconds) / 1_000_000
        default: nil
        }
    }

    // MARK: Sums

    /// The sum of two values with one sign taken for the second, nil where the seconds do not fit.
    static func sum(_ one: Value, _ other: Value, sign: Int64) -> Value? {
        let nanoseconds = Int64(one.nanoseconds) + sign * Int64(other.nanoseconds)
        let (seconds, overflow) = one.seconds.addingReportingOverflow(sign * other.seconds)
        guard !overflow else { return nil }
        return Value(seconds: seconds, nanoseconds: 0).adding(nanoseconds: nanoseconds)
    }
}

extension RuleTime.Value {
    /// Adds nanoseconds, the rest between 0 and a second.
    fileprivate func adding(nanoseconds: Int64) -> RuleTime.Value {
        let second = Int64(RuleTime.nanosecondsPerSecond)
        var carried = nanoseconds / second
        var rest = nanoseconds % second
        if rest < 0 {
            rest += second
            carried -= 1
        }
        return RuleTime.Value(seconds: seconds + carried, nanoseconds: Int32(rest))
    }

    /// As a point in time, nil outside the calendar.
    var asTimestamp: RuleTime.Value? { RuleTime.timestampSeconds.contains(seconds) ? self : nil }

    /// As a span, its parts of one sign; nil where it is too long.
    var asDuration: RuleTime.Value? {
        var value = self
        if value.seconds < 0, value.nanoseconds > 0 {
            value.seconds += 1
            value.nanoseconds -= Int32(RuleTime.nanosecondsPerSecond)
        }
        return abs(value.seconds) <= RuleTime.durationSecondsMax ? value : nil
    }
}
