/// Whether an alert may go to a principal.
@frozen public enum Release: Hashable, Sendable {
    /// It may.
    case released
    /// It may not.
    case withheld(WithholdingReason)
}

/// Why an alert does not go to a principal: for `why`, and for counters.
public enum WithholdingReason: String, CaseIterable, Sendable {
    /// The directory does not list the principal any more.
    case unknownPrincipal = "unknown-principal"
    /// The principal is disabled.
    case disabledPrincipal = "disabled-principal"
    /// The principal has no role that receives alerts.
    case notDesk = "not-desk"
    /// The alert's time is over.
    case expired
    /// The alert's status is none that is known.
    case unknownStatus = "unknown-status"
    /// It is an exercise, and the subscription did not ask for those.
    case exerciseNotAsked = "exercise-not-asked"
    /// It is a test, and the subscription did not ask for those.
    case testNotAsked = "test-not-asked"
    /// It is an exercise or a test, with which the principal has nothing to do.
    case exercisesNever = "exercises-never"
    /// It is real, and the principal gets exercises only.
    case exercisesOnly = "exercises-only"
    /// The principal sent it, and the subscription does not want its own.
    case ownAlert = "own-alert"
    /// Its label is none that is known.
    case unknownLabel = "unknown-label"
    /// Its label is stricter than the principal's clearance.
    case clearance
    /// Its label asks for recipients, and it has none.
    case noRecipients = "no-recipients"
    /// The principal's member is not among its recipients.
    case notRecipient = "not-recipient"
    /// It has no topic, so that nobody can hold the right to it.
    case noTopic = "no-topic"
    /// The principal lacks the right to a topic of it.
    case topicRight = "topic-right"
}

extension WithholdingReason: CustomStringConvertible {
    /// A sentence for people.
    public var description: String {
        switch self {
        case .unknownPrincipal: "the directory does not list the principal any more"
        case .disabledPrincipal: "the principal is disabled"
        case .notDesk: "the principal does not have the role desk"
        case .expired: "the alert has expired"
        case .unknownStatus: "the alert's status is unknown to this hub"
        case .exerciseNotAsked: "an exercise, and the subscription did not ask for exercises"
        case .testNotAsked: "a test, and the subscription did not ask for tests"
        case .exercisesNever: "the principal gets no exercises and no tests"
        case .exercisesOnly: "the principal gets exercises and tests only"
        case .ownAlert: "the principal sent it, and the subscription leaves out its own alerts"
        case .unknownLabel: "the alert's TLP label is unknown to this hub"
        case .clearance: "the alert's TLP label is stricter than the principal's clearance"
        case .noRecipients: "the alert names no recipients, and its TLP label asks for them"
        case .notRecipient: "the principal's member is not a recipient of the alert"
        case .noTopic: "the alert has no topic"
        case .topicRight: "the principal may not subscribe to every topic of the alert"
        }
    }
}
