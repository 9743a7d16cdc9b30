/// How far a subscriber has dealt with a log.
public struct Cursor: Sendable, Hashable {
    /// The identity of the log.
    public var epoch: UInt128
    /// The position of the last alert dealt with.
    public var position: UInt64

    /// A cursor at a position of a log.
    public init(epoch: UInt128, position: UInt64) {
        self.epoch = epoch
        self.position = position
    }
}

/// Where a subscriber keeps its cursor together with the effects of what it read.
///
/// Whoever saves the cursor in the same transaction as an alert's effects acts on every alert exactly once, whatever
/// crashes: the subscription begins behind the stored position, and drops what comes again at or below it.
public protocol CursorStore: Sendable {
    /// The cursor that was saved last, nil where none was.
    func load() async throws -> Cursor?
}
