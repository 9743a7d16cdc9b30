/// The index thread: feeds the index with what was committed, off the commit path.
public final class JournalIndexer: Sendable {
    private struct State: Sendable {
        var target = Position.beforeFirst
        var indexed: Position
        var isStopped = false
        var isDone = false
        var failure: JournalError?
    }

    private static let retryMilliseconds = 1000

    private let index: JournalIndex
    private let journal: any JournalBackend
    private let mailbox: ThreadMailbox<State>

    /// Starts the thread; it begins with what the journal holds and the index does not.
    public init(_ index: JournalIndex, journal: any JournalBackend) {
        self.index = index
        self.journal = journal
        mailbox = ThreadMailbox(State(target: journal.head, indexed: index.indexed))
        // The thread holds the indexer until it is stopped.
        SystemThread.start("index", inBackground: true) { [self] in run() }
    }

    /// Says that the journal's head has moved; cheap enough for every commit.
    public func notify(_ head: Position) { mailbox.signal { $0.target = max($0.target, head) } }

    /// How many positions the index is behind the journal.
    public var lag: UInt64 {
        let indexed = index.indexed.rawValue
        return max(journal.head.rawValue, indexed) - indexed
    }

    /// Why the index could not be fed the last time, nil while it can; it is tried again every second.
    public var failure: JournalError? { mailbox.withLock { $0.failure } }

    /// Waits until `position` is indexed; false when `milliseconds` have passed before.
    public func wait(for position: Position, milliseconds: Int) -> Bool {
        mailbox.wait(milliseconds: milliseconds) { $0.indexed >= position ? true : nil } ?? false
    }

    /// Stops after the transaction under way and ends the thread. What is left is indexed after the next opening.
    public func stop() {
        mailbox.signal { $0.isStopped = true }
        mailbox.wait { $0.isDone ? () : nil }
    }

    private func run() {
        var reader = JournalReader(journal, at: index.indexed.next)
        while let target = waitForWork() {
            do throws(JournalError) {
                let count = try index.feed(from: &reader)
                let indexed = index.indexed
                mailbox.signal { state in
                    state.indexed = indexed
                    state.failure = nil
                    // A target beyond what can be read is forgotten, or this loop would spin; a newer one is not.
                    if count == 0, state.target == target { state.target = indexed }
                }
            } catch {
                mailbox.signal { $0.failure = error }
                let isStopped = mailbox.wait(milliseconds: Self.retryMilliseconds) { $0.isStopped ? true : nil }
                if isStopped == true { break }
            }
        }
        mailbox.signal { $0.isDone = true }
    }

    /// Sleeps until there is something to index, and returns how far; nil when the thread is to end.
    private func waitForWork() -> Position? {
        mailbox.wait { state -> Position?? in
            if state.isStopped { return .some(nil) }
            return state.target > state.indexed ? .some(state.target) : nil
        }
    }
}
