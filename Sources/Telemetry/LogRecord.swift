/// The fields of a log record in the order they were written, names first.
///
/// Written as a dictionary literal: `["member": member, "alerts": 3, "key": Redacted(key)]`. Names are literals in the
/// program, so that no foreign text can become one.
public struct LogFields: ExpressibleByDictionaryLiteral, Sendable {
    /// The fields in order.
    public private(set) var pairs: [(name: StaticString, value: LogValue)]

    /// Takes the fields in order; a name given twice is written twice.
    public init(dictionaryLiteral elements: (StaticString, any LogConvertible)...) {
        pairs = elements.map { ($0, $1.logValue) }
    }

    /// Adds one field.
    public mutating func append(_ name: StaticString, _ value: any LogConvertible) {
        pairs.append((name, value.logValue))
    }
}

/// One thing that happened: when, how much it matters, where in the program, what, and the facts beside it.
public struct LogRecord: Sendable {
    /// The longest line written, in bytes; what is longer is cut, and the cut marked with `…`.
    public static let lineBytesMax = 16_384
    /// The longest value of a field, in bytes before escaping.
    public static let valueBytesMax = 2048

    /// When it happened.
    public var time: UnixTime
    /// How much it matters.
    public var level: LogLevel
    /// The part of the program, such as `journal`.
    public var subsystem: StaticString
    /// What happened, without the values: those are fields.
    public var message: StaticString
    /// The facts beside it.
    public var fields: LogFields

    /// Takes the parts of a record.
    public init(
        time: UnixTime, level: LogLevel, subsystem: StaticString, message: StaticString, fields: LogFields = [:]
    ) {
        self.time = time
        self.level = level
        self.subsystem = subsystem
        self.message = message
        self.fields = fields
    }

    /// The record as one line that ends with the only newline in it.
    public func line(_ format: LogFormat) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        switch format {
        case .text: appendText(to: &line)
        case .json: appendJSON(to: &line)
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// The longest prefix of `text` of whole characters that has at most `valueBytesMax` bytes, and `…` if it was cut.
    static func bounded(_ text: String) -> String {
        guard text.utf8.count > valueBytesMax else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: valueBytesMax)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end]) + "…"
    }
}

/// How log records are written.
public enum LogFormat: String, CaseIterable, Sendable {
    /// For people: `time level subsystem: message name=value …`.
    case text
    /// For collectors: one JSON object a line.
    case json
}
