/// `date`, `time` and `date-time` of RFC 3339, section 5.6, and `duration` of its appendix A.
enum DateFormats {
    static func isDate(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = ByteReader(bytes)
        return readDate(&reader) && reader.isAtEnd
    }

    static func isTime(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = ByteReader(bytes)
        return readTime(&reader) && reader.isAtEnd
    }

    static func isDateTime(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 20, let date = SwarWord(bytes, at: 0).digits(template: year, others: yearOthers),
            let time = SwarWord(bytes, at: 8).digits(template: day, others: dayOthers)
                ?? SwarWord(bytes, at: 8).digits(template: dayLowercase, others: dayOthers),
            bytes[16] == UInt8(ascii: ":")
        else { return false }
        let month = pair(date, 40)
        let dayOfMonth = pair(time, 0)
        guard month >= 1, month <= 12, dayOfMonth >= 1 else { return false }
        if dayOfMonth > 28, dayOfMonth > daysInMonth(month, pair(date, 0) &* 100 &+ pair(date, 16)) { return false }
        var reader = ByteReader(bytes)
        reader.at = 17
        return readSecond(&reader, hour: pair(time, 24), minute: pair(time, 48)) && reader.isAtEnd
    }

    // `0000-00-` and `00T00:00`, the first byte lowest; and which of them are no digits.
    private static var year: UInt64 { 0x2D30_302D_3030_3030 }
    private static var yearOthers: UInt64 { 0x7F00_007F_0000_0000 }
    private static var day: UInt64 { 0x3030_3A30_3054_3030 }
    private static var dayLowercase: UInt64 { 0x3030_3A30_3074_3030 }
    private static var dayOthers: UInt64 { 0x0000_7F00_007F_0000 }

    /// The number of two digits from a bit on.
    @inline(always)
    private static func pair(_ digits: UInt64, _ shift: UInt64) -> Int {
        Int((digits &>> shift) & 0xFF) &* 10 &+ Int((digits &>> (shift &+ 8)) & 0xFF)
    }

    @inline(always)
    private static func readDate(_ reader: inout ByteReader) -> Bool {
        let year = reader.digits(4)
        guard year >= 0, reader.take("-") else { return false }
        let month = reader.digits(2)
        guard month >= 1, month <= 12, reader.take("-") else { return false }
        let day = reader.digits(2)
        return day >= 1 && day <= daysInMonth(month, year)
    }

    @inline(always)
    private static func daysInMonth(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    @inline(always)
    private static func readTime(_ reader: inout ByteReader) -> Bool {
        let hour = reader.digits(2)
        guard hour >= 0, reader.take(":") else { return false }
        let minute = reader.digits(2)
        guard minute >= 0, reader.take(":") else { return false }
        return readSecond(&reader, hour: hour, minute: minute)
    }

    @inline(always)
    private static func readSecond(_ reader: inout ByteReader, hour: Int, minute: Int) -> Bool {
        guard hour <= 23, minute <= 59 else { return false }
        let second = reader.digits(2)
        guard second >= 0, second <= 60 else { return false }
        if reader.take("."), reader.skipDigits() == 0 { return false }
        var offset = 0
        if !reader.takeLetter("z") {
            let isEast = reader.take("+")
            guard isEast || reader.take("-") else { return false }
            let hours = reader.digits(2)
            guard hours >= 0, hours <= 23, reader.take(":") else { return false }
            let minutes = reader.digits(2)
            guard minutes >= 0, minutes <= 59 else { return false }
            offset = (hours * 60 + minutes) * (isEast ? 1 : -1)
        }
        // A leap second is the last of a day in UTC.
        guard second == 60 else { return true }
        let day = 24 * 60
        return ((hour * 60 + minute - offset) % day + day) % day == day - 1
    }

    /// Units in falling order, without gaps; weeks alone.
    static func isDuration(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = ByteReader(bytes)
        guard reader.take("P"), !reader.isAtEnd else { return false }
        if !readUnits(&reader, ["Y", "M", "D"], weeks: true) { return false }
        if reader.take("T") {
            if reader.isAtEnd || !readUnits(&reader, ["H", "M", "S"], weeks: false) { return false }
        }
        return reader.isAtEnd
    }

    private static func readUnits(_ reader: inout ByteReader, _ units: [Unicode.Scalar], weeks: Bool) -> Bool {
        var next = 0
        var isFirst = true
        while reader.next.isASCIIDigit {
            _ = reader.skipDigits()
            if weeks, isFirst, reader.take("W") { return reader.isAtEnd }
            guard let unit = (next..<units.count).first(where: { reader.next == UInt8(ascii: units[$0]) }) else {
                return false
            }
            // P1Y2D leaves out the months, which the grammar of appendix A does not allow.
            if !isFirst, unit != next { return false }
            reader.at += 1
            next = unit + 1
            isFirst = false
        }
        return true
    }
}
