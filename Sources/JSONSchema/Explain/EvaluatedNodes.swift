/// The children that some schema had a say on. Mostly few and each named once, so a list that is made a set late.
struct EvaluatedNodes {
    /// Longer lists are freed of repetitions now and then, so that they cannot outgrow the document.
    private static let listedMax = 256

    private var nodes: [Int] = []
    private var compactionCount = EvaluatedNodes.listedMax

    mutating func insert(_ node: Int) {
        nodes.append(node)
        compactIfLong()
    }

    mutating func formUnion(_ other: EvaluatedNodes) {
        nodes += other.nodes
        compactIfLong()
    }

    private mutating func compactIfLong() {
        guard nodes.count > compactionCount else { return }
        nodes = Array(Set(nodes))
        compactionCount = max(Self.listedMax, nodes.count * 2)
    }

    /// For many questions.
    var set: Set<Int> { Set(nodes) }
}
