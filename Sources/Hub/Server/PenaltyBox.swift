internal import Synchronization
internal import Trust

/// Keys whose holders misbehaved and are not let in for a while, so that an offender cannot simply come back.
final class PenaltyBox: Sendable {
    /// Milliseconds that a key has to wait.
    static let waitMilliseconds: Int64 = 5_000
    /// The most keys that wait; beyond it the one that waits longest is let in.
    static let keysMax = 1_024

    private let until = Mutex<[TransportKey: Int64]>([:])

    /// Lets the holder of a key wait.
    func add(_ key: TransportKey, now: Int64) {
        until.withLock { until in
            until = until.filter { $0.value > now }
            if until.count >= Self.keysMax, let first = until.min(by: { $0.value < $1.value }) {
                until[first.key] = nil
            }
            until[key] = now + Self.waitMilliseconds
        }
    }

    /// Whether the holder of a key has to wait.
    func holds(_ key: TransportKey, now: Int64) -> Bool { until.withLock { ($0[key] ?? 0) > now } }
}
