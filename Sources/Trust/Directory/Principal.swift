public import AlertModel

/// A principal within one revision of the directory, with what decisions about it need at hand.
public struct Principal: Sendable, Equatable {
    /// What the directory states.
    public let entry: PrincipalEntry
    /// The groups that its member belongs to.
    public let groups: [GroupName]
    /// The revision of the directory it was taken from.
    public let revision: UInt64

    /// Its name.
    public var name: PrincipalName { entry.name }
    /// Its member.
    public var member: MemberIdentifier { entry.name.member }
}
