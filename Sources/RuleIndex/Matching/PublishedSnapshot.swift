internal import Synchronization

/// The snapshot that readers use, replaced by one atomic exchange.
///
/// A replaced snapshot is let go when no reader can still be using it. Each reader says, while it reads, in which epoch
/// it began; replacing begins a new one. A reader that began later has found the new snapshot.
final class PublishedSnapshot: Sendable {
    /// The most readers at a time.
    static let readersMax = 64

    /// A reader's word, on a cache line of its own: readers do not slow each other down.
    private final class Place: Sendable {
        /// The epoch in which the reader began; 0 while it does not read.
        let epoch = Atomic<Int>(0)
        let isTaken = Atomic<Bool>(false)
        private let padding: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
    }

    private struct Retired {
        let snapshot: RuleSnapshot
        let epoch: Int
    }

    private let pointer: Atomic<Unmanaged<RuleSnapshot>>
    private let epoch = Atomic<Int>(1)
    private let places = (0..<PublishedSnapshot.readersMax).map { _ in Place() }
    private let retired = Mutex<[Retired]>([])

    init(_ snapshot: RuleSnapshot) { pointer = Atomic(Unmanaged.passRetained(snapshot)) }

    deinit { pointer.load(ordering: .acquiring).release() }

    /// How many replaced snapshots have not been let go yet.
    var retiredCount: Int { retired.withLock { $0.count } }

    /// Publishes another snapshot.
    func replace(by snapshot: RuleSnapshot) {
        let old = pointer.exchange(Unmanaged.passRetained(snapshot), ordering: .sequentiallyConsistent)
        let last = epoch.add(1, ordering: .sequentiallyConsistent).oldValue
        retired.withLock { retired in
            retired.append(Retired(snapshot: old.takeRetainedValue(), epoch: last))
            let busy = places.map { $0.epoch.load(ordering: .sequentiallyConsistent) }.filter { $0 != 0 }
            let oldest = busy.min() ?? .max
            retired.removeAll { $0.epoch < oldest }
        }
    }

    // MARK: Readers

    /// A place for a reader, nil where all are taken.
    func register() -> Int? {
        places.firstIndex {
            $0.isTaken.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        }
    }

    func unregister(_ place: Int) { places[place].isTaken.store(false, ordering: .releasing) }

    /// Begins to read: from here to `leave`, `current` stays valid.
    func enter(_ place: Int) {
        let now = epoch.load(ordering: .sequentiallyConsistent)
        places[place].epoch.store(now, ordering: .sequentiallyConsistent)
    }

    func leave(_ place: Int) { places[place].epoch.store(0, ordering: .releasing) }

    /// The snapshot published last. Only between `enter` and `leave`.
    var current: RuleSnapshot { pointer.load(ordering: .sequentiallyConsistent).takeUnretainedValue() }
}
