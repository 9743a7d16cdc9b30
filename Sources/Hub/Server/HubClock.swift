internal import Foundation

/// The clocks of the hub; a test gives its own.
struct HubClock: Sendable {
    /// The time now.
    var now: @Sendable () -> HubTime

    /// The system's clocks.
    static let system = HubClock {
        var wall = timespec()
        var steady = timespec()
        clock_gettime(CLOCK_REALTIME, &wall)
        clock_gettime(CLOCK_MONOTONIC, &steady)
        return HubTime(wall: milliseconds(wall), steady: milliseconds(steady))
    }

    private static func milliseconds(_ time: timespec) -> UInt64 {
        UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
