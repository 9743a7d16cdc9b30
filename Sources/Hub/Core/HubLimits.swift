/// The bounds of the hub that no configuration exceeds, each with its unit.
enum HubLimits {
    /// Sessions at one time.
    static let sessionsMax = 4_096
    /// Durable subscriptions, attached or not.
    static let durableSubscriptionsMax = 20_000
    /// Live subscriptions at one time.
    static let liveSubscriptionsMax = 10_000
    /// Alerts admitted and not yet committed; beyond it publishers are told to come again.
    static let pendingAlertsMax = 65_536
    /// Bytes of alerts admitted and not yet committed.
    static let pendingBytesMax = 256 << 20
    /// Alerts delivered under one subscription and not yet confirmed.
    static let unconfirmedMax = 65_536
    /// References of one update or cancellation that are followed.
    static let referencesMax = 16
    /// How far an update of an update of an … is followed back.
    static let referenceDepthMax = 8
    /// Updates and cancellations that wait for what they refer to.
    static let waitingFollowUpsMax = 4_096
    /// Revisions of the directory of which the rights are remembered.
    static let directoriesKeptMax = 16
    /// Refusals kept for their publishers to look up.
    static let refusalsKeptMax = 4_096
    /// Milliseconds between two writings of cursors that moved.
    static let cursorWriteMilliseconds: UInt64 = 1_000
    /// Milliseconds between two looks at what is due.
    static let tickMilliseconds: UInt64 = 100
    /// Entries that one reading for a replay returns at most.
    static let replayEntriesMax = 512
    /// Bytes that one reading for a replay returns at most.
    static let replayBytesMax = 1 << 20
    /// Steps that the evaluator may take over the rules of one principal on an alert: some milliseconds at worst.
    static let evaluatedStepsMax = 400_000
    /// Rules that a principal may file at once, …
    static let ruleBurstMax = 4_096
    /// … and then each second.
    static let rulesPerSecondMax = 1_000
    /// Steps of the evaluator that the hub's own thread has for rules in each millisecond, about an eighth of it, …
    static let evaluatedStepsPerMillisecond = 20_000
    /// … and that it saves up while few alerts come: some milliseconds' worth.
    static let evaluatedStepsSavedMax = 1_000_000
    /// Steps of the evaluator over one alert, after which it is asked about no further rule: what depends on it is read
    /// from the log.
    static let evaluatedStepsPerAlertMax = 400_000
    /// Steps that an alert like the one that took too many may take from then on.
    static let evaluatedStepsLeftMax = 100_000
    /// Milliseconds for which a principal's rules are left to the log, once they took too many.
    static let dearMilliseconds: UInt64 = 3_600_000
    /// Steps of the evaluator after which one reading for a replay ends.
    static let replayStepsMax = 2_000_000
    /// Rules that take more steps than this on an alert at worst are read for apart from others.
    static let dearStepsMin = 20_000
    /// Earlier rules of one subscription that are remembered for what was delivered under them.
    static let earlierRulesMax = 8
}
