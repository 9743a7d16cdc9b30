internal import Foundation
internal import Glibc

/// A thread of the system's that runs one function.
enum SystemThread {
    private static let stackBytes = 1 << 20

    /// Starts a thread under a name of at most 15 bytes.
    ///
    /// Signals are left to other threads, so that no sync is ever interrupted.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            blockSignals()
            body()
        }
        thread.name = name
        thread.stackSize = stackBytes
        thread.start()
    }

    private static func blockSignals() {
        withUnsafeTemporaryAllocation(of: sigset_t.self, capacity: 1) { signals in
            guard let signals = signals.baseAddress else { return }
            sigfillset(signals)
            pthread_sigmask(SIG_BLOCK, signals, nil)
        }
    }
}
