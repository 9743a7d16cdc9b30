internal import CRuleScan
internal import RuleLanguage

/// A rule index as it was at some moment: immutable, to be matched against by any number of threads.
public final class RuleSnapshot: @unchecked Sendable {
    // Unchecked: the view points into the parts, which nobody writes while the snapshot shares them.

    let tree: PathTree
    let absent: AppendOnly<UInt32>
    let texts: TextNumbers
    let thresholds: Thresholds
    let words: AppendOnly<UInt32>
    let wholeRules: AppendOnly<Rule>
    let buckets: Buckets
    let broad: [BroadRules]
    let probes: [AppendOnly<ShapeProbe>]
    /// The number of rules.
    public let count: Int
    let view: UnsafePointer<SnapshotView>

    init(_ index: RuleIndex) {
        tree = index.columns.tree
        absent = index.columns.absent
        texts = index.texts
        thresholds = index.thresholds
        words = index.longTests.words
        wholeRules = index.wholeRules
        buckets = index.buckets
        broad = index.broad
        probes = index.shapes.probes
        count = index.count
        let scopes = UnsafeMutablePointer<SnapshotView.Scope>.allocate(capacity: broad.count)
        for (number, rules) in broad.enumerated() {
            let probes = number < probes.count ? probes[number] : AppendOnly()
            (scopes + number).initialize(
                to: SnapshotView.Scope(probes: probes.base, probeCount: probes.count, hasBroad: rules.count > 0))
        }
        let view = UnsafeMutablePointer<SnapshotView>.allocate(capacity: 1)
        view.initialize(
            to: SnapshotView(
                tree: PathTree.View(tree), absent: absent.base, columnCount: absent.count, texts: texts.reader,
                thresholds: thresholds.viewBase, ranks: thresholds.rankBase, rankMask: thresholds.rankMask,
                words: words.base, rules: wholeRules.base, buckets: buckets.views,
                way: crules_has(CRULES_AVX512) ? CRULES_AVX512 : CRULES_PORTABLE,
                scopes: UnsafePointer(scopes)))
        self.view = UnsafePointer(view)
    }

    deinit {
        view.pointee.scopes.deallocate()
        view.deallocate()
    }
}

/// What matching reads of a snapshot, as plain pointers: nothing is counted or checked on the way.
struct SnapshotView {
    /// What is looked up for the alert itself, or for each element of a list.
    struct Scope {
        let probes: UnsafePointer<ShapeProbe>
        let probeCount: Int
        let hasBroad: Bool
    }

    let tree: PathTree.View
    let absent: UnsafePointer<UInt32>
    let columnCount: Int
    let texts: TextNumbers.Reader
    let thresholds: UnsafePointer<Thresholds.View>
    let ranks: UnsafePointer<UInt32>
    /// Brings any operand of a test within `ranks`.
    let rankMask: UInt32
    let words: UnsafePointer<UInt32>
    let rules: UnsafePointer<Rule>
    let buckets: UnsafePointer<BucketShard.View>
    /// How short tests are made.
    let way: crules_way
    /// Of the alert itself, then of each list.
    let scopes: UnsafePointer<Scope>
}
