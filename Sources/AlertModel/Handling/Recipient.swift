/// The name of a group of members, as the directory defines it: small letters, digits and hyphens.
public struct GroupName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Longest name, in bytes.
    public static let bytesMax = 32

    let text: PackedText<4>

    /// Parses a name, nil where the shape is wrong.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard Self.hasShape(bytes), let text = PackedText<4>(bytes) else { return nil }
        self.text = text
    }

    /// Parses a name, nil where the shape is wrong.
    public init?(_ name: some StringProtocol) {
        var name = String(name)
        guard let parsed = name.withUTF8({ GroupName(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = parsed
    }

    /// Whether bytes have the shape of a name.
    public static func hasShape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard 1...bytesMax ~= bytes.count, ASCII.isLowerOrDigit(bytes[0]) else { return false }
        for byte in bytes where !ASCII.isLowerOrDigit(byte) && byte != UInt8(ascii: "-") { return false }
        return true
    }

    /// The order of the bytes.
    public static func < (one: GroupName, other: GroupName) -> Bool { one.text < other.text }

    /// The name as it is written.
    public var description: String { text.description }
}

/// Who may receive an alert: one member, or the members of a group.
public enum Recipient: Hashable, Sendable {
    /// `member:GT`.
    case member(MemberIdentifier)
    /// `group:caricom`.
    case group(GroupName)

    private static let memberPrefix = "member:"
    private static let groupPrefix = "group:"

    /// Parses an entry of an alert's recipients, nil where the shape is wrong.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = UnsafeRawBufferPointer(rebasing: bytes[(colon + 1)...])
        switch colon {
        case Self.memberPrefix.utf8.count - 1:
            guard bytes.starts(with: Self.memberPrefix.utf8), let member = MemberIdentifier(name) else { return nil }
            self = .member(member)
        case Self.groupPrefix.utf8.count - 1:
            guard bytes.starts(with: Self.groupPrefix.utf8), let group = GroupName(name) else { return nil }
            self = .group(group)
        default: return nil
        }
    }

    /// Parses an entry, nil where the shape is wrong.
    public init?(_ entry: some StringProtocol) {
        var entry = String(entry)
        guard let parsed = entry.withUTF8({ Recipient(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = parsed
    }
}

extension Recipient: CustomStringConvertible {
    /// The entry as it is written.
    public var description: String {
        switch self {
        case .member(let member): Self.memberPrefix + member.description
        case .group(let group): Self.groupPrefix + group.description
        }
    }
}
