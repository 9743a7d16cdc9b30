/// How much a log record matters, least first.
public enum LogLevel: UInt8, CaseIterable, Comparable, Sendable {
    /// For whoever looks for a fault in this program.
    case debug
    /// The normal course of things.
    case info
    /// Normal, and worth an operator's knowing: started, reloaded, a member added.
    case notice
    /// Something is not as it should be; the service goes on.
    case warning
    /// Something failed and needs a person.
    case error

    /// The level's name in lower case, as configuration and log lines spell it.
    public var name: StaticString {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .notice: "notice"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// The level of that name, nil where there is none.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name.description == name }) else { return nil }
        self = level
    }

    /// Orders by weight: `debug` is least.
    public static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }
}
