public import AlertModel

/// What a principal is for; one may serve several purposes.
public struct PrincipalRoles: OptionSet, Hashable, Sendable {
    /// One bit for each role.
    public let rawValue: UInt8

    /// Roles by their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Sends alerts.
    public static let publisher = PrincipalRoles(rawValue: 1)
    /// Receives alerts.
    public static let desk = PrincipalRoles(rawValue: 2)
    /// Asks the hub about itself. Gives no right to any alert.
    public static let `operator` = PrincipalRoles(rawValue: 4)

    /// The roles with their names in the directory, in the order in which they are written.
    static let named: [(name: String, role: PrincipalRoles)] = [
        ("publisher", .publisher), ("desk", .desk), ("operator", .operator),
    ]

    /// The names of the roles held.
    public var names: [String] { Self.named.filter { contains($0.role) }.map(\.name) }
}

/// What a principal has to do with exercises and tests.
public enum ExerciseStanding: String, CaseIterable, Sendable {
    /// May send and, where a subscription asks for it, get exercises besides real alerts.
    case allowed
    /// Has nothing to do with exercises.
    case never
    /// Sends and gets exercises and tests only: a training system, a simulator.
    case only
}

/// A key of a principal and the time in which it is accepted.
public struct PrincipalKey: Hashable, Sendable {
    /// The CURVE public key.
    public let publicKey: TransportKey
    /// From when on it is accepted, in milliseconds since 1970; nil means at once.
    public let notBefore: Int64?
    /// The first moment in which it is not accepted any more, in milliseconds since 1970; nil means never.
    public let notAfter: Int64?

    /// A key accepted from `notBefore` until `notAfter`.
    public init(publicKey: TransportKey, notBefore: Int64? = nil, notAfter: Int64? = nil) {
        self.publicKey = publicKey
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// Whether the key was valid once and is not any more.
    public func hasExpired(at now: Int64) -> Bool { notAfter.map { now >= $0 } ?? false }

    /// Whether the key will be valid later.
    public func isEarly(at now: Int64) -> Bool { notBefore.map { now < $0 } ?? false }
}

/// A principal as the directory states it.
public struct PrincipalEntry: Hashable, Sendable {
    /// Its name.
    public var name: PrincipalName
    /// What it is for.
    public var roles: PrincipalRoles
    /// Its keys, of which more than one may be valid while one replaces another.
    public var keys: [PrincipalKey]
    /// Topics it may publish on.
    public var publish: TopicRights
    /// Topics it may be sent.
    public var subscribe: TopicRights
    /// Members other than its own for which it may publish, ascending.
    public var publishFor: [MemberIdentifier]
    /// The strictest label it may be sent.
    public var clearance: TrafficLight
    /// What it has to do with exercises.
    public var exercises: ExerciseStanding
    /// Whether it is refused everything for the time being.
    public var isDisabled: Bool

    /// The clearance of a principal of which the directory states none: what the whole community may read, and no more.
    public static let clearanceDefault = TrafficLight.green

    /// A principal; what is left out gives no right.
    public init(
        name: PrincipalName, roles: PrincipalRoles, keys: [PrincipalKey], publish: TopicRights = TopicRights(),
        subscribe: TopicRights = TopicRights(), publishFor: [MemberIdentifier] = [],
        clearance: TrafficLight = clearanceDefault, exercises: ExerciseStanding = .allowed, isDisabled: Bool = false
    ) {
        self.name = name
        self.roles = roles
        self.keys = keys
        self.publish = publish
        self.subscribe = subscribe
        self.publishFor = publishFor.sorted()
        self.clearance = clearance
        self.exercises = exercises
        self.isDisabled = isDisabled
    }
}
