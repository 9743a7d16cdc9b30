/// Names a group of members or, within a member, a principal: 1 to 32 of `a-z`, `0-9` and `-`, not beginning with `-`.
enum LowercaseName {
    static func parse(_ text: some StringProtocol) -> ShortText? {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.allSatisfy(isAllowed) else {
            return nil
        }
        return ShortText(text)
    }

    static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// Names a group of members, such as `caricom`: 1 to 32 of `a-z`, `0-9` and `-`, not beginning with `-`.
@frozen public struct GroupName: Hashable, Sendable {
    /// The name's characters.
    public let text: ShortText

    /// Takes a well-formed name; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard let short = LowercaseName.parse(text) else { return nil }
        self.text = short
    }
}

extension GroupName: Comparable, CustomStringConvertible {
    /// By character codes.
    public static func < (left: GroupName, right: GroupName) -> Bool { left.text < right.text }

    /// The name.
    public var description: String { text.description }
}
