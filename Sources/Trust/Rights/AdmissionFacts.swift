public import AlertModel

/// What the decision to take an alert in needs to know of it.
public struct AdmissionFacts: Sendable, Equatable {
    /// Its topics, one for each distinct category.
    public var topics: [Topic]
    /// Whose alert it is, as it says itself.
    public var origin: MemberIdentifier
    /// What it does to the alerts it refers to; nil where the alert's word for it is unknown.
    public var messageType: MessageType?
    /// Whether it is real; nil where the alert's word for it is unknown.
    public var status: AlertStatus?
    /// The origins of the alerts it refers to.
    public var referencedOrigins: [MemberIdentifier]

    /// The facts of an alert.
    public init(
        topics: [Topic], origin: MemberIdentifier, messageType: MessageType?, status: AlertStatus?,
        referencedOrigins: [MemberIdentifier] = []
    ) {
        self.topics = topics
        self.origin = origin
        self.messageType = messageType
        self.status = status
        self.referencedOrigins = referencedOrigins
    }
}
