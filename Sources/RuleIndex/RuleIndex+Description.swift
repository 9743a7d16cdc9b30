extension RuleIndex: CustomStringConvertible {
    /// The shapes of keys with their keys and alternatives counted, and the alternatives without one.
    public var description: String {
        var keys = [Int](repeating: 0, count: shapes.shapes.count)
        var records = keys
        var largest = keys
        buckets.forEachBucket { key, count in
            guard count > 0 else { return }
            let shape = ShapeProbe.shape(of: key)
            keys[shape] += 1
            records[shape] += count
            largest[shape] = max(largest[shape], count)
        }
        let order = shapes.shapes.indices.filter { keys[$0] > 0 }.sorted { records[$0] > records[$1] }
        let lines = order.map { number in
            "  by \(name(of: shapes.shapes[number])): \(keys[number]) keys, \(records[number]) entries, "
                + "largest bucket \(largest[number])"
        }
        let broadCount = broad.reduce(0) { $0 + $1.count }
        return (["\(count) rules"] + lines + ["  without a key: \(broadCount)"]).joined(separator: "\n")
    }

    private func name(of shape: KeyShape) -> String {
        let names = shape.columns.map { columns.columns[$0].description }.joined(separator: " & ")
        guard let list = shape.list, shape.columns.allSatisfy({ columns.columns[$0].list == nil }) else {
            return names
        }
        return "\(names), for each element of list \(list)"
    }
}
