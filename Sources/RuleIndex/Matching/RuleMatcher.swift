public import JSONDocument
internal import RuleLanguage

/// The memory that matching takes: keep one for each thread and use it again, and matching allocates nothing.
public struct RuleMatcher: ~Copyable {
    private var found = MatchBuffer()
    private var columns: UnsafeMutablePointer<UInt32>
    private var columnCapacity = 64
    private let lists: UnsafeMutablePointer<UInt32>
    private let keys: UnsafeMutablePointer<UInt64>
    private let foundBuckets: UnsafeMutablePointer<Matching.Found>

    /// Memory for one thread.
    public init() {
        columns = .allocate(capacity: columnCapacity)
        lists = .allocate(capacity: Columns.listsMax)
        keys = .allocate(capacity: KeyShape.shapesMax + 1)
        foundBuckets = .allocate(capacity: KeyShape.shapesMax + 1)
    }

    deinit {
        columns.deallocate()
        lists.deallocate()
        keys.deallocate()
        foundBuckets.deallocate()
    }

    /// Finds the rules that match an alert.
    /// - Parameters:
    ///   - matches: Receives their ids, each once; what it held before is dropped, its memory kept.
    ///   - isSorted: Whether the ids are wanted in ascending order; without, their order may change whenever the index
    ///     does.
    public mutating func match(
        _ root: JSONNode, in snapshot: borrowing RuleSnapshot, into matches: inout [RuleID], isSorted: Bool = true
    ) {
        find(root, snapshot)
        if isSorted || found.mayRepeat { found.sort() }
        matches.removeAll(keepingCapacity: true)
        let ids = UnsafeRawPointer(found.base).assumingMemoryBound(to: RuleID.self)
        matches.append(contentsOf: UnsafeBufferPointer(start: ids, count: found.count))
    }

    private mutating func find(_ root: JSONNode, _ snapshot: borrowing RuleSnapshot) {
        found.removeAll()
        prepare(snapshot)
        let reader = reader(root.tape, snapshot)
        if snapshot.absent.count > 0 { reader.read(root.index, as: 0) }
        let matching = Matching(
            root: root, columns: UnsafePointer(columns), ranks: snapshot.thresholds.rankBase,
            words: snapshot.words.base, rules: snapshot.wholeRules.base, buckets: snapshot.buckets.views)
        collect(0, matching, snapshot)
        for list in 0..<snapshot.tree.lists.count where lists[list] != 0 {
            visit(list, Int(lists[list]), reader, matching, snapshot)
        }
    }

    private mutating func prepare(_ snapshot: borrowing RuleSnapshot) {
        let count = snapshot.absent.count
        if count > columnCapacity {
            columns.deallocate()
            columnCapacity = count * 2
            columns = .allocate(capacity: columnCapacity)
        }
        columns.update(from: snapshot.absent.base, count: count)
        for list in 0..<snapshot.tree.lists.count { lists[list] = 0 }
    }

    private func reader(_ tape: JSONTape, _ snapshot: borrowing RuleSnapshot) -> AlertReader {
        let tree = snapshot.tree
        return AlertReader(
            tape: tape, nodes: UnsafePointer(tree.nodes.baseAddress.unsafelyUnwrapped),
            children: UnsafePointer(tree.children.baseAddress.unsafelyUnwrapped),
            prefixes: UnsafePointer(tree.prefixes.baseAddress.unsafelyUnwrapped),
            names: UnsafePointer(tree.names.baseAddress.unsafelyUnwrapped), texts: snapshot.texts.reader,
            thresholds: snapshot.thresholds, thresholdViews: snapshot.thresholds.viewBase, columns: columns,
            lists: lists)
    }

    /// The columns of an alert, those of lists from their first elements.
    mutating func row(_ root: JSONNode, _ snapshot: borrowing RuleSnapshot) -> [UInt32] {
        prepare(snapshot)
        let reader = reader(root.tape, snapshot)
        reader.read(root.index, as: 0)
        for list in 0..<snapshot.tree.lists.count where lists[list] != 0 {
            let first = Int(lists[list]) + 1
            if first < root.tape.next(after: Int(lists[list])) {
                reader.read(first, as: Int(snapshot.tree.lists[list].node))
            }
        }
        return Array(UnsafeBufferPointer(start: columns, count: snapshot.absent.count))
    }

    /// Looks up the keys of the alert, or of one element, and the rules that have none.
    @inline(__always)
    private mutating func collect(_ scope: Int, _ matching: Matching, _ snapshot: borrowing RuleSnapshot) {
        if scope < snapshot.probes.count {
            let probes = snapshot.probes[scope]
            matching.collect(probes.base, probes.count, keys: keys, found: foundBuckets, into: &found)
        }
        if scope < snapshot.broad.count, snapshot.broad[scope].count > 0 {
            matching.collect(snapshot.broad[scope], into: &found)
        }
    }

    /// The elements of a list, or the keys of an object, one after the other.
    private mutating func visit(
        _ list: Int, _ node: Int, _ reader: AlertReader, _ matching: Matching, _ snapshot: borrowing RuleSnapshot
    ) {
        let entry = snapshot.tree.lists[list]
        let isObject = reader.tape.kinds[node] == JSONKind.object.rawValue
        var at = node &+ 1
        let end = reader.tape.next(after: node)
        while at < end {
            for index in 0..<Int(entry.columnCount) {
                let column = Int(snapshot.tree.listColumns[Int(entry.firstColumn) &+ index])
                columns[column] = snapshot.absent.base[column]
            }
            reader.read(at, as: Int(entry.node))
            collect(list + 1, matching, snapshot)
            at = reader.tape.next(after: isObject ? at &+ 1 : at)
        }
    }
}
