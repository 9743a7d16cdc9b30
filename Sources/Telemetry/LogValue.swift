/// The value of one field of a log record.
public enum LogValue: Hashable, Sendable {
    /// Text of any origin; it is escaped when it is written.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// A whole number that is not negative.
    case unsigned(UInt64)
    /// A number with a fraction; infinities and NaN are written as text.
    case number(Double)
    /// True or false.
    case boolean(Bool)
    /// A value that is not to be seen.
    case redacted
}

/// What can stand as the value of a field of a log record.
public protocol LogConvertible {
    /// The value as it is written.
    var logValue: LogValue { get }
}

extension LogValue: LogConvertible {
    /// Itself.
    public var logValue: LogValue { self }
}

extension String: LogConvertible {
    /// The text.
    public var logValue: LogValue { .text(self) }
}

extension Substring: LogConvertible {
    /// The text.
    public var logValue: LogValue { .text(String(self)) }
}

extension Bool: LogConvertible {
    /// True or false.
    public var logValue: LogValue { .boolean(self) }
}

extension Double: LogConvertible {
    /// The number.
    public var logValue: LogValue { .number(self) }
}

extension Int: LogConvertible {
    /// The number.
    public var logValue: LogValue { .integer(Int64(self)) }
}

extension Int32: LogConvertible {
    /// The number.
    public var logValue: LogValue { .integer(Int64(self)) }
}

extension Int64: LogConvertible {
    /// The number.
    public var logValue: LogValue { .integer(self) }
}

extension UInt16: LogConvertible {
    /// The number.
    public var logValue: LogValue { .unsigned(UInt64(self)) }
}

extension UInt32: LogConvertible {
    /// The number.
    public var logValue: LogValue { .unsigned(UInt64(self)) }
}

extension UInt64: LogConvertible {
    /// The number.
    public var logValue: LogValue { .unsigned(self) }
}

extension Duration: LogConvertible {
    /// The duration in seconds.
    public var logValue: LogValue { .number(self / .seconds(1)) }
}

extension Redacted: LogConvertible {
    /// Always hidden.
    public var logValue: LogValue { .redacted }
}
