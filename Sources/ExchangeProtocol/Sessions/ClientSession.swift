/// The client's side of a session: it greets, publishes within its window, subscribes, grants credit, notices loss,
/// and says HELLO again whenever the session is void.
///
/// A value without clocks or I/O: commands, wishes and the time go in, actions are appended to an array that the caller
/// keeps and reuses. Times are milliseconds of any clock that never goes back. `tick` is called at `nextDeadline`, and
/// every few dozen milliseconds while alerts come, because confirmations are gathered until then.
public struct ClientSession: Sendable {
    /// What a client sets for its sessions.
    public struct Configuration: Hashable, Sendable {
        /// The client's software and version.
        public var agent: String
        /// What the client would use.
        public var features: Features
        /// How many alerts may be on their way to the client or unprocessed in it.
        public var deliveryWindowAlerts: Int
        /// How many bytes of alerts may be on their way to the client or unprocessed in it.
        public var deliveryWindowBytes: Int
        /// The wait before an unanswered HELLO is said again, in milliseconds; it doubles each time.
        public var helloMillisecondsMin: UInt64
        /// The longest wait before HELLO is said again, in milliseconds.
        public var helloMillisecondsMax: UInt64
        /// How long a receipt or an answer to SUBSCRIBE is awaited before the session counts as void, in milliseconds.
        public var answerMillisecondsMax: UInt64

        /// Creates a configuration; windows beyond the protocol's limits are cut to these.
        public init(
            agent: String, features: Features = .all, deliveryWindowAlerts: Int = 1_024,
            deliveryWindowBytes: Int = 8 << 20, helloMillisecondsMin: UInt64 = 1_000,
            helloMillisecondsMax: UInt64 = 30_000, answerMillisecondsMax: UInt64 = 30_000
        ) {
            self.agent = agent
            self.features = features
            self.deliveryWindowAlerts = min(max(deliveryWindowAlerts, 1), ProtocolLimits.deliveryWindowAlertsMax)
            self.deliveryWindowBytes = min(max(deliveryWindowBytes, 1), ProtocolLimits.deliveryWindowBytesMax)
            self.helloMillisecondsMin = max(helloMillisecondsMin, 1)
            self.helloMillisecondsMax = max(helloMillisecondsMax, helloMillisecondsMin)
            self.answerMillisecondsMax = max(answerMillisecondsMax, 1)
        }
    }

    /// Where a session stands.
    public enum State: Hashable, Sendable {
        /// No transport, or the client said BYE.
        case disconnected
        /// HELLO is said again at this time.
        case waiting(until: UInt64)
        /// HELLO was said and is unanswered; it is said again at this time.
        case greeting(until: UInt64)
        /// The session stands.
        case ready
        /// The hub refused for good.
        case stopped
    }

    /// What the client sets.
    public let configuration: Configuration
    /// Where the session stands.
    public internal(set) var state = State.disconnected
    /// What the hub said of the present session, nil before it stands.
    public internal(set) var welcome: Welcome?
    /// The client's number for the session, 0 before the first HELLO.
    public internal(set) var session: UInt64
    /// The session sequence that came last.
    public internal(set) var lastSequence: UInt64 = 0
    /// The position of the log's newest record, as far as the hub told.
    public internal(set) var head: UInt64 = 0

    var subscriptions: [ClientSubscription] = []
    var window: PublishWindow?
    var nextPublishID: UInt64 = 1
    var requests: [UInt32] = []
    var nextRequestID: UInt32 = 1
    var receivedBytes: UInt64 = 0
    var processedAlerts: UInt64 = 0
    var processedBytes: UInt64 = 0
    var granted = Credit(sequenceLimit: 0, byteLimit: 0)
    var unsentConfirms = 0
    var heardAt: UInt64 = 0
    var pingAt: UInt64 = 0
    var pingNonce: UInt64 = 0
    /// The last nonce of the session before: a PONG must answer a later one.
    var firstPingNonce: UInt64 = 0
    var helloSaidAt: UInt64?
    var helloDelay: UInt64
    var readySince: UInt64 = 0
    /// When a receipt came last, or the first alert went out after all had come.
    var receiptAt: UInt64 = 0

    /// Creates a session without a transport.
    ///
    /// - Parameter firstSession: the number of the first session; a client that starts anew under the same routing id
    ///   passes one that it did not use before, such as the time or a random number.
    public init(configuration: Configuration, firstSession: UInt64 = 1) {
        self.configuration = configuration
        session = firstSession == 0 ? 0 : firstSession - 1
        helloDelay = configuration.helloMillisecondsMin
    }

    /// How many published alerts await their receipt.
    public var unacknowledgedAlerts: Int { window?.alerts ?? 0 }

    /// The tags of the subscriptions, whether they stand or are being asked for.
    public var tags: [UInt32] { subscriptions.map(\.tag) }

    /// The time at which `tick` is due, nil where nothing is awaited.
    public var nextDeadline: UInt64? {
        switch state {
        case .disconnected, .stopped: return nil
        case .waiting(let until), .greeting(let until): return until
        case .ready:
            let receipts = unacknowledgedAlerts > 0 ? receiptDeadline : .max
            let answers = subscriptions.lazy.compactMap(\.dueAt)
            return answers.reduce(min(pingAt, silenceDeadline, receipts), min)
        }
    }

    var pingMilliseconds: UInt64 {
        UInt64(welcome?.limits.pingMilliseconds ?? UInt32(ProtocolLimits.pingMillisecondsMax))
    }

    var receiptDeadline: UInt64 { receiptAt + configuration.answerMillisecondsMax }

    var silenceDeadline: UInt64 { heardAt + pingMilliseconds * UInt64(ProtocolLimits.silentPingsMax) }
}

/// What the client's side of a session keeps of one subscription.
struct ClientSubscription: Sendable {
    enum Stage: Hashable, Sendable {
        /// SUBSCRIBE is to be sent, or to be sent again, once the session stands.
        case wanted
        /// SUBSCRIBE was sent.
        case asked
        /// SUBSCRIBED came.
        case open
        /// UNSUBSCRIBE was sent.
        case closing
    }

    var request: Subscribe
    var stage = Stage.wanted
    /// Wanted: when to ask again after a refusal that is to be retried later. Asked: when the answer is overdue.
    var dueAt: UInt64?
    /// Where to begin in a new session, once the hub has said where it began in the first.
    var resume: (epoch: UInt128, position: UInt64)?
    /// The highest position handed to the application: what comes again is not handed over twice.
    var deliveredTo: UInt64 = 0
    var confirmedTo: UInt64 = 0
    var hasUnsentConfirm = false

    var tag: UInt32 { request.tag }

    /// The SUBSCRIBE for a new session.
    var renewed: Subscribe {
        guard let resume else { return request }
        var subscribe = request
        subscribe.epoch = resume.epoch
        subscribe.start = .position(resume.position)
        if subscribe.mode == .durable { subscribe.options.insert(.resumes) }
        return subscribe
    }
}
