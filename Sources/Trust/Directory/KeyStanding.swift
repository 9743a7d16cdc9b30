/// What the directory says of a key that somebody has proved to hold.
public enum KeyStanding: Sendable, Equatable {
    /// It is a key of this principal and accepted now.
    case accepted(Principal)
    /// It opens nothing.
    case refused(KeyRefusal)
}

/// Why a key opens nothing: for the log and the operator. The peer is never told which.
public enum KeyRefusal: String, Error, CaseIterable, Sendable {
    /// The directory does not list it.
    case unknownKey = "unknown-key"
    /// Its time is over.
    case expiredKey = "expired-key"
    /// Its time has not come.
    case earlyKey = "early-key"
    /// Its principal is disabled.
    case disabledPrincipal = "disabled-principal"
    /// An operator has revoked it since.
    case revokedKey = "revoked-key"
    /// The hub holds as many tickets as it may.
    case tooManyTickets = "too-many-tickets"
    /// The principal holds as many tickets as it may.
    case tooManyTicketsOfPrincipal = "too-many-tickets-of-principal"
}

extension KeyRefusal: CustomStringConvertible {
    /// A sentence for the log.
    public var description: String {
        switch self {
        case .unknownKey: "the directory does not list the key"
        case .expiredKey: "the key's notAfter has passed"
        case .earlyKey: "the key's notBefore has not come"
        case .disabledPrincipal: "the principal is disabled"
        case .revokedKey: "the key was revoked"
        case .tooManyTickets: "the hub holds as many connections as it may"
        case .tooManyTicketsOfPrincipal: "the principal holds as many connections as it may"
        }
    }
}
