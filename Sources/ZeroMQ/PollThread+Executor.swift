internal import Synchronization

extension PollThread {
    /// Jobs that wait for their turn; not bounded, since Swift gives an executor no way to refuse one.
    struct JobQueue: Sendable {
        var waiting: [UnownedJob] = []
        /// Room that is used again, so that a turn allocates nothing.
        var spare: [UnownedJob] = []
        /// The thread has ended; jobs are run by `runLateJobs`.
        var isThreadGone = false
        /// Somebody runs late jobs at present.
        var isDrained = false

        var isEmpty: Bool { waiting.isEmpty }
    }

    /// Queues a job for the next turn; Swift calls this, from any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isLate = jobs.withLock { queue in
            queue.waiting.append(job)
            guard queue.isThreadGone && !queue.isDrained else { return false }
            queue.isDrained = true
            return true
        }
        if isLate {
            startLateJobs()
        } else {
            wake()
        }
    }

    /// The executor as an actor's `unownedExecutor` returns it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Traps unless called on this thread; Swift asks it in `assumeIsolated`.
    public func checkIsolated() {
        precondition(isCurrent, "this must run on the poll thread")
    }

    /// Whether the caller is on this thread; Swift asks it before it decides to hop.
    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    /// Runs the jobs that are queued now; those they queue wait for the next turn.
    func runJobs() {
        var batch = jobs.withLock { queue in
            let batch = queue.waiting
            queue.waiting = queue.spare
            queue.spare = []
            return batch
        }
        guard !batch.isEmpty || batch.capacity > 0 else { return }
        for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        counters.jobs.add(batch.count, ordering: .relaxed)
        batch.removeAll(keepingCapacity: true)
        jobs.withLock { $0.spare = batch }
    }

    /// Hands what is still queued to late running, as the last act of the thread.
    func finishJobs() {
        let hasLateJobs = jobs.withLock { queue in
            queue.isThreadGone = true
            queue.isDrained = !queue.isEmpty
            return queue.isDrained
        }
        if hasLateJobs { startLateJobs() }
    }

    /// A job that is never run would leave its task waiting for ever, and one run here in `enqueue` could meet a lock of
    /// whoever queued it: so a task of its own runs them.
    private func startLateJobs() {
        Task.detached { self.runLateJobs() }
    }

    private func runLateJobs() {
        runningThread.store(SystemThread.current, ordering: .sequentiallyConsistent)
        var isMore = true
        while isMore {
            runJobs()
            isMore = jobs.withLock { queue in
                guard queue.isEmpty else { return true }
                // Before another may begin: it sets its own number.
                runningThread.store(0, ordering: .sequentiallyConsistent)
                queue.isDrained = false
                return false
            }
        }
    }
}
