public import AlertModel

/// The members of the exchange, their principals, keys and rights, at one revision.
///
/// An immutable value: the hub replaces it whole when a revision is applied.
public struct Directory: Sendable, Equatable {
    /// Which revision it is; 0 is the empty directory before the first.
    public let revision: UInt64
    /// The members, ascending.
    public let members: [Member]
    /// The principals, ascending by name.
    public let principals: [Principal]
    /// The groups, ascending by name.
    public let groups: [MemberGroup]

    private let places: [PrincipalName: Int]
    private let keys: [TransportKey: KeyPlace]

    /// The most members.
    public static let membersMax = 512
    /// The most principals of a member.
    public static let principalsPerMemberMax = 64
    /// The most keys of a principal.
    public static let keysPerPrincipalMax = 4
    /// The most patterns of a principal for publishing, and for subscribing.
    public static let patternsMax = 64
    /// The most members that a principal may publish for besides its own.
    public static let publishForMax = 256
    /// The most groups.
    public static let groupsMax = 64

    struct KeyPlace: Sendable, Equatable {
        var principal: Int
        var key: Int
    }

    /// The directory before its first revision.
    public static let empty = Directory()

    private init() {
        revision = 0
        (members, principals, groups, places, keys) = ([], [], [], [:], [:])
    }

    /// A directory of these parts, in any order. Throws the first inconsistency: something named twice, a key listed
    /// twice, a principal or a group of a member that does not exist, more of something than is allowed.
    public init(
        revision: UInt64, members: [Member], principals: [PrincipalEntry], groups: [MemberGroup]
    ) throws(DirectoryError) {
        self.revision = revision
        self.members = members.sorted { $0.id < $1.id }
        self.groups = groups.sorted { $0.name < $1.name }
        try Self.check(members: self.members, groups: self.groups)
        var membership: [MemberIdentifier: [GroupName]] = [:]
        for group in self.groups {
            for member in group.members { membership[member, default: []].append(group.name) }
        }
        self.principals = principals.sorted { $0.name < $1.name }.map { entry in
            Principal(entry: entry, groups: membership[entry.name.member] ?? [], revision: revision)
        }
        try Self.check(principals: self.principals, members: self.members)
        var places: [PrincipalName: Int] = [:]
        var keys: [TransportKey: KeyPlace] = [:]
        for (index, principal) in self.principals.enumerated() {
            places[principal.name] = index
            for (position, key) in principal.entry.keys.enumerated() {
                let place = KeyPlace(principal: index, key: position)
                guard let earlier = keys.updateValue(place, forKey: key.publicKey) else { continue }
                throw DirectoryError(
                    "key \(key.publicKey.fingerprint) of \(principal.name) is also that of "
                        + "\(self.principals[earlier.principal].name)")
            }
        }
        self.places = places
        self.keys = keys
    }

    /// The principal of a name, nil where there is none.
    public func principal(named name: PrincipalName) -> Principal? { places[name].map { principals[$0] } }

    /// The member of an identifier, nil where there is none. Linear.
    public func member(_ id: MemberIdentifier) -> Member? { members.first { $0.id == id } }

    /// Whether a key is listed, accepted now or not.
    public func lists(_ key: TransportKey) -> Bool { keys[key] != nil }

    /// Who holds a key, and whether it is accepted now (`now` in milliseconds since 1970).
    public func identify(_ key: TransportKey, at now: Int64) -> KeyStanding {
        guard let place = keys[key] else { return .refused(.unknownKey) }
        let principal = principals[place.principal]
        let listed = principal.entry.keys[place.key]
        if principal.entry.isDisabled { return .refused(.disabledPrincipal) }
        if listed.isEarly(at: now) { return .refused(.earlyKey) }
        if listed.hasExpired(at: now) { return .refused(.expiredKey) }
        return .accepted(principal)
    }
}

/// An inconsistency of a directory or of a change to one. Holds no secrets.
public struct DirectoryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}
