public import AlertModel

/// Why a principal may not subscribe. The raw value is the protocol's error name.
public enum SubscriptionRefusal: String, Error, CaseIterable, Sendable {
    /// The principal may not receive alerts.
    case notAllowedToSubscribe = "not-allowed-to-subscribe"
    /// No topic that the pattern stands for could ever be released to it.
    case notAllowedTopic = "topic-not-allowed"
}

extension SubscriptionRefusal: CustomStringConvertible {
    /// A sentence for the subscriber: what is wrong and what would be right.
    public var description: String {
        switch self {
        case .notAllowedToSubscribe:
            "the principal may not receive alerts; ask the operator of the hub for the role desk"
        case .notAllowedTopic:
            "the principal has no right to any topic of this pattern, so that the subscription would stay silent"
        }
    }
}

/// The decision that a principal may subscribe. A pattern wider than the rights is good: each delivery is decided by
/// `ReleasePolicy`, so that only what is permitted arrives.
public enum SubscriptionPolicy {
    /// Decides about one pattern. Nil means that it may be subscribed to.
    ///
    /// - Parameters:
    ///   - pattern: The subscription's pattern.
    ///   - principal: The subscriber. One taken from another revision is looked up anew.
    ///   - directory: The directory as it is now.
    public static func refusal(
        of pattern: TopicPattern, by principal: Principal, in directory: Directory
    ) -> SubscriptionRefusal? {
        let current = principal.revision == directory.revision ? principal : directory.principal(named: principal.name)
        guard let entry = current?.entry, !entry.isDisabled, entry.roles.contains(.desk) else {
            return .notAllowedToSubscribe
        }
        return entry.subscribe.overlap(pattern) ? nil : .notAllowedTopic
    }
}
