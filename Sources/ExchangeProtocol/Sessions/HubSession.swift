/// The hub's side of one peer: what the peer may do now, and what the hub may send it.
///
/// A value without clocks or I/O: commands and the time go in, an action comes out. It knows nothing of journals,
/// rules or rights; those judge what an action hands on. Times are milliseconds of any clock that never goes back.
public struct HubSession: Sendable {
    /// What a hub sets for its sessions.
    public struct Configuration: Hashable, Sendable {
        /// The limits told in WELCOME.
        public var limits: SessionLimits
        /// What the hub offers.
        public var features: Features
        /// What control commands may cost on average, in units a second.
        public var controlUnitsPerSecond: Int
        /// What control commands may cost at once, in units.
        public var controlUnitsBurst: Int

        /// Creates a configuration.
        public init(
            limits: SessionLimits = SessionLimits(), features: Features = .all,
            controlUnitsPerSecond: Int = ProtocolLimits.controlUnitsPerSecondMax,
            controlUnitsBurst: Int = ProtocolLimits.controlUnitsBurstMax
        ) {
            self.limits = limits
            self.features = features
            self.controlUnitsPerSecond = controlUnitsPerSecond
            self.controlUnitsBurst = controlUnitsBurst
        }
    }

    /// What the hub has to do about a command.
    public enum Action: Hashable, Sendable {
        /// Nothing.
        case none
        /// A new session began, and with it ended whatever an earlier HELLO began: release its subscriptions, then
        /// send what `welcome` gives.
        case greet(Hello)
        /// Judge the alerts; each gets its receipt, and `receipted` is told.
        case publish(Publish)
        /// Send a receipt that refuses every alert of the batch with this code; they take up no window.
        case refuseAlerts(Publish, ProtocolErrorCode)
        /// Open the subscription, then send what `subscribed` or `refuseSubscription` gives.
        case subscribe(Subscribe)
        /// Close the subscription, then send UNSUBSCRIBED.
        case unsubscribe(Unsubscribe)
        /// There may be credit: send what `takeGap` gives, then deliver.
        case credited
        /// Move the cursor.
        case confirm(Confirm)
        /// Send what `pong` gives.
        case ping(Ping)
        /// Answer the request.
        case request(Request)
        /// Send the RESET.
        case reset(Reset)
        /// Send the ERROR; where it ends the session, release the subscriptions.
        case refuse(Refusal)
        /// Send the ERROR, release the subscriptions, and cut the connection.
        case cut(Refusal)
        /// The session ended by BYE or by silence: release the subscriptions; nothing is sent.
        case release
    }

    enum State: Sendable {
        case awaitingHello
        case open
        case cut
    }

    /// What the hub sets.
    public let configuration: Configuration
    /// The client's number for the session, 0 before the first HELLO.
    public internal(set) var session: UInt64 = 0
    /// What both ends may use.
    public internal(set) var features: Features = []
    /// The session sequence that was assigned last, 0 for none.
    public internal(set) var lastSequence: UInt64 = 0
    /// The bytes delivered in the session: record headers, alerts and signatures.
    public internal(set) var deliveredBytes: UInt64 = 0
    /// How many alerts await their receipt.
    public internal(set) var outstandingAlerts = 0
    /// How many bytes of alerts and signatures await their receipt.
    public internal(set) var outstandingBytes = 0
    /// Set while the hub shuts down: nothing new is published or subscribed.
    public var isDraining = false

    var state = State.awaitingHello
    var resetCode: ProtocolErrorCode
    var wish: (alerts: UInt16, bytes: UInt32) = (0, 0)
    var lastPublishID: UInt64 = 0
    var credit = Credit(sequenceLimit: 0, byteLimit: 0)
    var subscriptions: [HubSubscription] = []
    var pendingGaps = 0
    var budget: ControlBudget
    var heardAt: UInt64
    var resetSaidAt: UInt64?

    /// The shortest time between two RESETs, in milliseconds.
    static let resetMillisecondsMin: UInt64 = 1_000

    /// Creates the session of a new peer; its first command must be HELLO, and any other is answered by a RESET with
    /// `resetCode`.
    public init(
        configuration: Configuration = Configuration(), resetCode: ProtocolErrorCode = .unknownSession, now: UInt64
    ) {
        self.configuration = configuration
        self.resetCode = resetCode
        budget = ControlBudget(
            unitsPerSecond: configuration.controlUnitsPerSecond, burstUnits: configuration.controlUnitsBurst, now: now)
        heardAt = now
    }

    /// Whether a HELLO was taken and the session has not ended.
    public var isOpen: Bool { state == .open }

    /// The most alerts that may go into one DELIVER, by the hub's limit and the client's wish.
    public var deliverAlertsMax: Int {
        let most = Int(configuration.limits.deliverAlertsMax)
        return wish.alerts == 0 ? most : min(most, Int(wish.alerts))
    }

    /// The most bytes that may go into one DELIVER of several alerts, by the hub's limit and the client's wish.
    public var deliverBytesMax: Int {
        let most = Int(configuration.limits.deliverBytesMax)
        return wish.bytes == 0 ? most : min(most, Int(wish.bytes))
    }

    /// The tags of the subscriptions, opening and open.
    public var tags: [UInt32] { subscriptions.map(\.tag) }
}

/// What the hub's side of a session keeps of one subscription.
struct HubSubscription: Sendable {
    let tag: UInt32
    let mode: Subscribe.Mode
    var isOpen = false
    var hasDelivered = false
    /// The highest position that the client may confirm.
    var deliveredTo: UInt64 = 0
    var confirmedTo: UInt64 = 0
    /// What a live subscription skipped since credit ran out; `skipped` is 0 for nothing.
    var skippedFrom: UInt64 = 0
    var skippedTo: UInt64 = 0
    var skipped: UInt64 = 0
}
