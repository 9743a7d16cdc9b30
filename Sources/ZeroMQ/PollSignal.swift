internal import Synchronization

/// Has a handler called on a poll thread, once for however often it was raised since.
///
/// The way to hand over batches: put what is ready into a queue of your own, then raise the signal.
public final class PollSignal: Sendable {
    private let raised = Atomic<Bool>(false)
    private let thread: PollThread
    private let handler: @Sendable () -> Void

    init(_ thread: PollThread, _ handler: @escaping @Sendable () -> Void) {
        self.thread = thread
        self.handler = handler
    }

    /// Asks for a call; from any thread, and only the first raise since the last call costs more than an atomic.
    public func raise() {
        if raised.exchange(true, ordering: .acquiringAndReleasing) { return }
        thread.wake()
    }

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func callIfRaised() {
        // Lowered before the call: what is raised during it is seen by another one.
        if raised.exchange(false, ordering: .acquiringAndReleasing) { handler() }
    }
}
