/// What both ends may agree to use beyond the commands that everyone has.
public struct Features: OptionSet, Hashable, Sendable {
    /// The bits as they travel.
    public let rawValue: UInt32

    /// Takes over bits; those that this version does not know are kept.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Alerts may be published with a signature.
    public static let signatures = Features(rawValue: 1 << 0)
    /// REQUEST is answered.
    public static let requests = Features(rawValue: 1 << 1)
    /// Live subscriptions are served.
    public static let live = Features(rawValue: 1 << 2)
    /// All that this version knows.
    public static let all: Features = [.signatures, .requests, .live]
}
