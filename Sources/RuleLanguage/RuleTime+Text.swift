extension RuleTime {
    /// The time of a text of RFC 3339, nil where it is none.
    static func timestamp(_ text: some Collection<UInt8>) -> Value? {
        var reader = Reader(text)
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), reader.take("T") || reader.take("t"), let hour = reader.digits(2),
            reader.take(":"), let minute = reader.digits(2), reader.take(":"), let second = reader.digits(2)
        else { return nil }
        guard year >= 1, 1...12 ~= month, day >= 1, day <= daysInMonth(month, of: year), hour < 24, minute < 60,
            second < 60
        else { return nil }
        var nanoseconds: Int64 = 0
        if reader.take(".") {
            guard let fraction = reader.fraction() else { return nil }
            nanoseconds = fraction
        }
        var offset: Int64 = 0
        if !(reader.take("Z") || reader.take("z")) {
            guard let found = reader.offset() else { return nil }
            offset = found
        }
        guard reader.isAtEnd else { return nil }
        let seconds = days(year: year, month: month, day: day) * secondsPerDay + hour * 3600 + minute * 60 + second
        return Value(seconds: seconds - offset, nanoseconds: Int32(nanoseconds)).asTimestamp
    }

    /// The offset from UTC that a text names, in seconds: `UTC`, `+01:00`, `-08:00` or `02:00`; nil for anything else.
    static func offset(_ text: some Collection<UInt8>) -> Int64? {
        if text.elementsEqual("UTC".utf8) { return 0 }
        var reader = Reader(text)
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        return offset
    }

    /// The span of a text such as `1h30m`, `-1.5s` or `250ms`, nil where it is none.
    static func duration(_ text: some Collection<UInt8>) -> Value? {
        var reader = Reader(text)
        let sign: Int64 = reader.take("-") ? -1 : 1
        if sign == 1 { _ = reader.take("+") }
        var total = Value(seconds: 0, nanoseconds: 0)
        guard !reader.isAtEnd else { return nil }
        if reader.takeRest("0") { return total }
        while !reader.isAtEnd {
            guard let amount = reader.amount(), let unit = reader.unit() else { return nil }
            let (whole, overflow) = amount.whole.multipliedReportingOverflow(by: unit)
            guard !overflow else { return nil }
            let second = Int64(nanosecondsPerSecond)
            let fraction = Int64((Double(amount.fraction) / Double(second) * Double(unit)).rounded())
            let part = Value(seconds: whole / second, nanoseconds: Int32(whole % second))
            let extra = Value(seconds: fraction / second, nanoseconds: Int32(fraction % second))
            guard let withPart = sum(total, part, sign: 1), let withAll = sum(withPart, extra, sign: 1) else {
                return nil
            }
            total = withAll
        }
        guard abs(total.seconds) <= durationSecondsMax else { return nil }
        return sum(Value(seconds: 0, nanoseconds: 0), total, sign: sign)?.asDuration
    }

    // MARK: Writing

    /// A time as RFC 3339 in UTC, with as many digits of the fraction as it has.
    static func text(ofTimestamp time: Value) -> String {
        func part(_ function: RuleFunction) -> Int64 { Self.part(function, of: time, offset: 0) ?? 0 }
        let date = "\(padded(part(.getFullYear), 4))-\(padded(part(.getMonth) + 1, 2))-\(padded(part(.getDate), 2))"
        let clock =
            "\(padded(part(.getHours), 2)):\(padded(part(.getMinutes), 2)):\(padded(part(.getSeconds), 2))"
        return "\(date)T\(clock)\(fraction(time.nanoseconds))Z"
    }

    /// A span in seconds, such as `-1.5s`.
    static func text(ofDuration span: Value) -> String {
        let sign = span.seconds < 0 || span.nanoseconds < 0 ? "-" : ""
        return "\(sign)\(span.seconds.magnitude)\(fraction(abs(span.nanoseconds)))s"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func fraction(_ nanoseconds: Int32) -> String {
        guard nanoseconds != 0 else { return "" }
        var digits = padded(Int64(nanoseconds), 9)
        while digits.hasSuffix("0") { digits.removeLast() }
        return ".\(digits)"
    }

    // MARK: Reading

    /// Reads the parts of times and spans.
    private struct Reader {
        private let bytes: [UInt8]
        private var at = 0

        init(_ text: some Collection<UInt8>) { bytes = Array(text) }

        var isAtEnd: Bool { at == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard at < bytes.count, UInt32(bytes[at]) == character.value else { return false }
            at += 1
            return true
        }

        mutating func takeRest(_ character: Unicode.Scalar) -> Bool {
            guard at == bytes.count - 1 else { return false }
            return take(character)
        }

        /// Exactly that many digits.
        mutating func digits(_ count: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<count {
                guard at < bytes.count, RuleScanner.isDigit(bytes[at]) else { return nil }
                value = value * 10 + Int64(bytes[at] &- 0x30)
                at += 1
            }
            return value
        }

        /// Digits behind a point, in billionths; further ones are dropped.
        mutating func fraction() -> Int64? {
            var value: Int64 = 0
            var count = 0
            while at < bytes.count, RuleScanner.isDigit(bytes[at]) {
                if count < 9 { value = value * 10 + Int64(bytes[at] &- 0x30) }
                count += 1
                at += 1
            }
            guard count > 0 else { return nil }
            for _ in min(count, 9)..<9 { value *= 10 }
            return value
        }

        /// `+hh:mm`, `-hh:mm` or `hh:mm`, in seconds.
        mutating func offset() -> Int64? {
            let sign: Int64 = take("-") ? -1 : 1
            if sign == 1 { _ = take("+") }
            guard let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60 else {
                return nil
            }
            return sign * (hours * 3600 + minutes * 60)
        }

        /// A number with an optional fraction, in billionths.
        mutating func amount() -> (whole: Int64, fraction: Int64)? {
            var whole: Int64 = 0
            let start = at
            while at < bytes.count, RuleScanner.isDigit(bytes[at]) {
                guard whole < 1 << 56 else { return nil }
                whole = whole * 10 + Int64(bytes[at] &- 0x30)
                at += 1
            }
            let hasWhole = at > start
            guard take(".") else { return hasWhole ? (whole, 0) : nil }
            if let fraction = fraction() { return (whole, fraction) }
            return hasWhole ? (whole, 0) : nil
        }

        /// A unit, in nanoseconds.
        mutating func unit() -> Int64? {
            if take("h") { return 3600 * Int64(nanosecondsPerSecond) }
            if take("s") { return Int64(nanosecondsPerSecond) }
            if take("m") { return take("s") ? 1_000_000 : 60 * Int64(nanosecondsPerSecond) }
            if take("u") { return take("s") ? 1000 : nil }
            if take("n") { return take("s") ? 1 : nil }
            return nil
        }
    }
}
