/// A reference to an alert.
public struct AlertReference: Hashable, Sendable {
    /// Whose alert it is.
    public let origin: MemberIdentifier
    /// Its identifier within the origin.
    public let id: AlertIdentifier

    /// A reference to an alert of an origin.
    public init(origin: MemberIdentifier, id: AlertIdentifier) {
        self.origin = origin
        self.id = id
    }
}

/// What the exchange needs to know of an alert that was accepted.
public struct AlertSummary: Sendable {
    /// Identifier within the origin.
    public let id: AlertIdentifier
    /// What the alert is.
    public let kind: AlertKind
    /// Whose alert it is.
    public let origin: MemberIdentifier
    /// What it does to others.
    public let messageType: MessageType
    /// Whether it is real.
    public let status: AlertStatus
    /// How far it may be disclosed.
    public let tlp: TrafficLight
    /// When it was issued, in milliseconds since 1970.
    public let sent: Int64
    /// From when it holds, in milliseconds since 1970; nil where it holds from `sent` on.
    public let effective: Int64?
    /// When it ends, in milliseconds since 1970.
    public let expires: Int64?
    /// When it is reviewed, in milliseconds since 1970.
    public let reviewBy: Int64?
    /// One topic for each distinct category, in the order of the goods; never empty. Of a recorded alert those that it
    /// was recorded under count, whatever the category tree says today.
    public var topics: [Topic]
    /// Who may receive it; nil where everyone with the right to its topics may.
    public let recipients: [Recipient]?
    /// The alerts that it refers to.
    public let references: [AlertReference]
    /// What is worth knowing about it: at most `AlertJudge.Options.findingsMax`.
    public let warnings: [AlertFinding]

    /// The alerts that it updates or cancels: references to its own origin; none for a new alert.
    public var supersedes: [AlertReference] {
        messageType == .alert ? [] : references.filter { $0.origin == origin }
    }

    /// The reference by which others name this alert; the key by which duplicates are found.
    public var reference: AlertReference { AlertReference(origin: origin, id: id) }
}

/// Why an alert was refused.
public struct AlertRefusal: Error, Sendable {
    /// All findings, errors and warnings, in the order of the text: at most `AlertJudge.Options.findingsMax`.
    public let findings: [AlertFinding]
    /// Whether there are more findings than were reported.
    public let isTruncated: Bool
    /// The alert's identifier, where it could be read.
    public let id: AlertIdentifier?
    /// The alert's origin, where it could be read.
    public let origin: MemberIdentifier?
}

/// The judge's verdict on one alert.
public enum AlertVerdict: Sendable {
    /// The alert may be recorded and routed.
    case accepted(AlertSummary)
    /// The alert is refused.
    case refused(AlertRefusal)
}
