// Only so that the C mathematics library is linked, which rounding calls in unoptimised builds.
import Glibc

/// How two values lie to each other.
enum RuleOrder {
    case less
    case equal
    case greater
    /// NaN, which is neither less nor equal nor greater than anything.
    case unordered

    init<Value: Comparable>(_ one: Value, _ other: Value) {
        self = one < other ? .less : one == other ? .equal : one > other ? .greater : .unordered
    }

    var reversed: RuleOrder {
        switch self {
        case .less: .greater
        case .greater: .less
        default: self
        }
    }
}

/// Compares numbers of different types exactly, without rounding one to the type of the other.
enum RuleNumber {
    @inline(__always)
    static func order(_ one: RuleValue, _ other: RuleValue) -> RuleOrder {
        switch (one.kind, other.kind) {
        case (.int, .int): RuleOrder(one.int, other.int)
        case (.double, .double): RuleOrder(one.double, other.double)
        case (.int, .double): order(whole: one.int, other.double)
        case (.double, .int): order(whole: other.int, one.double).reversed
        case (.uint, .uint): RuleOrder(one.bits, other.bits)
        case (.int, .uint): one.int < 0 ? .less : RuleOrder(one.bits, other.bits)
        case (.uint, .int): other.int < 0 ? .greater : RuleOrder(one.bits, other.bits)
        case (.uint, .double): order(whole: one.bits, other.double)
        case (.double, .uint): order(whole: other.bits, one.double).reversed
        default: .unordered
        }
    }

    /// Below this every whole number is a `Double`.
    private static let exactMax = 1.0e15

    private static func order<Whole: FixedWidthInteger>(whole: Whole, _ fraction: Double) -> RuleOrder {
        if fraction.magnitude < exactMax, whole.magnitude < 1 << 50 { return RuleOrder(Double(whole), fraction) }
        if fraction.isNaN { return .unordered }
        if fraction >= Double(sign: .plus, exponent: Whole.isSigned ? 63 : 64, significand: 1) { return .less }
        if fraction < Double(Whole.min) { return .greater }
        let floor = fraction.rounded(.down)
        let order = RuleOrder(whole, Whole(floor))
        return order == .equal && floor != fraction ? .less : order
    }
}
