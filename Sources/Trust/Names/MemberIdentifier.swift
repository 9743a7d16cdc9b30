/// Names a member administration: two capital letters (ISO 3166-1), or `ORG-` and 1 to 16 of `A-Z`, `0-9` and `-`.
///
/// Compared exactly: `gt` is no spelling of `GT`.
@frozen public struct MemberIdentifier: Hashable, Sendable {
    /// The identifier's characters.
    public let text: ShortText

    /// The longest identifier.
    public static let bytesMax = 20

    /// Takes a well-formed identifier; nil for anything else. Whether the country exists is not judged here.
    public init?(_ text: some StringProtocol) {
        guard Self.isWellFormed(text.utf8), let short = ShortText(text) else { return nil }
        self.text = short
    }

    private static func isWellFormed(_ bytes: some Collection<UInt8>) -> Bool {
        if bytes.count == 2 { return bytes.allSatisfy { isCapital($0) } }
        guard bytes.count <= bytesMax, bytes.starts(with: "ORG-".utf8) else { return false }
        let name = bytes.dropFirst(4)
        guard let first = name.first, isCapital(first) || isDigit(first) else { return false }
        return name.allSatisfy { isCapital($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

extension MemberIdentifier: Comparable, CustomStringConvertible {
    /// By character codes.
    public static func < (left: MemberIdentifier, right: MemberIdentifier) -> Bool { left.text < right.text }

    /// The identifier: `GT`, `ORG-CCLEC`.
    public var description: String { text.description }
}
