internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import RuleIndex
internal import Telemetry
internal import Trust
internal import ZeroMQ

/// The hub's thread: owns the ROUTER and the core, and carries out what the core wants. All else happens elsewhere and
/// comes in batches.
actor HubServer {
    /// Messages taken in one turn before what they cause is carried out. Few, so that the journal begins early and
    /// receipts do not wait for the end of a long turn.
    static let messagesPerTurnMax = 64
    /// Events of connections taken in one turn, so that thousands who connect at once do not hold up those who work.
    static let eventsPerTurnMax = 16
    /// How often a drain looks whether all is durable.
    static let drainTicksMax = 100
    /// How long the connection of a peer stays that has lost its rights and did nothing wrong: so long that it can read
    /// why. Nothing else is sent to it, and nothing taken from it.
    static let farewellMilliseconds: UInt64 = 200
    /// The most frames of a message: routing id, first frame, and a signed batch.
    static let framesMax = 2 + ProtocolLimits.followingFramesMax

    let thread: PollThread
    /// Kept for the sockets' sake.
    let context: Context
    let router: Socket
    var monitor: SocketMonitor
    var core: HubCore
    let services: HubServices
    let answers = Mailbox<LogAnswer>()
    let reclustered = Mailbox<RuleIndex>()
    let outcomes: OutcomeBox
    var watch: ConnectionWatch
    var incoming = MessageFrames(capacity: framesMax)
    var outgoing = MessageFrames(capacity: 2 + 3 * ProtocolLimits.deliverAlertsMax)
    var shared = SharedRecordFrames()
    var pointers: [UnsafeRawBufferPointer] = []
    /// Entries that the journal's queue had no room for.
    var unqueued: [JournalEntry] = []
    /// Connections that are to be cut once their peers had time to read why.
    var farewells: [(cut: HubActions.Cut, due: UInt64)] = []
    var answersSignal: PollSignal?
    var timer: PollTimer?
    var watchTimer: PollTimer?
    var registrations: [PollRegistration] = []
    var isStopped = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(
        thread: PollThread, context: consuming Context, router: consuming Socket, monitor: consuming SocketMonitor,
        core: consuming HubCore,
        services: HubServices, outcomes: OutcomeBox, publishWindowBytes: UInt64
    ) {
        self.thread = thread
        self.context = context
        self.router = router
        self.monitor = monitor
        self.core = core
        self.services = services
        self.outcomes = outcomes
        watch = ConnectionWatch(windowBytesMax: publishWindowBytes)
        pointers.reserveCapacity(Self.framesMax)
    }
}
