public import JSONDocument
public import RuleLanguage
internal import Synchronization

/// A change of the rules.
public enum RuleChange: Sendable {
    /// Adds a rule, or replaces the one of that id.
    case insert(RuleID, Rule)
    /// Takes a rule out.
    case remove(RuleID)
}

/// A rule index that any number of threads match against while others change it.
///
/// Changes are made to an index that readers do not see, and appear at once with the snapshot that is then published.
/// Readers never wait: neither for changes nor for each other nor for reclustering.
public final class SharedRuleIndex: Sendable {
    private struct Writing {
        var index = RuleIndex()
        /// The changes since reclustering began, nil while there is none.
        var changes: [RuleChange]?
        var countAtReclustering = 0
    }

    private let writing = Mutex(Writing())
    let published = PublishedSnapshot(RuleIndex().snapshot)

    /// An index without rules.
    public init() {}

    /// The number of rules, changes not published yet included.
    public var count: Int { writing.withLock { $0.index.count } }

    /// Makes changes and publishes them: readers see all of them or none.
    public func apply(_ changes: [RuleChange]) {
        writing.withLock { writing in
            Self.apply(changes, to: &writing.index)
            writing.changes?.append(contentsOf: changes)
            published.replace(by: writing.index.snapshot)
        }
    }

    private static func apply(_ changes: [RuleChange], to index: inout RuleIndex) {
        for change in changes {
            switch change {
            case .insert(let id, let rule): index.insert(id, rule)
            case .remove(let id): index.remove(id)
            }
        }
    }

    /// Remembers an alert as an example of what comes (see `RuleIndex.observe`), unless changes are under way just now.
    public func observe(_ root: JSONNode) { _ = writing.withLockIfAvailable { $0.index.observe(root) } }

    /// Chooses all keys anew by the alerts observed, and publishes the result. Takes a second or two for a million
    /// rules: call it on a thread that may be busy so long. Changes may be made and are published meanwhile.
    public func recluster() {
        let before = writing.withLock { writing -> RuleIndex? in
            guard writing.changes == nil else { return nil }
            writing.changes = []
            return writing.index
        }
        // Another thread is at it.
        guard let before else { return }
        var better = before.reclustered()
        writing.withLock { writing in
            Self.apply(writing.changes ?? [], to: &better)
            better.sample = writing.index.sample
            writing.changes = nil
            writing.index = better
            writing.countAtReclustering = better.count
            published.replace(by: better.snapshot)
        }
    }

    /// Whether the rules have changed so much since keys were chosen that reclustering is likely to pay.
    public var isWorthReclustering: Bool {
        writing.withLock { writing in
            writing.changes == nil && writing.index.sample.count >= AlertSample.alertsMax / 4
                && writing.index.count > max(2 * writing.countAtReclustering, 1_000)
        }
    }

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
