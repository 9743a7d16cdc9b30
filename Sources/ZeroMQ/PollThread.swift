internal import CZeroMQ
internal import Synchronization

/// A thread that waits for sockets and descriptors, and is the executor of the actor that owns them.
///
/// An actor whose `unownedExecutor` is that of a poll thread runs on it alone, so its sockets need no lock; handlers are
/// called on the same thread and enter the actor by `assumeIsolated`. One turn of its loop: wait, run the jobs that are
/// queued, raise signals, call the handlers of what is ready, then those of timers that are due. Jobs queued meanwhile
/// wait for the next turn, so no part starves another.
///
/// It polls with `zmq_poll`, which asks each socket anew at every turn; the descriptor that libzmq offers (`ZMQ_FD`) goes
/// silent unless its events are read again after every call.
///
/// The thread runs until `stop()`, which its owner must call: until then it keeps itself, and what handlers capture, alive.
///
/// Unchecked, because `loop` is touched by the poll thread alone (its methods check that), and the compiler cannot see
/// this; all the rest is constant, atomic, or behind a mutex.
public final class PollThread: SerialExecutor, @unchecked Sendable {
    let loop: PollLoop
    let wakeDescriptor: EventDescriptor
    let jobs = Mutex(JobQueue())
    let counters = Counters()

    /// Who may call handlers and run jobs at present: the number of a thread, 0 for none.
    let runningThread = Atomic<UInt>(0)
    private let isWakePending = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private let isJoined = Atomic<Bool>(false)
    private let thread = Mutex<SystemThread?>(nil)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: what `top` and debuggers show, up to 15 bytes.
    ///   - onPollFailure: called on the thread if polling fails, as it does when the context of a registered socket was
    ///     shut down. All registrations are dropped; jobs, signals and timers go on.
    /// - Throws: `ZeroMQError` where the system has no descriptor or thread left.
    public init(
        name: String, onPollFailure: @escaping @Sendable (ZeroMQError) -> Void = { _ in }
    ) throws(ZeroMQError) {
        let descriptor = try EventDescriptor()
        loop = PollLoop(wakeDescriptor: descriptor.descriptor, onPollFailure: onPollFailure)
        wakeDescriptor = descriptor
        let started = try SystemThread(name: name) { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends the thread after its present turn and the jobs queued until then, and waits for it.
    ///
    /// On the thread itself it does not wait. Jobs that are queued afterwards still run, one at a time, on Swift's own
    /// threads: an actor outlives its poll thread, if without its sockets.
    public func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wakeDescriptor.signal()
        guard !isJoined.exchange(true, ordering: .acquiringAndReleasing) else { return }
        thread.withLock { $0 }?.join()
    }

    /// Makes the thread begin a turn soon. Cheap, from any thread: calls before that turn cost one system call together.
    public func wake() {
        // Its own jobs and signals are looked at before the thread waits again.
        if isCurrent { return }
        if isWakePending.exchange(true, ordering: .acquiringAndReleasing) { return }
        counters.wakeUps.add(1, ordering: .relaxed)
        wakeDescriptor.signal()
    }

    /// Whether the caller runs on this thread, so that handlers may be registered.
    public var isCurrent: Bool { runningThread.load(ordering: .relaxed) == SystemThread.current }

    /// Notes that what woke the thread is taken note of; what is queued from now on wakes it again.
    private func acknowledgeWake() {
        wakeDescriptor.clear()
        // An exchange and no store, so that what the waker queued before is seen here.
        _ = isWakePending.exchange(false, ordering: .acquiringAndReleasing)
    }

    private func run() {
        runningThread.store(SystemThread.current, ordering: .sequentiallyConsistent)
        while !isStopping.load(ordering: .acquiring) {
            counters.turns.add(1, ordering: .relaxed)
            let hasWork = jobs.withLock { !$0.isEmpty } || loop.hasRaisedSignals
            if loop.wait(atMost: hasWork ? 0 : nil) { acknowledgeWake() }
            runJobs()
            loop.callSignals()
            loop.callReady()
            loop.callTimers()
        }
        runJobs()
        loop.removeAll()
        runningThread.store(0, ordering: .sequentiallyConsistent)
        finishJobs()
    }
}

extension PollThread {
    /// What a poll thread has done since it started.
    public struct Statistics: Sendable, Equatable {
        /// Turns of its loop.
        public let turns: Int
        /// Jobs of actors and tasks that it ran.
        public let jobs: Int
        /// Times that another thread had to wake it by a system call.
        public let wakeUps: Int
    }

    /// What the thread has done so far.
    public var statistics: Statistics {
        Statistics(
            turns: counters.turns.load(ordering: .relaxed), jobs: counters.jobs.load(ordering: .relaxed),
            wakeUps: counters.wakeUps.load(ordering: .relaxed))
    }

    final class Counters: Sendable {
        let turns = Atomic<Int>(0)
        let jobs = Atomic<Int>(0)
        let wakeUps = Atomic<Int>(0)
    }
}
