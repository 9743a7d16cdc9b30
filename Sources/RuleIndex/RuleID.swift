/// Names a rule within an index.
public struct RuleID: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number.
    public let rawValue: UInt32

    /// The name of that number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Order by number.
    public static func < (one: RuleID, other: RuleID) -> Bool { one.rawValue < other.rawValue }
}

extension RuleID: CustomStringConvertible {
    /// `#` and the number.
    public var description: String { "#\(rawValue)" }
}
