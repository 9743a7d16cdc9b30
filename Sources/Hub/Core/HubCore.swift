internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import RuleIndex
internal import RuleLanguage
internal import Trust

/// The broker as a deterministic state machine: an event and the time go in, actions come out.
///
/// It does no I/O and reads no clock: the same events give the same actions, so that whole days of an exchange can be
/// replayed in a test. Its owner calls it from one thread.
struct HubCore: ~Copyable {
    /// What does not change while the hub runs.
    let identity: HubIdentity
    /// What the configuration sets; a reload changes it for new sessions.
    var settings: HubSettings
    /// What is done when the present turn ends.
    var actions = HubActions()

    // MARK: Peers

    var sessions = Slab<PeerSession>()
    var sessionsByRoutingID: [[UInt8]: SessionKey] = [:]
    /// The session whose message came last, to find it faster when it goes on.
    var lastSpeaker: SessionKey?
    /// Sessions with receipts, alerts or gaps to send when the turn ends.
    var touched: [SessionKey] = []
    var directory: Directory
    /// The directory and its latest revisions.
    var directories: DirectoryHistory
    /// Where in the log the revisions of the directory are.
    var directoryPositions: [Position]
    /// What the hub's surroundings say of themselves, for `status`.
    var environment = HubEnvironment()
    var isDraining = false

    // MARK: Admission

    var judge: AlertJudge
    var recent: RecentIdentifiers
    /// The position that the next numbered entry gets.
    var nextPosition: Position
    /// The time of the newest entry: times in the log never go back.
    var lastTime: UInt64
    var pending = PendingQueue()
    var waiting = WaitingAdmissions()
    /// Memory for the header of the alert that is being admitted.
    var headerBytes: [UInt8] = []
    var refusals = RefusalLog()
    /// Why the journal accepts nothing more, nil while it does.
    var journalFailure: String?

    // MARK: Delivery

    /// Everything up to here is durable and may be delivered.
    var head: Position
    /// The earliest position that can be read.
    var first: Position
    var subscriptions = Slab<Subscription>()
    var durable: [SubscriptionName: SubscriptionKey] = [:]
    var matcher = SubscriptionMatcher()
    var stepBudget = StepBudget()
    var ruleIntake = RuleIntake()
    /// What rules may speak of.
    private(set) var vocabulary: RuleDeclarations
    /// Subscriptions that wait for credit, or for new entries, to be read on for.
    var behind: Set<SubscriptionKey> = []
    var lastStamp: UInt64 = 0
    var cursorsWrittenAt: UInt64 = 0
    var counts = HubCounts()

    /// A core that goes on where the log ends.
    init(
        identity: HubIdentity, settings: HubSettings, directory: Directory, judge: consuming AlertJudge,
        vocabulary: RuleDeclarations, recovered: consuming RecoveredState
    ) {
        self.identity = identity
        self.settings = settings
        self.directory = directory
        self.judge = judge
        self.vocabulary = vocabulary
        head = recovered.head
        first = recovered.first
        nextPosition = recovered.head.next
        lastTime = recovered.lastTime
        recent = recovered.recent
        directoryPositions = recovered.directoryPositions
        directories = DirectoryHistory(recovered.directories, latest: directory)
        for subscription in recovered.subscriptions {
            guard let name = subscription.name else { continue }
            durable[name] = subscriptions.insert(subscription)
        }
    }

    /// Ends a turn: what waits for its end is put into the actions, which are handed out.
    mutating func finishTurn(_ now: HubTime) -> HubActions {
        for key in touched { flush(key) }
        touched.removeAll(keepingCapacity: true)
        actions.reclustering = matcher.indexToRecluster()
        defer { actions = HubActions() }
        return actions
    }

    /// Judges by these schemas and lists from now on. What was filed and accepted stays as it was.
    mutating func adopt(_ judge: consuming AlertJudge, vocabulary: RuleDeclarations) {
        self.judge = judge
        self.vocabulary = vocabulary
    }

    /// The keys of the index of rules were chosen anew.
    mutating func reclustered(_ index: RuleIndex) { matcher.finishReclustering(with: index) }

    /// Looks at what is due: silent peers, cursors to be written.
    mutating func tick(_ now: HubTime) {
        for key in sessions.keys {
            guard let action = sessions[key]?.link.tick(now: now.steady) else { continue }
            perform(action, for: key, frames: nil, now)
        }
        takeInDueRules(now)
        if now.steady >= cursorsWrittenAt + HubLimits.cursorWriteMilliseconds { writeCursors(now) }
    }
}

/// What a log and its hub are called.
struct HubIdentity: Sendable {
    /// The hub's name, told to every client.
    let hubID: String
    /// The identity of the log.
    let epoch: Epoch

    /// The epoch as it travels.
    var wireEpoch: UInt128
}

/// What the configuration sets.
struct HubSettings: Sendable {
    /// The limits and features of sessions.
    var session: HubSession.Configuration
    /// The most sessions.
    var sessionsMax: Int
    /// The most durable subscriptions.
    var durableSubscriptionsMax: Int
    /// The most durable subscriptions of one principal.
    var durableSubscriptionsPerPrincipalMax: Int
}

/// What was found in the log when the hub started.
struct RecoveredState: ~Copyable {
    var head: Position
    var first: Position
    var lastTime: UInt64
    var recent: RecentIdentifiers
    var directoryPositions: [Position]
    /// The latest revisions of the directory, oldest first.
    var directories: [DirectoryHistory.Revision]
    var subscriptions: [Subscription]
}

/// What the hub did since it started.
struct HubCounts {
    var accepted: UInt64 = 0
    var duplicates: UInt64 = 0
    var refused: UInt64 = 0
    var delivered: UInt64 = 0
    var withheld: [WithholdingReason: UInt64] = [:]
    var skipped: UInt64 = 0
    var resets: UInt64 = 0
    var cuts: UInt64 = 0
}
