public import JSONDocument

/// The memory that matching takes: keep one for each thread and use it again, and matching allocates nothing.
public struct RuleMatcher: ~Copyable {
    /// So many alerts, or elements of lists in them, go through the index together: each waits for memory while the
    /// others are worked at. What all of them ask for has to have room in the nearest cache.
    static let lanesMax = 8

    private let lanes: UnsafeMutablePointer<MatchLane>
    /// Those that were made, of which the first are filled.
    private var made = 0
    private var filled = 0
    /// The columns of an alert that has lists.
    private let base: UnsafeMutablePointer<UInt32> = .allocate(capacity: Columns.columnsMax)
    private let lists: UnsafeMutablePointer<UInt32>
    /// The rules found for the alert whose lanes come last.
    private var found = MatchBuffer()
    private var alert = 0
    private var wholeRules = WholeRuleMemory()

    /// The steps that the evaluator took in the last match, over rules that are more than the index can test (see
    /// `Rule.cost`).
    public var evaluatedSteps: Int { wholeRules.steps }

    /// How many steps the evaluator may take in a match. Once it took more, the rules that it would be asked about
    /// are left out of the result: see `isCut`.
    public var evaluatedStepsMax: Int {
        get { wholeRules.stepsMax }
        set { wholeRules.stepsMax = newValue }
    }

    /// Whether the last match took more steps than it might, so that rules may be missing from its result which the
    /// index cannot test itself. All others are in it.
    public var isCut: Bool { wholeRules.steps > wholeRules.stepsMax }

    /// Memory for one thread.
    public init() {
        lanes = .allocate(capacity: Self.lanesMax)
        lists = .allocate(capacity: Columns.listsMax)
    }

    deinit {
        lanes.deinitialize(count: made)
        lanes.deallocate()
        base.deallocate()
        lists.deallocate()
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
        matches.removeAll(keepingCapacity: true)
        match(CollectionOfOne(root), snapshot, isSorted) { matches.append(contentsOf: $0) }
    }

    /// Finds the rules that match each of several alerts: a little faster than one after the other. Eight alerts
    /// are enough.
    /// - Parameters:
    ///   - roots: The alerts; each of a document of its own, as all are read.
    ///   - matches: Receives the ids for each alert, each once; what it held before is dropped, its memory kept.
    ///   - isSorted: Whether the ids of an alert are wanted in ascending order.
    public mutating func match(
        _ roots: [JSONNode], in snapshot: RuleSnapshot, into matches: inout RuleMatches, isSorted: Bool = true
    ) {
        matches.removeAll()
        match(roots, snapshot, isSorted) { matches.append($0) }
    }

    /// Calls `body` with the rules of each alert in turn.
    @inline(__always)
    private mutating func match(
        _ roots: some Collection<JSONNode>, _ snapshot: RuleSnapshot, _ isSorted: Bool,
        _ body: (UnsafeBufferPointer<RuleID>) -> Void
    ) {
        let view = snapshot.view
        alert = 0
        found.removeAll()
        wholeRules.begin(ruleCount: snapshot.wholeRules.count, alertCount: roots.count)
        var number = 0
        for root in roots {
            if filled == Self.lanesMax { flush(snapshot, isSorted, body) }
            let reader = fill(root, number, snapshot)
            number += 1
            guard hasLists(view) else { continue }
            base.update(from: reader.columns, count: view.pointee.columnCount)
            for list in 0..<view.pointee.tree.listCount where lists[list] != 0 {
                visit(list, root, number - 1, snapshot, isSorted, body)
            }
        }
        flush(snapshot, isSorted, body)
        if number > 0 { handOver(isSorted, body) }
    }

    @inline(__always)
    private func hasLists(_ view: UnsafePointer<SnapshotView>) -> Bool {
        for list in 0..<view.pointee.tree.listCount where lists[list] != 0 { return true }
        return false
    }

    // MARK: Lanes

