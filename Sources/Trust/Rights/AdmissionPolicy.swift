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

/// Why a principal may not publish an alert. The raw value is the protocol's error name.
public enum AdmissionRefusal: String, Error, CaseIterable, Sendable {
    /// The principal may not publish, or not this sort of alert.
    case notAllowedToPublish = "not-allowed-to-publish"
    /// It may not publish for this origin.
    case originNotAllowed = "origin-not-allowed"
    /// It may not publish on each of the alert's topics.
    case notAllowedTopic = "not-allowed-topic"
    /// It may not change alerts of another origin.
    case notOriginator = "not-originator"
}

extension AdmissionRefusal: CustomStringConvertible {
    /// A sentence for the publisher: what is wrong and what would be right.
    public var description: String {
        switch self {
        case .notAllowedToPublish:
            "the principal may not publish alerts of this status; ask the operator of the hub for the role publisher"
        case .originNotAllowed:
            "the principal may not publish for this origin; origin must be its own member or one in publishFor"
        case .notAllowedTopic:
            "the principal may not publish on every topic of the alert; ask the operator of the hub for the right"
        case .notOriginator:
            "only the originator may update or cancel; each reference must have the alert's own origin"
        }
    }
}

/// The decision that a principal may publish an alert.
public enum AdmissionPolicy {
    /// Decides about one alert and its sender. Nil means that it may be published.
    ///
    /// - Parameters:
    ///   - alert: What is known of the alert.
    ///   - principal: The sender. One taken from another revision is looked up anew.
    ///   - directory: The directory as it is now.
    public static func refusal(
        of alert: AdmissionFacts, by principal: Principal, in directory: Directory
    ) -> AdmissionRefusal? {
        guard principal.revision == directory.revision else {
            guard let current = directory.principal(named: principal.name) else { return .notAllowedToPublish }
            return judge(alert, by: current)
        }
        return judge(alert, by: principal)
    }

    private static func judge(_ alert: AdmissionFacts, by principal: Principal) -> AdmissionRefusal? {
        let entry = principal.entry
        guard !entry.isDisabled, entry.roles.contains(.publisher), let status = alert.status else {
            return .notAllowedToPublish
        }
        switch entry.exercises {
        case .allowed: break
        case .never: if status != .actual { return .notAllowedToPublish }
        case .only: if status == .actual { return .notAllowedToPublish }
        }
        guard alert.origin == principal.member || entry.publishFor.contains(alert.origin) else {
            return .originNotAllowed
        }
        guard entry.publish.permitAll(alert.topics) else { return .notAllowedTopic }
        switch alert.messageType {
        case .alert: return nil
        case .update, .cancel:
            let isOwn = !alert.referencedOrigins.isEmpty && alert.referencedOrigins.allSatisfy { $0 == alert.origin }
            return isOwn ? nil : .notOriginator
        case nil: return .notAllowedToPublish
        }
    }
}
