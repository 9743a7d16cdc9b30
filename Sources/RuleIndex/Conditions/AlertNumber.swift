internal import JSONDocument

/// A number of a rule or of an alert, as the evaluator reads it.
enum AlertNumber: Hashable, Sendable {
    case int(Int64)
    /// Only where it does not fit `int`.
    case uint(UInt64)
    case double(Double)

    /// A whole number without sign.
    init(unsigned value: UInt64) {
        if let value = Int64(exactly: value) { self = .int(value) } else { self = .uint(value) }
    }

    /// The number at a node of an alert, nil where there is another value.
    @inline(__always)
    init?(_ node: JSONNode) {
        switch node.kind {
        case .integer: self = .int(Int64(bitPattern: node.tape.nodes[node.index].payload))
        case .double: self = .double(Double(bitPattern: node.tape.nodes[node.index].payload))
        case .bigNumber: self = Self.big(node)
        default: return nil
        }
    }

    private static func big(_ node: JSONNode) -> AlertNumber {
        if let whole = node.integer { return .int(whole) }
        if let unsigned = UInt64(String(decoding: node.rawBytes, as: UTF8.self)) { return .uint(unsigned) }
        return .double(node.double ?? .nan)
    }

    /// The same value as a `Double` where that is exact, nil elsewhere.
    @inline(__always)
    var exactDouble: Double? {
        switch self {
        case .int(let value): value.magnitude <= 1 << 53 ? Double(value) : nil
        case .uint: nil
        case .double(let value): value
        }
    }

    /// Whether this is less than another, compared exactly whatever the types. NaN is less than nothing.
    func isLess(than other: AlertNumber) -> Bool {
        switch (self, other) {
        case (.int(let one), .int(let other)): one < other
        case (.uint(let one), .uint(let other)): one < other
        case (.int, .uint): true
        case (.uint, .int): false
        case (.double(let one), .double(let other)): one < other
        case (.int(let one), .double(let other)): Self.isLess(one, other)
        case (.uint(let one), .double(let other)): Self.isLess(one, other)
        case (.double(let one), .int(let other)): Self.isLess(one, whole: other)
        case (.double(let one), .uint(let other)): Self.isLess(one, whole: other)
        }
    }

    /// Whether whole < fraction: the fraction rounded up is the least whole number that is not less.
    private static func isLess<Whole: FixedWidthInteger>(_ whole: Whole, _ fraction: Double) -> Bool {
        if fraction.isNaN { return false }
        if fraction <= Double(Whole.min) { return false }
        let ceiling = fraction.rounded(.up)
        return Whole(exactly: ceiling).map { whole < $0 } ?? true
    }

    private static func isLess<Whole: FixedWidthInteger>(_ fraction: Double, whole: Whole) -> Bool {
        if fraction.isNaN { return false }
        let floor = fraction.rounded(.down)
        if floor < Double(Whole.min) { return true }
        return Whole(exactly: floor).map { $0 < whole } ?? false
    }
}
