import AlertModel

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
