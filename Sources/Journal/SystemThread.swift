internal import CLinux
internal import Foundation
internal import Glibc

/// A thread of the system's that runs one function.
enum SystemThread {
    private static let stackBytes = 1 << 20
    /// How much a thread in the background yields to others, from 0 to 19: where all are busy little is left to it.
    private static let backgroundNiceness: Int32 = 19

    /// Starts a thread under a name of at most 15 bytes.
    ///
    /// Signals are left to other threads, so that no sync is ever interrupted. A thread in the background gets what time
    /// the others leave.
    static func start(_ name: String, inBackground: Bool = false, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            blockSignals()
            // Foundation keeps the name to itself; so `top` and debuggers show it.
            cordon_name_this_thread(name)
            // On Linux a thread has a niceness of its own: 0 names the calling one.
            if inBackground { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, backgroundNiceness) }
            body()
        }
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
