public import AlertModel

/// One key of a principal, as `status` shows it.
public struct DirectoryListingRow: Equatable, Sendable {
    /// Whether a key is accepted.
    public enum Validity: String, Sendable {
        /// It is.
        case valid
        /// Its time has not come.
        case early
        /// Its time is over.
        case expired
        /// Its principal is disabled.
        case disabled
    }

    /// The principal.
    public let principal: PrincipalName
    /// The name of its member.
    public let memberName: String
    /// The names of its roles.
    public let roles: [String]
    /// The strictest label it may be sent.
    public let clearance: TrafficLight
    /// The key's fingerprint.
    public let fingerprint: String
    /// Whether it is accepted.
    public let validity: Validity
    /// When it ends, by RFC 3339; nil means never.
    public let notAfter: String?
}

extension Directory {
    /// One row for each key, by principal (`now` in milliseconds since 1970).
    public func listing(at now: Int64) -> [DirectoryListingRow] {
        principals.flatMap { principal in
            principal.entry.keys.map { key in
                DirectoryListingRow(
                    principal: principal.name, memberName: member(principal.member)?.name ?? "",
                    roles: principal.entry.roles.names, clearance: principal.entry.clearance,
                    fingerprint: key.publicKey.fingerprint,
                    validity: Self.validity(of: key, disabled: principal.entry.isDisabled, at: now),
                    notAfter: key.notAfter.map { InternetTime.text(milliseconds: $0) })
            }
        }
    }

    private static func validity(
        of key: PrincipalKey, disabled: Bool, at now: Int64
    ) -> DirectoryListingRow.Validity {
        if disabled { return .disabled }
        if key.isEarly(at: now) { return .early }
        return key.hasExpired(at: now) ? .expired : .valid
    }
}
