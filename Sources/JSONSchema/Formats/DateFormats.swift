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
        var reader = ByteReader(bytes)
        return readDate(&reader) && reader.takeLetter("t") && readTime(&reader) && reader.isAtEnd
    }

    @inline(__always)
    private static func readDate(_ reader: inout ByteReader) -> Bool {
        let year = reader.digits(4)
        guard year >= 0, reader.take("-") else { return false }
        let month = reader.digits(2)
        guard month >= 1, month <= 12, reader.take("-") else { return false }
        let day = reader.digits(2)
        return day >= 1 && day <= daysInMonth(month, year)
    }

    @inline(__always)
    private static func daysInMonth(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    @inline(__always)
    private static func readTime(_ reader: inout ByteReader) -> Bool {
        let hour = reader.digits(2)
        guard hour >= 0, hour <= 23, reader.take(":") else { return false }
        let minute = reader.digits(2)
        guard minute >= 0, minute <= 59, reader.take(":") else { return false }
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
