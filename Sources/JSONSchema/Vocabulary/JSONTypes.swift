public import JSONDocument

/// A set of JSON types, as the keyword `type` names them.
public struct JSONTypes: OptionSet, Hashable, Sendable {
    /// One bit a type; `number` has two, of which `integer` is one.
    public let rawValue: UInt8

    /// A set by its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `null`.
    public static let null = JSONTypes(rawValue: 1 << 0)
    /// `true` and `false`.
    public static let boolean = JSONTypes(rawValue: 1 << 1)
    /// Objects.
    public static let object = JSONTypes(rawValue: 1 << 2)
    /// Arrays.
    public static let array = JSONTypes(rawValue: 1 << 3)
    /// Strings.
    public static let string = JSONTypes(rawValue: 1 << 4)
    /// Numbers of a whole value, however they are written: `1.0` is one.
    public static let integer = JSONTypes(rawValue: 1 << 5)
    /// All numbers.
    public static let number = JSONTypes(rawValue: 3 << 5)
    /// Everything.
    public static let all = JSONTypes(rawValue: 0x7F)

    /// The types by the names that `type` uses.
    static let named: [(name: String, types: JSONTypes)] = [
        ("null", .null), ("boolean", .boolean), ("object", .object), ("array", .array), ("number", .number),
        ("string", .string), ("integer", .integer),
    ]

    /// The type of a value. A number of whole value counts as `integer`.
    public init(of value: JSONNode) {
        switch value.kind {
        case .object: self = .object
        case .array: self = .array
        case .string: self = .string
        case .true, .false: self = .boolean
        case .null: self = .null
        case .integer: self = .integer
        case .double, .bigNumber: self = DecimalText(value).isWhole ? .integer : JSONTypes(rawValue: 1 << 6)
        }
    }

    /// The kinds of node that are of these types whatever their value, as bits.
    var kindMask: UInt32 {
        var mask: UInt32 = 0
        if contains(.null) { mask |= Self.bit(.null) }
        if contains(.boolean) { mask |= Self.bit(.true) | Self.bit(.false) }
        if contains(.object) { mask |= Self.bit(.object) }
        if contains(.array) { mask |= Self.bit(.array) }
        if contains(.string) { mask |= Self.bit(.string) }
        if contains(.integer) { mask |= Self.bit(.integer) }
        if contains(.number) { mask |= Self.bit(.double) | Self.bit(.bigNumber) }
        return mask
    }

    /// The kinds of node that are of these types where the number is whole, as bits.
    var wholeKindMask: UInt32 { contains(.integer) ? Self.bit(.double) | Self.bit(.bigNumber) : 0 }

    private static func bit(_ kind: JSONKind) -> UInt32 { 1 << UInt32(kind.rawValue) }
}

extension JSONTypes: CustomStringConvertible {
    /// The names, in words: `a string or null`.
    public var description: String {
        if contains(.all) { return "any value" }
        var names: [String] = []
        if contains(.object) { names.append("an object") }
        if contains(.array) { names.append("an array") }
        if contains(.string) { names.append("a string") }
        if contains(.number) { names.append("a number") } else if contains(.integer) { names.append("a whole number") }
        if !contains(.integer), rawValue & (1 << 6) != 0 { names.append("a number with a fraction") }
        if contains(.boolean) { names.append("true or false") }
        if contains(.null) { names.append("null") }
        guard let last = names.popLast() else { return "nothing" }
        return names.isEmpty ? last : names.joined(separator: ", ") + " or " + last
    }
}
