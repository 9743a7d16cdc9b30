internal import Journal
internal import Telemetry
internal import Trust

/// What the hub's thread relies on and shares with others.
struct HubServices: Sendable {
    /// The journal thread.
    let writer: JournalWriter
    /// Reads the log for those who are behind.
    let worker: LogWorker
    /// Reads it for those whose rules take long, so that nobody else waits for them.
    let dearWorker: LogWorker
    /// Checks the rules that clients file.
    let checker: RuleChecker
    /// Feeds the index behind the commits.
    let indexer: JournalIndexer
    /// Knows whose ticket a ticket is.
    let office: TicketOffice
    /// Keys that have to wait.
    let penalties: PenaltyBox
    /// The clocks.
    let clock: HubClock
    /// The log of what the hub does.
    let log: Logger
    /// Called once if the hub cannot go on.
    let onFatal: @Sendable (String) -> Void
}
