import AlertModel

/// The decision that an alert may go to a principal: the one place where it is made, for live alerts and for replayed
/// ones.
///
/// Everything is withheld that is not expressly allowed. Rights are those of the directory as it is now.
public enum ReleasePolicy {
    /// Decides about one alert and one reader. Allocates nothing; linear in topics × patterns and in recipients.
    ///
    /// - Parameters:
    ///   - alert: What is known of the alert.
    ///   - principal: The reader. One taken from another revision is looked up anew, so that a handle that was kept
    ///     too long gives no right that was taken away.
    ///   - directory: The directory as it is now.
    ///   - now: Milliseconds since 1970.
    ///   - options: What the subscription asked for.
    public static func decide(
        _ alert: ReleaseFacts, to principal: Principal, in directory: Directory, now: Int64,
        options: ReleaseOptions = ReleaseOptions()
    ) -> Release {
        guard principal.revision == directory.revision else {
            guard let current = directory.principal(named: principal.name) else {
                return .withheld(.unknownPrincipal)
            }
            return judge(alert, to: current, now: now, options: options)
        }
        return judge(alert, to: principal, now: now, options: options)
    }

    private static func judge(
        _ alert: ReleaseFacts, to principal: Principal, now: Int64, options: ReleaseOptions
    ) -> Release {
        if principal.entry.isDisabled { return .withheld(.disabledPrincipal) }
        guard principal.entry.roles.contains(.desk) else { return .withheld(.notDesk) }
        if let expires = alert.expires, now >= expires { return .withheld(.expired) }
        if let reason = statusReason(alert.status, principal.entry.exercises, options) { return .withheld(reason) }
        if !options.ownAlerts, alert.sender == principal.name { return .withheld(.ownAlert) }
        if let reason = handlingReason(alert, principal) { return .withheld(reason) }
        if alert.topics.isEmpty { return .withheld(.noTopic) }
        if alert.isCancel, options.holdsReferenced { return .released }
        return principal.entry.subscribe.permitAll(alert.topics) ? .released : .withheld(.topicRight)
    }

    private static func statusReason(
        _ status: AlertStatus?, _ standing: ExerciseStanding, _ options: ReleaseOptions
    ) -> WithholdingReason? {
        switch status {
        case nil: .unknownStatus
        case .actual: standing == .only ? .exercisesOnly : nil
        case .exercise:
            standing == .never ? .exercisesNever : options.exercises ? nil : .exerciseNotAsked
        case .test:
            standing == .never ? .exercisesNever : options.tests ? nil : .testNotAsked
        }
    }

    /// Label, clearance and recipients.
    private static func handlingReason(_ alert: ReleaseFacts, _ principal: Principal) -> WithholdingReason? {
        guard let label = alert.label else { return .unknownLabel }
        guard label <= principal.entry.clearance else { return .clearance }
        guard let recipients = alert.recipients else {
            return label <= .green ? nil : .noRecipients
        }
        for recipient in recipients {
            switch recipient {
            case .member(let member):
                if member == principal.member { return nil }
            case .group(let group):
                // RED goes to exactly the named: who is in a group changes without the originator.
                if label != .red, principal.groups.contains(group) { return nil }
            }
        }
        return .notRecipient
    }
}
