/// A place in the log: 1 is the first entry's, each following entry has the next, and none is ever given twice.
@frozen
public struct Position: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number itself.
    public let rawValue: UInt64

    /// The position with this number.
    @inlinable
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The position with this number.
    @inlinable
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    /// The place before the first entry: the head of an empty log, and the position of an unnumbered entry.
    public static let beforeFirst = Position(0)

    /// The place of a log's first entry.
    public static let first = Position(1)

    /// The place after this one.
    @inlinable public var next: Position { Position(rawValue &+ 1) }

    /// The place before this one; the place before the first entry has none before it.
    @inlinable public var previous: Position { Position(rawValue == 0 ? 0 : rawValue - 1) }

    /// The order of the log.
    @inlinable
    public static func < (one: Position, other: Position) -> Bool { one.rawValue < other.rawValue }
}

extension Position: CustomStringConvertible {
    /// The number in decimal.
    public var description: String { String(rawValue) }
}
