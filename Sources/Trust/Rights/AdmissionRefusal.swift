/// Why a principal may not publish an alert. The raw value is the protocol's error name.
public enum AdmissionRefusal: String, Error, CaseIterable, Sendable {
    /// The principal may not publish, or not this sort of alert.
    case notAllowedToPublish = "not-allowed-to-publish"
    /// It may not publish for this origin.
    case originNotAllowed = "origin-not-allowed"
    /// It may not publish on each of the alert's topics.
    case notAllowedTopic = "topic-not-allowed"
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
