public import AlertModel

/// An administration that takes part in the exchange.
public struct Member: Hashable, Sendable {
    /// Its identifier.
    public let id: MemberIdentifier
    /// Its name, for people.
    public let name: String

    /// A member.
    public init(id: MemberIdentifier, name: String) {
        self.id = id
        self.name = name
    }
}

/// Members that alerts may be addressed to by one name.
public struct MemberGroup: Hashable, Sendable {
    /// Its name.
    public let name: GroupName
    /// Its members, ascending.
    public let members: [MemberIdentifier]

    /// A group; the members' order does not matter.
    public init(name: GroupName, members: [MemberIdentifier]) {
        self.name = name
        self.members = members.sorted()
    }
}
