/// Whom an alert is addressed to.
@frozen public enum Recipient: Hashable, Sendable {
    /// One member.
    case member(MemberIdentifier)
    /// The members of a group of the directory, as it is now.
    case group(GroupName)

    /// Takes `member:GT` or `group:caricom`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "member":
            guard let member = MemberIdentifier(parts[1]) else { return nil }
            self = .member(member)
        case "group":
            guard let group = GroupName(parts[1]) else { return nil }
            self = .group(group)
        default: return nil
        }
    }
}

/// Whether an alert is real.
@frozen public enum ReleaseStatus: String, CaseIterable, Sendable {
    /// Real.
    case actual
    /// Part of an exercise.
    case exercise
    /// A technical test.
    case test
}

/// What the decision to release an alert needs to know of it. Filled from the alert when it is live, and from the stored
/// record when it is replayed.
public struct ReleaseFacts: Sendable, Equatable {
    /// Its topics, one for each distinct category.
    public var topics: [RightsTopic]
    /// Its label; nil where it is none that is known.
    public var label: HandlingLabel?
    /// Whom it is addressed to; nil where the alert does not say. Nobody, where the list is empty.
    public var recipients: [Recipient]?
    /// Whether it is real; nil where the alert's word for it is unknown.
    public var status: ReleaseStatus?
    /// When it ends, in milliseconds since 1970; nil where it has only a date of review.
    public var expires: Int64?
    /// Whether it withdraws earlier alerts.
    public var isCancel: Bool
    /// Whose alert it is.
    public var origin: MemberIdentifier
    /// Who sent it.
    public var sender: PrincipalName

    /// The facts of an alert.
    public init(
        topics: [RightsTopic], label: HandlingLabel?, recipients: [Recipient]?, status: ReleaseStatus?, expires: Int64?,
        isCancel: Bool = false, origin: MemberIdentifier, sender: PrincipalName
    ) {
        self.topics = topics
        self.label = label
        self.recipients = recipients
        self.status = status
        self.expires = expires
        self.isCancel = isCancel
        self.origin = origin
        self.sender = sender
    }
}

/// What a subscription asked for, as far as release is concerned.
@frozen public struct ReleaseOptions: Sendable, Equatable {
    /// Whether exercises are wanted.
    public var exercises: Bool
    /// Whether technical tests are wanted.
    public var tests: Bool
    /// Whether alerts that the principal itself sent are wanted.
    public var ownAlerts: Bool
    /// Whether the reader was sent an alert that this one refers to. A cancel then reaches it without a right to the
    /// topic: what was handed out must be called back.
    public var holdsReferenced: Bool

    /// Options; real alerts only, unless told otherwise.
    public init(exercises: Bool = false, tests: Bool = false, ownAlerts: Bool = true, holdsReferenced: Bool = false) {
        self.exercises = exercises
        self.tests = tests
        self.ownAlerts = ownAlerts
        self.holdsReferenced = holdsReferenced
    }
}
