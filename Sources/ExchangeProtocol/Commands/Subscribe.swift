/// SUBSCRIBE: a client asks for alerts.
public struct Subscribe: Hashable, Sendable {
    /// Whether the hub keeps a cursor.
    public enum Mode: UInt8, CaseIterable, Sendable {
        /// Named, with a cursor that the hub keeps; nothing is skipped.
        case durable = 0
        /// As long as the session; skips, and says so, when credit runs out.
        case live = 1
    }

    /// Where to begin.
    public enum Start: Hashable, Sendable {
        /// After the last confirmed position; a subscription without a cursor begins after the log's head.
        case cursor
        /// With the earliest record that the hub keeps.
        case earliest
        /// After the log's head.
        case latest
        /// With the record at this position.
        case position(UInt64)
        /// With the first record accepted at this time or later, in milliseconds since 1970-01-01T00:00:00Z.
        case time(UInt64)
    }

    /// What else to deliver.
    public struct Options: OptionSet, Hashable, Sendable {
        /// The bits as they travel.
        public let rawValue: UInt8
        /// Takes over bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Alerts of status `exercise` too.
        public static let exercises = Options(rawValue: 1 << 0)
        /// Alerts of status `test` too.
        public static let tests = Options(rawValue: 1 << 1)
        /// With each alert the conditions of the rules that decided; see `MatchedRules`.
        public static let reasons = Options(rawValue: 1 << 2)
        /// The position is where the client stopped, and not where other rules are to begin.
        public static let resumes = Options(rawValue: 1 << 3)
        /// All that this version knows.
        public static let all: Options = [.exercises, .tests, .reasons, .resumes]
    }

    /// The client's handle for the subscription within the session.
    public var tag: UInt32
    /// Whether the hub keeps a cursor.
    public var mode: Mode
    /// What else to deliver.
    public var options: Options
    /// Where to begin.
    public var start: Start
    /// The log that the client believes to speak of, 0 for any.
    public var epoch: UInt128
    /// The name, unique within the principal; empty for a live subscription.
    public var name: String
    /// Topic patterns: `*` one token, `>` the rest.
    public var topics: [String]
    /// A rule in CEL, or a list of rules, which begins with `#`; empty for every alert of the topics.
    public var rule: String

    /// Creates a SUBSCRIBE; `check()` tells whether it keeps the bounds.
    public init(
        tag: UInt32, mode: Mode, options: Options = [], start: Start, epoch: UInt128 = 0, name: String = "",
        topics: [String], rule: String = ""
    ) {
        self.tag = tag
        self.mode = mode
        self.options = options
        self.start = start
        self.epoch = epoch
        self.name = name
        self.topics = topics
        self.rule = rule
    }
}
