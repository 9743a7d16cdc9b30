/// Where a reader stands: the position it reads next, and what the backend remembers to get there quickly.
///
/// One reader's own; it may move between threads, and copies are readers of their own.
public struct ReadPlace: Sendable {
    /// The position of the entry that is read next.
    public private(set) var next: Position

    /// The segment and the byte in it where the next record begins.
    var segment: (generation: UInt64, offset: Int)?

    /// Bytes of that segment that were read already; committed bytes never change.
    var window = ReadWindow()

    /// A reader that begins at `position`; the place before the first entry counts as the first.
    public init(at position: Position) { next = max(position, .first) }

    /// Goes on to `position` instead.
    public mutating func move(to position: Position) {
        guard position != next else { return }
        self = ReadPlace(at: position)
    }

    /// Passes over the entry at ``next``, which has been read.
    public mutating func advance() { next = next.next }
}
