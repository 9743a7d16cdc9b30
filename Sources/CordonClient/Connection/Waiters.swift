/// Tasks that wait for a value of one kind, each for at most its time.
struct Waiters<Value: Sendable> {
    typealias Continuation = CheckedContinuation<Result<Value, CordonError>, Never>

    private struct Waiter {
        let id: UInt64
        let deadline: UInt64?
        let continuation: Continuation
    }

    private var waiting: [Waiter] = []

    var isEmpty: Bool { waiting.isEmpty }

    /// When the first of them has waited long enough.
    var nextDeadline: UInt64? { waiting.lazy.compactMap(\.deadline).min() }

    mutating func add(_ id: UInt64, until deadline: UInt64?, _ continuation: Continuation) {
        waiting.append(Waiter(id: id, deadline: deadline, continuation: continuation))
    }

    mutating func resume(_ id: UInt64, with result: Result<Value, CordonError>) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(returning: result)
    }

    /// Ends the wait of the one that has waited longest.
    mutating func resumeFirst(with result: Result<Value, CordonError>) {
        guard !waiting.isEmpty else { return }
        waiting.removeFirst().continuation.resume(returning: result)
    }

    mutating func resumeAll(with result: Result<Value, CordonError>) {
        let resumed = waiting
        waiting.removeAll()
        for waiter in resumed { waiter.continuation.resume(returning: result) }
    }

    /// Ends the wait of all whose time is over.
    mutating func expire(now: UInt64, with error: @autoclosure () -> CordonError) {
        guard let due = nextDeadline, due <= now else { return }
        for waiter in waiting where waiter.deadline.map({ $0 <= now }) == true {
            resume(waiter.id, with: .failure(error()))
        }
    }
}
