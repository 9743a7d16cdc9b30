internal import AlertModel
internal import AlertRules
internal import ExchangeProtocol
internal import Foundation
internal import Journal
internal import Synchronization
internal import Telemetry
internal import Trust
internal import ZeroMQ

/// Everything a running hub consists of, put together in the order in which it must stand: log, index, directory,
/// authentication, and the front door last.
final class HubParts: Sendable {
    static let zapDomain = "cordon"
    /// Descriptors that the hub asks for: one for each connection, and some for itself.
    private static let descriptorsWanted: rlim_t = 65_536

    let journal: SegmentLog
    let index: JournalIndex
    let indexer: JournalIndexer
    let writer: JournalWriter
    let office: TicketOffice
    let penalties = PenaltyBox()
    let clock = HubClock.system
    let server: HubServer
    let thread: PollThread
    let recoveryNotice: String?
    /// The schemas that are served, and were since the start.
    let schemas: Mutex<ServedSchemaHistory>
    private let zap: ZAPHandler
    private let onFatal: @Sendable (String) -> Void

    /// Opens the log and puts everything together; nothing listens yet.
    init(_ configuration: HubConfiguration, log: Logger, onFatal: @escaping @Sendable (String) -> Void) throws {
        self.onFatal = onFatal
        Self.raiseDescriptorLimit()
        let keys = try Self.keyPair(configuration)
        let lists = try Self.codeLists(configuration)
        let served = try ServedSchemas.load(configuration)
        let judging = HubJudging(configuration, schemas: served, lists: lists)
        schemas = Mutex(ServedSchemaHistory(served))
        let proposal = try Self.directory(configuration)
        let store = try HubStore(configuration, clock: clock)
        journal = store.journal
        index = store.index
        recoveryNotice = store.notice
        let directory = try store.adopt(proposal.directory, clock.now())
        office = TicketOffice(directory: directory)
        indexer = JournalIndexer(index, journal: journal)

        let context = try Context(ioThreads: 1)
        zap = try Self.startZAP(context, office, penalties, clock, log, onFatal)
        thread = try PollThread(name: "hub") { error in onFatal("the front door failed: \(error)") }
        let router = try Socket(.router, in: context)
        let limits = configuration.sessionLimits
        try HubSocketOptions(
            sendHighWaterMark: Int32(clamping: 2 * limits.publishWindowAlerts + 1024),
            frameBytesMax: Int64(limits.alertBytesMax) + Int64(64 << 10), secretKey: keys, zapDomain: Self.zapDomain
        ).apply(to: router)
        let monitor = try SocketMonitor(of: router, in: context)
        let outcomes = OutcomeBox()
        writer = JournalWriter(journal) { outcomes.put($0) }
        let core = HubCore(
            identity: HubIdentity(
                hubID: configuration.name, epoch: journal.epoch, wireEpoch: journal.epoch.bits),
            settings: configuration.settings, directory: directory,
            judge: judging.makeJudge(), vocabulary: judging.vocabulary,
            recovered: try store.recover())
        server = HubServer(
            thread: thread, context: context, router: router, monitor: monitor, core: core,
            services: HubServices(
                writer: writer,
                worker: LogWorker(
                    label: "cordon.log", LogReader(journal: journal, index: index, judge: judging.makeJudge())),
                dearWorker: LogWorker(
                    label: "cordon.log.dear", LogReader(journal: journal, index: index, judge: judging.makeJudge())),
                checker: RuleChecker(),
                indexer: indexer, office: office, penalties: penalties, clock: clock, log: log, onFatal: onFatal),
            outcomes: outcomes, publishWindowBytes: limits.publishWindowBytes)
    }

    /// Begins to serve and binds the front door.
    func open(_ configuration: HubConfiguration) async throws -> [String] {
        do {
            return try await server.start(listening: configuration.listen)
        } catch {
            close()
            await server.stop()
            closeLog()
            throw error
        }
    }

    /// Ends authentication: nobody new comes in.
    func close() { zap.stop() }

    /// Ends the threads of the log and closes it.
    func closeLog() {
        writer.stop()
        indexer.stop()
        index.close()
        try? journal.close()
        thread.stop()
    }

    // MARK: Authentication

    private static func startZAP(
        _ context: borrowing Context, _ office: TicketOffice, _ penalties: PenaltyBox, _ clock: HubClock, _ log: Logger,
        _ onFatal: @escaping @Sendable (String) -> Void
    ) throws -> ZAPHandler {
        try ZAPHandler(
            in: context,
            decide: { request in
                guard request.domain == zapDomain,
                    let key = request.clientKey.flatMap({ TransportKey(bytes: $0.bytes) })
                else { return .deny(reason: "CURVE is required") }
                let now = Int64(clock.now().wall)
                if penalties.holds(key, now: now) { return .postpone(reason: "misbehaved lately") }
                switch office.issue(to: key, from: request.address, at: now) {
                case .issued(let ticket, _): return .allow(userID: ticket.text)
                case .refused(let reason):
                    log.notice(
                        "turned a connection away",
                        ["key": key.fingerprint, "address": request.address, "reason": "\(reason)"])
                    return .deny(reason: "not admitted")
                }
            },
            onDeath: { error in onFatal("authentication failed, and nobody can come in: \(error)") })
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, descriptorsWanted))
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    // MARK: Files

    /// The hub's secret key, as libzmq wants it.
    static func keyPair(_ configuration: HubConfiguration) throws(ConfigurationError) -> CurveSecretKey {
        do throws(KeyFileError) {
            let pair = try KeyFile.readPair(configuration.keyFile)
            // A key file's secret has 32 bytes, or it would not have been read.
            return pair.secret.withBytes { CurveSecretKey(bytes: $0)! }
        } catch {
            throw ConfigurationError(file: configuration.keyFile, error.message)
        }
    }

    /// The code lists: those of the system, and what the operator installed.
    static func codeLists(_ configuration: HubConfiguration) throws(ConfigurationError) -> CodeLists {
        do {
            let codes = try configuration.hsFile.map {
                try HarmonizedCodeList(csv: ConfigurationFile.read($0), source: $0)
            }
            return try CodeLists(harmonizedCodes: codes)
        } catch {
            throw ConfigurationError(file: configuration.hsFile ?? "code lists", "\(error)")
        }
    }

    /// The directory that the file of members proposes.
    static func directory(_ configuration: HubConfiguration) throws(ConfigurationError) -> DirectoryFile.Proposal {
        let text = try ConfigurationFile.read(configuration.membersFile)
        do throws(DirectoryFileError) {
            return try DirectoryFile.read(
                text, file: configuration.membersFile, now: Int64(HubClock.system.now().wall))
        } catch {
            throw ConfigurationError(
                error.findings.map { .init(file: $0.file, position: $0.position, message: $0.message) })
        }
    }
}
