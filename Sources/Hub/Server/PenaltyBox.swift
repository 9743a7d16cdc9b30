internal import Synchronization
internal import Trust

/// Keys whose holders misbehaved and are not let in for a while, so that an offender cannot simply come back. Who does it
/// again waits twice as long. Times are milliseconds since 1970.
final class PenaltyBox: Sendable {
    /// How long a key waits after its first offence.
    static let firstWaitMilliseconds: Int64 = 10_000
    /// The longest wait.
    static let waitMillisecondsMax: Int64 = 320_000
    /// After so long without an offence, the earlier ones are forgotten.
    static let memoryMilliseconds: Int64 = 600_000
    /// The most keys remembered; beyond it the one that waits shortest is forgotten.
    static let keysMax = 1_024

    private struct Penalty {
        var until: Int64
        var wait: Int64
    }

    private let penalties = Mutex<[TransportKey: Penalty]>([:])

    /// Lets the holder of a key wait.
    func add(_ key: TransportKey, now: Int64) {
        penalties.withLock { penalties in
            penalties = penalties.filter { $0.value.until + Self.memoryMilliseconds > now }
            let earlier = penalties[key]
            if earlier == nil, penalties.count >= Self.keysMax,
                let first = penalties.min(by: { $0.value.until < $1.value.until })
            {
                penalties[first.key] = nil
            }
            // Two connections that are cut together are one offence.
            if let earlier, earlier.until > now { return }
            let wait = earlier.map { min(2 * $0.wait, Self.waitMillisecondsMax) } ?? Self.firstWaitMilliseconds
            penalties[key] = Penalty(until: now + wait, wait: wait)
        }
    }

    /// Whether the holder of a key has to wait.
    func holds(_ key: TransportKey, now: Int64) -> Bool { penalties.withLock { ($0[key]?.until ?? 0) > now } }
}
