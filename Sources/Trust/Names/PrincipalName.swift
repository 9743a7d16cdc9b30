public import AlertModel

/// Names a principal in the whole exchange: its member and its name there, `GT/desk-1`.
@frozen public struct PrincipalName: Hashable, Sendable {
    /// The member that the principal belongs to.
    public let member: MemberIdentifier
    /// Its name within the member: 1 to 32 of `a-z`, `0-9` and `-`, not beginning with `-`.
    public let local: ShortText

    /// A principal of a member; nil where the name is not well-formed.
    public init?(member: MemberIdentifier, local: some StringProtocol) {
        guard let short = LowercaseName.parse(local) else { return nil }
        self.member = member
        self.local = short
    }

    /// Takes `MEMBER/name`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let member = MemberIdentifier(parts[0]) else { return nil }
        self.init(member: member, local: parts[1])
    }
}

extension PrincipalName: Comparable, CustomStringConvertible {
    /// By member, then by name.
    public static func < (left: PrincipalName, right: PrincipalName) -> Bool {
        (left.member, left.local) < (right.member, right.local)
    }

    /// `MEMBER/name`.
    public var description: String { "\(member)/\(local)" }
}
