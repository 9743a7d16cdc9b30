public import AlertModel

/// What the decision to release an alert needs to know of it. Filled from the alert when it is live, and from the stored
/// record when it is replayed.
public struct ReleaseFacts: Sendable, Equatable {
    /// Its topics, one for each distinct category.
    public var topics: [Topic]
    /// Its label; nil where it is none that is known.
    public var label: TrafficLight?
    /// Whom it is addressed to; nil where the alert does not say. Nobody, where the list is empty.
    public var recipients: [Recipient]?
    /// Whether it is real; nil where the alert's word for it is unknown.
    public var status: AlertStatus?
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
        topics: [Topic], label: TrafficLight?, recipients: [Recipient]?, status: AlertStatus?, expires: Int64?,
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
