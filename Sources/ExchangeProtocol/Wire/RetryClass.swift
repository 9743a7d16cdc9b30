/// When it makes sense to send the same thing again after a refusal.
public enum RetryClass: UInt8, CaseIterable, Sendable {
    /// Nothing was refused.
    case none = 0
    /// The same bytes will always be refused.
    case never = 1
    /// The same bytes may be taken once something else has changed: a right, a key, a schema, the session's state.
    case afterChange = 2
    /// The same bytes may be taken after a while.
    case later = 3
    /// The same bytes may be taken at once, in a new session.
    case now = 4

    /// The class's name in the specification: `after-change`.
    public var name: String {
        switch self {
        case .none: "none"
        case .never: "never"
        case .afterChange: "after-change"
        case .later: "later"
        case .now: "now"
        }
    }
}
