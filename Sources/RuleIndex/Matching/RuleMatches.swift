/// The rules that match each of several alerts.
public struct RuleMatches: Sendable {
    private var ids: [RuleID] = []
    /// Where those of each alert end.
    private var ends: [Int] = []

    /// Of no alert.
    public init() {}

    /// The number of alerts.
    public var count: Int { ends.count }

    /// The rules that match an alert, by its place among those that were matched together.
    public subscript(alert: Int) -> ArraySlice<RuleID> { ids[(alert == 0 ? 0 : ends[alert - 1])..<ends[alert]] }

    mutating func removeAll() {
        ids.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ found: UnsafeBufferPointer<RuleID>) {
        ids.append(contentsOf: found)
        ends.append(ids.count)
    }
}
