/// A moment as the core sees it: given to it with every event, never read from a clock.
public struct HubTime: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var wall: UInt64
    /// Milliseconds of a clock that never goes back.
    public var steady: UInt64

    /// A moment on both clocks.
    public init(wall: UInt64, steady: UInt64) {
        self.wall = wall
        self.steady = steady
    }
}
