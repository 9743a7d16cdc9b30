public import JSONDocument
internal import RuleLanguage

/// The memory that matching takes: keep one for each thread and use it again, and matching allocates nothing.
public struct RuleMatcher: ~Copyable {
    private var found = MatchBuffer()
    private var columns: UnsafeMutablePointer<UInt32>
    /// At least what a `TestCode` can name, so that one can be tested as if it was no long one.
    private var columnCapacity = TestCode.columnMax + 1
    private let lists: UnsafeMutablePointer<UInt32>
    private let workspace: UnsafeMutablePointer<Matching.Workspace>
    private var wholeRules = WholeRuleMemory()

    /// The steps that the evaluator took in the last match, over rules that are more than the index can test (see
    /// `Rule.cost`).
    public var evaluatedSteps: Int { wholeRules.steps }

    /// Memory for one thread.
    public init() {
        columns = .allocate(capacity: columnCapacity)
        lists = .allocate(capacity: Columns.listsMax)
        workspace = .allocate(capacity: 1)
        workspace.initialize(to: Matching.Workspace())
    }

    deinit {
        columns.deallocate()
        lists.deallocate()
        workspace.pointee.deallocate()
        workspace.deallocate()
        wholeRules.deallocate()
    }

    /// Finds the rules that match an alert.
    /// - Parameters:
    ///   - matches: Receives their ids, each once; what it held before is dropped, its memory kept.
    ///   - isSorted: Whether the ids are wanted in ascending order; without, their order may change whenever the index
    ///     does.
    public mutating func match(
        _ root: JSONNode, in snapshot: RuleSnapshot, into matches: inout [RuleID], isSorted: Bool = true
    ) {
        find(root, snapshot)
        if isSorted || found.mayRepeat { found.sort() }
        matches.removeAll(keepingCapacity: true)
        let ids = UnsafeRawPointer(found.base).assumingMemoryBound(to: RuleID.self)
        matches.append(contentsOf: UnsafeBufferPointer(start: ids, count: found.count))
    }

    private mutating func find(_ root: JSONNode, _ snapshot: RuleSnapshot) {
        let view = snapshot.view
        found.removeAll()
        wholeRules.begin(ruleCount: snapshot.wholeRules.count)
        prepare(view)
        let reader = reader(root.tape, snapshot)
        if view.columnCount > 0 { reader.read(root.index, as: 0) }
        let matching = Matching(root: root, columns: UnsafePointer(columns), view: view, wholeRules: wholeRules)
        collect(0, matching, snapshot)
        for list in 0..<view.tree.listCount where lists[list] != 0 {
            visit(list, Int(lists[list]), reader, matching, snapshot)
        }
    }

    @inline(__always)
    private mutating func prepare(_ view: SnapshotView) {
        let count = view.columnCount
        if count > columnCapacity {
            columns.deallocate()
            columnCapacity = count * 2
            columns = .allocate(capacity: columnCapacity)
        }
        columns.update(from: view.absent, count: count)
        for list in 0..<view.tree.listCount { lists[list] = 0 }
    }

    @inline(__always)
    private func reader(_ tape: JSONTape, _ snapshot: RuleSnapshot) -> AlertReader {
        AlertReader(
            tape: tape, tree: snapshot.view.tree, texts: snapshot.view.texts, thresholds: snapshot.view.thresholds,
            snapshot: snapshot, columns: columns, lists: lists)
    }

    /// The columns of an alert, those of lists from their first elements.
    mutating func row(_ root: JSONNode, _ snapshot: RuleSnapshot) -> [UInt32] {
        let view = snapshot.view
        prepare(view)
        let reader = reader(root.tape, snapshot)
        reader.read(root.index, as: 0)
        for list in 0..<view.tree.listCount where lists[list] != 0 {
            let first = Int(lists[list]) + 1
            if first < root.tape.next(after: Int(lists[list])) {
                reader.read(first, as: Int(view.tree.lists[list].node))
            }
        }
        return Array(UnsafeBufferPointer(start: columns, count: view.columnCount))
    }

    /// Looks up the keys of the alert, or of one element, and the rules that have none.
    @inline(__always)
    private mutating func collect(_ number: Int, _ matching: Matching, _ snapshot: RuleSnapshot) {
        let scope = matching.view.scopes[number]
        matching.collect(scope, workspace: workspace, into: &found)
        if scope.hasBroad { matching.collect(snapshot.broad[number], into: &found) }
    }

    /// The elements of a list, or the keys of an object, one after the other.
    private mutating func visit(
        _ list: Int, _ node: Int, _ reader: AlertReader, _ matching: Matching, _ snapshot: RuleSnapshot
    ) {
        let view = matching.view
        let entry = view.tree.lists[list]
        let isObject = reader.tape.kinds[node] == JSONKind.object.rawValue
        var at = node &+ 1
        let end = reader.tape.next(after: node)
        while at < end {
            for index in 0..<Int(entry.columnCount) {
                let column = Int(view.tree.listColumns[Int(entry.firstColumn) &+ index])
                columns[column] = view.absent[column]
            }
            reader.read(at, as: Int(entry.node))
            collect(list + 1, matching, snapshot)
            at = reader.tape.next(after: isObject ? at &+ 1 : at)
        }
    }
}
