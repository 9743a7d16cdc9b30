/// A string that equals another only code point by code point, as JSON Schema has it: Swift's own strings are equal
/// wherever Unicode calls them equivalent.
struct ExactText: Hashable, Sendable {
    let string: String

    init(_ string: String) { self.string = string }

    static func == (one: ExactText, other: ExactText) -> Bool { one.string.utf8.elementsEqual(other.string.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }

    /// Its length as `minLength` counts.
    var length: Int { string.unicodeScalars.count }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = string
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

extension ExactText: Comparable {
    static func < (one: ExactText, other: ExactText) -> Bool {
        one.string.utf8.lexicographicallyPrecedes(other.string.utf8)
    }
}

extension ExactText: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(value) }
}

extension ExactText: CustomStringConvertible {
    var description: String { string }
}
