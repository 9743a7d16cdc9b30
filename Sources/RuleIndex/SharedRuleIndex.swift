public import JSONDocument
internal import Synchronization

/// A rule index that any number of threads match against while others change it.
///
/// Changes are made to an index that readers do not see, and appear at once with the snapshot that is then published.
/// Readers never wait: neither for changes nor for each other nor for reclustering.
public final class SharedRuleIndex: Sendable {
    private let writing = Mutex(RuleIndex())
    let published = PublishedSnapshot(RuleIndex().snapshot)

    /// An index without rules.
    public init() {}

    /// The number of rules, changes not published yet included.
    public var count: Int { writing.withLock { $0.count } }

    /// Makes changes and publishes them: readers see all of them or none.
    public func apply(_ changes: [RuleChange]) {
        writing.withLock { index in
            index.apply(changes)
            published.replace(by: index.snapshot)
        }
    }

    /// Remembers an alert as an example of what comes (see `RuleIndex.observe`), unless changes are under way just now.
    public func observe(_ root: JSONNode) { _ = writing.withLockIfAvailable { $0.observe(root) } }

    /// Takes note of an alert that is matched (see `RuleIndex.sample`), unless changes are under way just now.
    public func sample(_ root: JSONNode) { _ = writing.withLockIfAvailable { $0.sample(root) } }

    /// Chooses all keys anew by the alerts observed, and publishes the result. Takes some seconds for a million rules:
    /// call it on a thread that may be busy so long. Changes may be made and are published meanwhile.
    public func recluster() {
        // Nil where another thread is at it.
        guard let before = writing.withLock({ $0.beginReclustering() }) else { return }
        let better = before.reclustered()
        writing.withLock { index in
            guard index.finishReclustering(with: better) else { return }
            published.replace(by: index.snapshot)
        }
    }

    /// Whether reclustering is likely to pay (see `RuleIndex.isWorthReclustering`).
    public var isWorthReclustering: Bool { writing.withLock { $0.isWorthReclustering } }

    /// Memory for a thread that matches; nil where there are `PublishedSnapshot.readersMax` already.
    public func makeReader() -> RuleIndexReader? { published.register().map { RuleIndexReader(self, place: $0) } }
}

/// What one thread needs to match against a shared index.
public struct RuleIndexReader: ~Copyable {
    private let index: SharedRuleIndex
    private let place: Int
    private var matcher = RuleMatcher()

    fileprivate init(_ index: SharedRuleIndex, place: Int) {
        self.index = index
        self.place = place
    }

    deinit { index.published.unregister(place) }

    /// Finds the rules that match an alert, as the index was published last; see `RuleMatcher.match`.
    public mutating func match(_ root: JSONNode, into matches: inout [RuleID], isSorted: Bool = true) {
        index.published.enter(place)
        defer { index.published.leave(place) }
        matcher.match(root, in: index.published.current, into: &matches, isSorted: isSorted)
    }
}
