/// The name of a member of the exchange: the ISO 3166-1 code of its country, or `ORG-` and capital letters, digits and
/// hyphens for an organisation.
///
/// Whether a country exists is judged apart, against the list.
public struct MemberIdentifier: Hashable, Comparable, Sendable {
    /// Longest name, in bytes.
    public static let bytesMax = 16
    static let wordCount = 3
    private static let organisationPrefix = "ORG-"

    let text: PackedText<3>

    /// Parses a name, nil where the shape is wrong.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard Self.hasShape(bytes), let text = PackedText<3>(bytes) else { return nil }
        self.text = text
    }

    /// Parses a name, nil where the shape is wrong.
    public init?(_ name: some StringProtocol) {
        var name = String(name)
        guard let parsed = name.withUTF8({ MemberIdentifier(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = parsed
    }

    /// Whether bytes have the shape of a name.
    public static func hasShape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.count == 2 { return ASCII.isUpper(bytes[0]) && ASCII.isUpper(bytes[1]) }
        let prefix = organisationPrefix.utf8.count
        guard bytes.count > prefix, bytes.count <= bytesMax, bytes.starts(with: organisationPrefix.utf8) else {
            return false
        }
        for byte in bytes[prefix...] where !ASCII.isUpperOrDigit(byte) && byte != UInt8(ascii: "-") { return false }
        return bytes[prefix] != UInt8(ascii: "-") && bytes[bytes.count - 1] != UInt8(ascii: "-")
    }

    /// Whether the name is that of a country, not of an organisation.
    public var isCountry: Bool { text.words[0] & 0x0000_FFFF_FFFF_FFFF == 0 }

    /// The two letters of a country's code.
    public var countryLetters: (UInt8, UInt8)? {
        guard isCountry else { return nil }
        let word = text.words[0]
        return (UInt8(truncatingIfNeeded: word >> 56), UInt8(truncatingIfNeeded: word >> 48))
    }

    /// The order of the bytes.
    public static func < (one: MemberIdentifier, other: MemberIdentifier) -> Bool { one.text < other.text }
}

extension MemberIdentifier: CustomStringConvertible {
    /// The name as it is written.
    public var description: String { text.description }
}
