internal import Glibc

/// A point in time as nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Whatever needs the time takes a `Source`, so that tests and the simulation can turn the hands themselves.
public struct UnixTime: Hashable, Comparable, Sendable {
    /// Where the time comes from; called once for each reading.
    public typealias Source = @Sendable () -> UnixTime

    /// Nanoseconds since the epoch; reaches from the year 1677 to 2262.
    public var nanoseconds: Int64

    /// Takes nanoseconds since the epoch.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The system's wall clock.
    public static let system: Source = {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return UnixTime(nanoseconds: Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec))
    }

    /// Orders by time.
    public static func < (one: UnixTime, other: UnixTime) -> Bool { one.nanoseconds < other.nanoseconds }
}

extension UnixTime: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds: `2026-02-03T04:05:06.789Z`.
    public var description: String {
        var text: [UInt8] = []
        appendRFC3339(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func appendRFC3339(to text: inout [UInt8]) {
        let (days, nanosecondOfDay) = nanoseconds.dividedFloor(by: 86_400_000_000_000)
        let (year, month, day) = Self.civilDate(daysSinceEpoch: days)
        let millisecond = nanosecondOfDay / 1_000_000
        text.appendDigits(year, width: 4)
        text.append(UInt8(ascii: "-"))
        text.appendDigits(month, width: 2)
        text.append(UInt8(ascii: "-"))
        text.appendDigits(day, width: 2)
        text.append(UInt8(ascii: "T"))
        text.appendDigits(millisecond / 3_600_000, width: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(millisecond / 60_000 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(millisecond / 1000 % 60, width: 2)
        text.append(UInt8(ascii: "."))
        text.appendDigits(millisecond % 1000, width: 3)
        text.append(UInt8(ascii: "Z"))
    }

    /// The proleptic Gregorian date of a day number, counted in eras of 400 years that begin on a first of March.
    private static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let daysFromMarchOfYearZero: Int64 = 719_468
        let daysInEra: Int64 = 146_097
        let (era, dayOfEra) = (daysSinceEpoch + daysFromMarchOfYearZero).dividedFloor(by: daysInEra)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int64 {
    fileprivate func dividedFloor(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    /// Appends a number that is not negative, in decimal, with leading zeros up to `width`.
    fileprivate mutating func appendDigits(_ number: Int64, width: Int) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        var rest = number
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor % 10))
            rest %= divisor
            divisor /= 10
        }
    }
}
