/// The journal thread: takes whatever is queued, writes it once, syncs it once, and tells of it.
///
/// There is no commit timer: while one commit is under way the next one gathers. A commit holds whole hand-overs.
public final class JournalWriter: Sendable {
    /// How much may wait, and the clock that measures commits.
    public struct Options: Sendable {
        /// The most bytes of content that may wait for the thread.
        public var queueBytesMax = 64 << 20
        /// The most entries that may wait for the thread.
        public var queueEntriesMax = 65_536
        /// The most entries of one commit, unless a single hand-over has more.
        public var commitEntriesMax = 4096
        /// The most bytes of one commit, unless a single hand-over has more.
        public var commitBytesMax = 8 << 20
        /// Nanoseconds since any fixed moment.
        public var nanoseconds: @Sendable () -> UInt64 = MonotonicClock.nanoseconds

        /// The usual options.
        public init() {}
    }

    /// Why a hand-over was not taken.
    public enum Refusal: Error, Hashable, Sendable {
        /// As much waits as may wait: try again after the next commit.
        case queueFull
        /// The writer was stopped, or the journal has failed.
        case stopped
    }

    private struct Item: Sendable {
        let number: HandOver
        let entries: [JournalEntry]
        let byteCount: Int
    }

    private struct State: Sendable {
        var waiting: [Item] = []
        var waitingEntries = 0
        var waitingBytes = 0
        var lastNumber: HandOver = 0
        var isStopped = false
        var isDone = false
        var counters = JournalCounters()
    }

    private let journal: any JournalBackend
    private let options: Options
    private let completion: @Sendable (CommitOutcome) -> Void
    private let mailbox = ThreadMailbox(State())

    /// Starts the thread. `completion` is called on it, after each commit, and should only hand the outcome on.
    public init(
        _ journal: any JournalBackend, options: Options = Options(),
        completion: @escaping @Sendable (CommitOutcome) -> Void
    ) {
        self.journal = journal
        self.options = options
        self.completion = completion
        // The thread holds the writer until it is stopped: an owner that forgets `stop` loses no hand-over.
        SystemThread.start("journal") { [self] in run() }
    }

    /// Hands entries over in one piece and returns the hand-over's number, by which the outcome tells of it.
    ///
    /// Takes one lock whatever the number of entries. An empty hand-over is told of as well.
    public func enqueue(_ entries: [JournalEntry]) throws(Refusal) -> HandOver {
        var byteCount = 0
        for entry in entries { byteCount += entry.content.count + Record.fixedBytes }
        let result: Result<HandOver, Refusal> = mailbox.signal { state in
            guard !state.isStopped else { return .failure(.stopped) }
            // A hand-over that is larger than the queue goes when nothing else waits, or it could never go.
            guard
                state.waiting.isEmpty
                    || (state.waitingEntries + entries.count <= options.queueEntriesMax
                        && state.waitingBytes + byteCount <= options.queueBytesMax)
            else { return .failure(.queueFull) }
            state.lastNumber += 1
            state.waiting.append(Item(number: state.lastNumber, entries: entries, byteCount: byteCount))
            state.waitingEntries += entries.count
            state.waitingBytes += byteCount
            return .success(state.lastNumber)
        }
        return try result.get()
    }

    /// What the writer has done so far.
    public var counters: JournalCounters { mailbox.withLock { $0.counters } }

    /// How many entries wait for the thread.
    public var queuedEntries: Int { mailbox.withLock { $0.waitingEntries } }

    /// Takes no more, waits until all that was handed over has been told of, and ends the thread.
    ///
    /// The journal itself stays open. Not to be called from `completion`.
    public func stop() {
        mailbox.signal { $0.isStopped = true }
        mailbox.wait { $0.isDone ? () : nil }
    }

    private func run() {
        while true {
            let items: [Item]? = mailbox.wait { state in
                if !state.waiting.isEmpty { return .some(takeAll(&state)) }
                return state.isStopped ? .some(nil) : nil
            }
            guard let items else { break }
            guard commit(items) else { break }
        }
        mailbox.signal { $0.isDone = true }
    }

    private func takeAll(_ state: inout State) -> [Item] {
        let items = state.waiting
        state.waiting = []
        state.waitingEntries = 0
        state.waitingBytes = 0
        return items
    }

    /// Commits what was taken, in as many commits as the bounds ask for; false when the journal has failed.
    private func commit(_ items: [Item]) -> Bool {
        var next = 0
        while next < items.count {
            var end = next
            var (entries, bytes) = (0, 0)
            repeat {
                entries += items[end].entries.count
                bytes += items[end].byteCount
                end += 1
            } while end < items.count && entries + items[end].entries.count <= options.commitEntriesMax
                && bytes + items[end].byteCount <= options.commitBytesMax
            guard commit(items[next..<end], entries: entries) else { return false }
            next = end
        }
        return true
    }

    /// One commit of several hand-overs; where it is refused, each on its own, so that only the faulty one is.
    private func commit(_ items: ArraySlice<Item>, entries count: Int) -> Bool {
        guard let first = items.first, let last = items.last else { return true }
        var entries = first.entries
        if items.count > 1 {
            entries.reserveCapacity(count)
            for item in items.dropFirst() { entries.append(contentsOf: item.entries) }
        }
        let begun = options.nanoseconds()
        do throws(JournalError) {
            let commit = try journal.append(entries)
            let nanoseconds = options.nanoseconds() &- begun
            mailbox.withLock { $0.counters.count(commit, nanoseconds: nanoseconds) }
            completion(.committed(commit, through: last.number))
            return true
        } catch {
            if error.isFinal { return fail(error, from: first.number) }
            if items.count == 1 {
                mailbox.withLock { $0.counters.refusals += 1 }
                completion(.refused(first.number, error))
                return true
            }
            return items.indices.allSatisfy { commit(items[$0...$0], entries: items[$0].entries.count) }
        }
    }

    private func fail(_ error: JournalError, from number: HandOver) -> Bool {
        mailbox.withLock { state in
            state.isStopped = true
            _ = takeAll(&state)
        }
        completion(.failed(error, from: number))
        return false
    }
}

extension JournalError {
    /// Whether the journal accepts nothing more.
    public var isFinal: Bool {
        switch self {
        case .failed, .closed: true
        default: false
        }
    }
}
