internal import Glibc

/// A moment as the journal records it: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
@frozen
public struct JournalTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970.
    public let milliseconds: UInt64

    /// The moment this many milliseconds after the beginning of 1970.
    @inlinable
    public init(milliseconds: UInt64) { self.milliseconds = milliseconds }

    /// The earliest moment there is.
    public static let earliest = JournalTime(milliseconds: 0)

    /// The system's clock now.
    ///
    /// The clock may be set back; who stamps entries takes the later of this and the last entry's time.
    public static func now() -> JournalTime {
        var time = timespec()
        guard clock_gettime(CLOCK_REALTIME, &time) == 0, time.tv_sec >= 0 else { return .earliest }
        return JournalTime(milliseconds: UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000)
    }

    /// The order of time.
    @inlinable
    public static func < (one: JournalTime, other: JournalTime) -> Bool { one.milliseconds < other.milliseconds }
}
