internal import JSONDocument

extension FindingCollector {
    mutating func examineArray(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        guard tape.kind(node) == .array, !subschema.arrays.isEmpty else { return }
        let arrays = subschema.arrays
        let elements = self.node(node).elements.map(\.index)
        examineItemCount(arrays, elements.count, schema, node, path, &outcome)
        for (index, element) in elements.enumerated() {
            guard outcome.drafts.count < max else { break }
            let inner: Outcome
            if index < arrays.prefixItems.count {
                inner = examineChild(
                    arrays.prefixItems[index], element, path, ["prefixItems", String(index)])
            } else if let items = arrays.items {
                inner = examineChild(items, element, path, ["items"])
            } else {
                break
            }
            if isAsked { outcome.evaluated.insert(element) }
            adoptDrafts(inner, &outcome)
        }
        if let contains = arrays.contains {
            examineContains(arrays, contains, elements, schema, node, path, &outcome)
        }
        if arrays.uniqueItems { examineUnique(elements, schema, node, path, &outcome) }
    }

    private func examineItemCount(
        _ arrays: Subschema.ArrayKeywords, _ found: Int, _ schema: Int, _ node: Int, _ path: Path?,
        _ outcome: inout Outcome
    ) {
        if let least = arrays.itemsMin, found < least {
            let message = "\(subject(node)) must have at least \(count(least, "item")), not \(found)"
            report("minItems", schema, node, path, message, &outcome)
        }
        if let most = arrays.itemsMax, found > most {
            let message = "\(subject(node)) must have at most \(count(most, "item")), not \(found)"
            report("maxItems", schema, node, path, message, &outcome)
        }
    }

    private mutating func examineContains(
        _ arrays: Subschema.ArrayKeywords, _ contains: Int, _ elements: [Int], _ schema: Int, _ node: Int,
        _ path: Path?, _ outcome: inout Outcome
    ) {
        var found = 0
        silenceDepth += 1
        for element in elements where examineChild(contains, element, path, ["contains"]).holds {
            found += 1
            if isAsked { outcome.evaluated.insert(element) }
        }
        silenceDepth -= 1
        let least = arrays.containsMin ?? 1
        if found < least {
            let keyword = arrays.containsMin == nil ? "contains" : "minContains"
            let message =
                "\(subject(node)) must contain at least \(count(least, "item")) of the kind required, not \(found)"
            report(keyword, schema, node, path, message, &outcome)
        }
        if let most = arrays.containsMax, found > most {
            let message =
                "\(subject(node)) must contain at most \(count(most, "item")) of the kind described, not \(found)"
            report("maxContains", schema, node, path, message, &outcome)
        }
    }

    private func examineUnique(
        _ elements: [Int], _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        guard let (first, second) = equalPair(elements) else { return }
        let message = "items \(first + 1) and \(second + 1) of \(subject(node)) are equal; all must differ"
        report("uniqueItems", schema, node, path, message, &outcome)
    }

    /// The first element that is equal to one before it, and that one, by their positions.
    private func equalPair(_ elements: [Int]) -> (first: Int, second: Int)? {
        guard elements.count > Judge.pairwiseMax else {
            for second in elements.indices {
                for first in 0..<second where ValueIdentity.equal(node(elements[first]), node(elements[second])) {
                    return (first, second)
                }
            }
            return nil
        }
        var byHash: [UInt64: [Int]] = [:]
        for (second, element) in elements.enumerated() {
            let value = self.node(element)
            let hash = ValueIdentity.hash(value)
            let first = byHash[hash]?.first { ValueIdentity.equal(self.node(elements[$0]), value) }
            if let first { return (first, second) }
            byHash[hash, default: []].append(second)
        }
        return nil
    }
}