    /// Makes room for a further lane with columns to begin with; what reads into it.
    @inline(__always)
    private mutating func addLane(
        _ root: JSONNode, _ number: Int, scope: Int, _ columns: UnsafePointer<UInt32>, _ snapshot: RuleSnapshot
    ) -> AlertReader {
        let view = snapshot.view
        if filled == made {
            (lanes + made).initialize(to: MatchLane())
            made += 1
        }
        lanes[filled].begin(root, alert: number, scope: scope, columns: columns, view.pointee.columnCount)
        return AlertReader(
            tape: root.tape, tree: view.pointee.tree, texts: view.pointee.texts, thresholds: view.pointee.thresholds,
            snapshot: snapshot, columns: lanes[filled].columns, lists: lists)
    }

    /// Fills a lane with an alert; `lists` has its lists then.
    @inline(__always)
    private mutating func fill(_ root: JSONNode, _ number: Int, _ snapshot: RuleSnapshot) -> AlertReader {
        let view = snapshot.view
        for list in 0..<view.pointee.tree.listCount { lists[list] = 0 }
        let reader = addLane(root, number, scope: 0, view.pointee.absent, snapshot)
        if view.pointee.columnCount > 0 { reader.read(root.index, as: 0) }
        lanes[filled].lookUp(view)
        filled += 1
        return reader
    }

    /// Fills lanes with the elements of a list, or the keys of an object.
    private mutating func visit(
        _ list: Int, _ root: JSONNode, _ number: Int, _ snapshot: RuleSnapshot, _ isSorted: Bool,
        _ body: (UnsafeBufferPointer<RuleID>) -> Void
    ) {
        let view = snapshot.view
        let tape = root.tape
        let node = Int(lists[list])
        let element = Int(view.pointee.tree.lists[list].node)
        let isObject = tape.kinds[node] == JSONKind.object.rawValue
        var at = node &+ 1
        let end = tape.next(after: node)
        while at < end {
            if filled == Self.lanesMax { flush(snapshot, isSorted, body) }
            addLane(root, number, scope: list + 1, base, snapshot).read(at, as: element)
            lanes[filled].lookUp(view)
            filled += 1
            at = tape.next(after: isObject ? at &+ 1 : at)
        }
    }

    /// Takes all lanes through the stages, and empties them.
    private mutating func flush(
        _ snapshot: RuleSnapshot, _ isSorted: Bool, _ body: (UnsafeBufferPointer<RuleID>) -> Void
    ) {
        let view = snapshot.view
        for lane in 0..<filled { lanes[lane].findBuckets(view) }
        for lane in 0..<filled { lanes[lane].findRuns(view, wholeRules) }
        for lane in 0..<filled { lanes[lane].collect(view, wholeRules) }
        for lane in 0..<filled {
            lanes[lane].finish(snapshot, wholeRules)
            while alert < lanes[lane].alert { handOver(isSorted, body) }
            found.append(lanes[lane].matches)
        }
        filled = 0
    }

    /// Hands over what was found for an alert.
    @inline(__always)
    private mutating func handOver(_ isSorted: Bool, _ body: (UnsafeBufferPointer<RuleID>) -> Void) {
        if isSorted || found.mayRepeat { found.sort() }
        let ids = UnsafeRawPointer(found.base).assumingMemoryBound(to: RuleID.self)
        body(UnsafeBufferPointer(start: ids, count: found.count))
        found.removeAll()
        alert += 1
    }

    // MARK: Learning

    /// The columns of an alert, those of lists from their first elements.
    mutating func row(_ root: JSONNode, _ snapshot: RuleSnapshot) -> [UInt32] {
        let view = snapshot.view
        let reader = fill(root, 0, snapshot)
        filled = 0
        for list in 0..<view.pointee.tree.listCount where lists[list] != 0 {
            let first = Int(lists[list]) + 1
            if first < root.tape.next(after: Int(lists[list])) {
                reader.read(first, as: Int(view.pointee.tree.lists[list].node))
            }
        }
        return Array(UnsafeBufferPointer(start: reader.columns, count: view.pointee.columnCount))
    }
}
