/// A value while a rule is evaluated: 16 bytes that own nothing. Texts, lists and maps are ranges of one of three
/// memories, which its origin names.
struct RuleValue {
    enum Kind: UInt8 {
        /// No value; `extra` is the fault, `bits` the instruction at which it arose.
        case fault
        case null
        case bool
        case int
        case uint
        case double
        case string
        case bytes
        case list
        case map
        /// Seconds since 1970 in `bits`, nanoseconds in `extra`.
        case timestamp
        /// Seconds in `bits`, nanoseconds of the same sign in `extra`.
        case duration
        /// A number of `RuleTypeName`.
        case type
        /// A value that may be missing. `inner` is the kind of the value, and everything else is the value's; where
        /// that is an optional itself, `bits` is its place in the scratch. `fault` where there is no value.
        case optional
    }

    /// Which memory holds the content.
    enum Origin: UInt8 {
        /// The alert's tape: texts are ranges of its bytes, lists and maps are nodes.
        case alert
        /// The rule's constants.
        case rule
        /// What this evaluation made.
        case scratch
    }

    let kind: Kind
    let origin: Origin
    let inner: Kind
    let extra: Int32
    let bits: UInt64

    @inline(__always)
    init(_ kind: Kind, origin: Origin = .alert, inner: Kind = .fault, extra: Int32 = 0, bits: UInt64) {
        self.kind = kind
        self.origin = origin
        self.inner = inner
        self.extra = extra
        self.bits = bits
    }

    static let null = RuleValue(.null, bits: 0)
    /// The optional without a value.
    static let none = RuleValue(.optional, bits: 0)

    @inline(__always)
    static func bool(_ value: Bool) -> RuleValue { RuleValue(.bool, bits: value ? 1 : 0) }

    @inline(__always)
    static func int(_ value: Int64) -> RuleValue { RuleValue(.int, bits: UInt64(bitPattern: value)) }

    @inline(__always)
    static func uint(_ value: UInt64) -> RuleValue { RuleValue(.uint, bits: value) }

    @inline(__always)
    static func double(_ value: Double) -> RuleValue { RuleValue(.double, bits: value.bitPattern) }

    @inline(__always)
    static func fault(_ code: RuleReason.Code, at instruction: Int) -> RuleValue {
        RuleValue(.fault, extra: Int32(code.rawValue), bits: UInt64(truncatingIfNeeded: instruction))
    }

    @inline(__always)
    static func time(_ kind: Kind, _ time: RuleTime.Value) -> RuleValue {
        RuleValue(kind, extra: time.nanoseconds, bits: UInt64(bitPattern: time.seconds))
    }

    static func type(_ name: RuleTypeName) -> RuleValue { RuleValue(.type, bits: name.number) }

    /// A range of a memory: of bytes, or of values.
    @inline(__always)
    static func range(_ kind: Kind, _ origin: Origin, start: Int, count: Int) -> RuleValue {
        RuleValue(
            kind, origin: origin,
            bits: UInt64(truncatingIfNeeded: start) &<< 32 | UInt64(truncatingIfNeeded: count))
    }

    /// A list or map of the alert.
    @inline(__always)
    static func node(_ kind: Kind, _ index: Int) -> RuleValue {
        RuleValue(kind, origin: .alert, bits: UInt64(truncatingIfNeeded: index))
    }

    @inline(__always) var isFault: Bool { kind == .fault }
    /// Whether it is the optional without a value.
    @inline(__always) var isNone: Bool { kind == .optional && inner == .fault }
    @inline(__always) var isTrue: Bool { kind == .bool && bits == 1 }
    @inline(__always) var isFalse: Bool { kind == .bool && bits == 0 }
    @inline(__always) var int: Int64 { Int64(bitPattern: bits) }
    @inline(__always) var double: Double { Double(bitPattern: bits) }
    var time: RuleTime.Value { RuleTime.Value(seconds: int, nanoseconds: extra) }
    @inline(__always) var start: Int { Int(truncatingIfNeeded: bits &>> 32) }
    @inline(__always) var count: Int { Int(truncatingIfNeeded: bits & 0xFFFF_FFFF) }
    @inline(__always) var node: Int { Int(truncatingIfNeeded: bits) }

    /// Whether it is one of the three kinds of number, which compare with each other.
    @inline(__always) var isNumber: Bool { kind == .int || kind == .uint || kind == .double }
}
