internal import JSONDocument
internal import RuleLanguage

/// What an alert must have at one path for a rule to match: one of a few texts.
struct AccessKey {
    /// The names from the root to the field.
    let path: [String]
    /// The texts, as bytes.
    let values: [[UInt8]]

    /// The most texts a key may have.
    static let valuesMax = 64

    /// The keys of a rule: conditions that hold whenever the rule does. Taken from `field == 'text'` and
    /// `field in ['text', …]`, alone or joined by `&&`.
    static func all(of rule: Rule) -> [AccessKey] {
        if case .and(let operands) = rule.expression.form { return operands.compactMap(key) }
        return [key(of: rule.expression)].compactMap { $0 }
    }

    private static func key(of expression: RuleExpression) -> AccessKey? {
        guard case .binary(let operation, let left, let right) = expression.form else { return nil }
        switch operation {
        case .equal:
            if let path = left.path, let value = text(right) { return AccessKey(path: path, values: [value]) }
            if let path = right.path, let value = text(left) { return AccessKey(path: path, values: [value]) }
            return nil
        case .isIn:
            guard let path = left.path, case .list(let elements) = right.form, !elements.isEmpty else { return nil }
            let values = elements.compactMap(text)
            guard values.count == elements.count, values.count <= valuesMax else { return nil }
            return AccessKey(path: path, values: Array(Set(values)))
        default: return nil
        }
    }

    private static func text(_ expression: RuleExpression) -> [UInt8]? {
        guard case .literal(.string(let text)) = expression.form else { return nil }
        return Array(text.utf8)
    }

    /// The hash by which texts are found. Different texts may share one: the rule itself decides.
    static func hash(_ value: [UInt8]) -> UInt64 {
        let padded = value + [UInt8](repeating: 0, count: JSONTape.paddingBytes)
        return padded.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { JSONKeyHash.shared.hash($0, count: value.count) } ?? 0
        }
    }

    /// The hash of a text of an alert.
    static func hash(_ node: JSONNode) -> UInt64 {
        if node.isEscaped { return hash(node.withStringBytes { Array($0) }) }
        return JSONKeyHash.shared.hash(
            node.tape.bytes + Int(node.tape.nodes[node.index].offset), count: node.rawBytes.count)
    }
}
