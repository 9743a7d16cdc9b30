public import AlertModel

/// One step from a directory to the next. Steps state the whole new value, so that they can be read on their own.
public enum DirectoryChange: Hashable, Sendable {
    /// A principal is taken off.
    case removePrincipal(PrincipalName)
    /// A group is taken off.
    case removeGroup(GroupName)
    /// A member is taken off; its principals went before.
    case removeMember(MemberIdentifier)
    /// A member is new or renamed.
    case setMember(Member)
    /// A group is new or has other members.
    case setGroup(MemberGroup)
    /// A principal is new or has other keys or rights.
    case setPrincipal(PrincipalEntry)
}

extension DirectoryChange: CustomStringConvertible {
    /// A line for the operator and the log: what is changed, without the details.
    public var description: String {
        switch self {
        case .removePrincipal(let name): "principal \(name) removed"
        case .removeGroup(let name): "group \(name) removed"
        case .removeMember(let id): "member \(id) removed"
        case .setMember(let member): "member \(member.id) set"
        case .setGroup(let group): "group \(group.name) set, \(group.members.count) members"
        case .setPrincipal(let entry):
            "principal \(entry.name) set, keys: "
                + entry.keys.map(\.publicKey.fingerprint).joined(separator: ", ")
        }
    }
}

/// The changes that make one revision of the directory out of the one before: a record of the log.
public struct DirectoryRevision: Hashable, Sendable {
    /// The number of the revision that results; the one before is one less.
    public let number: UInt64
    /// The changes in the order in which they are made.
    public let changes: [DirectoryChange]

    /// A revision.
    public init(number: UInt64, changes: [DirectoryChange]) {
        self.number = number
        self.changes = changes
    }
}
