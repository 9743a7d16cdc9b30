internal import Journal
internal import Synchronization
internal import ZeroMQ

/// Outcomes of commits on their way from the journal thread to the hub's thread.
final class OutcomeBox: Sendable {
    private let mailbox = Mailbox<CommitOutcome>()
    private let signal = Mutex<PollSignal?>(nil)

    /// Names the signal that wakes the hub's thread. What came before is found at the first wake.
    func attach(_ signal: PollSignal) {
        self.signal.withLock { $0 = signal }
        signal.raise()
    }

    /// Puts an outcome in and wakes the hub's thread.
    func put(_ outcome: CommitOutcome) {
        if mailbox.put(outcome) { signal.withLock { $0 }?.raise() }
    }

    /// Takes out all outcomes, oldest first.
    func takeAll() -> [CommitOutcome] { mailbox.takeAll() }
}
