public import Journal
internal import Synchronization
internal import TransparencyLog

/// A journal in memory, for tests of what stands on a journal; its disk fails when told to.
public final class InMemoryJournal: JournalBackend {
    private struct State: Sendable {
        var entries: [JournalEntry] = []
        var trimmed = 0
        var control = ControlState()
        var failure: JournalError?
        var failsNextAppend = false
    }

    /// The log's identity.
    public let epoch: Epoch
    private let state = Mutex(State())

    /// An empty log.
    public init(epoch: Epoch = .random()) { self.epoch = epoch }

    /// The earliest position that can be read.
    public var first: Position { state.withLock { Position(UInt64($0.trimmed) + 1) } }

    /// The last committed position.
    public var head: Position { state.withLock { Self.head($0) } }

    /// The time of the last committed numbered entry.
    public var lastTime: JournalTime { state.withLock { $0.entries.last?.time ?? .earliest } }

    /// What the committed control entries add up to.
    public var controlState: ControlState { state.withLock { $0.control } }

    /// Makes the next append fail as a disk does: for good.
    public func failNextAppend() { state.withLock { $0.failsNextAppend = true } }

    /// Forgets the entries before `position`.
    public func trim(before position: Position) {
        state.withLock { state in
            let kept = min(Int(clamping: position.rawValue) - 1, state.trimmed + state.entries.count - 1)
            guard kept > state.trimmed else { return }
            state.entries.removeFirst(kept - state.trimmed)
            state.trimmed = kept
        }
    }

    /// Appends a batch; see `JournalBackend`.
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> Commit {
        try state.withLock { (state) throws(JournalError) in
            if let failure = state.failure { throw failure }
            try Self.check(entries, state)
            if state.failsNextAppend {
                let failure = JournalError.failed(cause: "told to fail")
                state.failure = failure
                throw failure
            }
            var leafHashes: [SHA256Digest] = []
            for var entry in entries {
                if entry.kind.isNumbered {
                    let hash = entry.leafHash ?? entry.computeLeafHash()
                    entry.leafHash = hash
                    leafHashes.append(hash)
                    state.entries.append(entry)
                } else {
                    state.control.apply(entry)
                }
            }
            return Commit(
                head: Self.head(state), leafHashes: leafHashes, entryCount: entries.count,
                byteCount: entries.reduce(0) { $0 + $1.content.count })
        }
    }

    /// Reads numbered entries in order; see `JournalBackend`.
    public func read(_ place: inout ReadPlace, limit: ReadLimit) throws(JournalError) -> [JournalEntry] {
        let next = place.next
        let found = try state.withLock { (state) throws(JournalError) -> [JournalEntry] in
            guard next.rawValue > UInt64(state.trimmed) else {
                throw .trimmed(first: Position(UInt64(state.trimmed) + 1))
            }
            var bytes = limit.bytes
            var found: [JournalEntry] = []
            let skipped = Int(clamping: next.rawValue - UInt64(state.trimmed) - 1)
            for entry in state.entries.dropFirst(skipped).prefix(limit.entries) where bytes > 0 {
                found.append(entry)
                bytes -= entry.content.count
            }
            return found
        }
        for _ in found { place.advance() }
        return found
    }

    /// Closes the log; what comes later is refused.
    public func close() throws(JournalError) {
        state.withLock { state in
            if state.failure == nil { state.failure = .closed }
        }
    }

    private static func head(_ state: State) -> Position { Position(UInt64(state.trimmed + state.entries.count)) }

    private static func check(_ entries: [JournalEntry], _ state: State) throws(JournalError) {
        var expected = head(state).next
        var time = state.entries.last?.time ?? .earliest
        for entry in entries {
            guard entry.content.count + recordOverheadBytes <= JournalLimits.recordBytesMax else {
                throw .tooLarge(
                    what: "bytes of a record", found: entry.content.count, max: JournalLimits.recordBytesMax)
            }
            guard entry.kind.isNumbered else {
                guard entry.position == .beforeFirst, !entry.header.isEmpty else {
                    throw .malformed(what: "a control entry has a key and no position")
                }
                continue
            }
            guard entry.position == expected else {
                throw .positionNotNext(expected: expected, found: entry.position)
            }
            guard entry.time >= time else { throw .timeGoesBack(last: time, found: entry.time) }
            expected = expected.next
            time = entry.time
        }
    }

    private static let recordOverheadBytes = 80
}
