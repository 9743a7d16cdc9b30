internal import RuleLanguage

/// A rule index as it was at some moment: immutable, to be matched against by any number of threads.
public struct RuleSnapshot: Sendable {
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
    }
}
