import AlertModel
import AlertRules
import ExchangeProtocol
import Journal
import JournalTesting
import RuleIndex
import Synchronization
import TestSupport
import Trust

@testable import Hub

/// A hub without sockets, disk or clock: the core, a journal in memory that commits when told, and peers that speak
/// the protocol's own bytes.
final class HubBench {
    static let schemas = Result { try AlertSchemaSet() }
    static let lists = Result { try CodeLists() }
    static let vocabulary = Result {
        AlertVocabulary.declarations(schemas: try schemas.get(), lists: try lists.get())
    }
    /// 2026-04-01T00:00:00Z.
    static let begin = HubTime(wall: 1_775_001_600_000, steady: 1_000)

    let journal = InMemoryJournal(epoch: Epoch(high: 1, low: 2))
    let index: MemoryIndex
    var core: HubCore
    var reader: LogReader
    var now = HubBench.begin
    let settings: HubSettings
    let office: TicketOffice
    var peers: [String: TestPeer] = [:]
    private var namesByRoutingID: [[UInt8]: String] = [:]
    private var lastConnection = 0
    private var lastSession: UInt64 = 0

    /// Entries handed over and not durable, questions not answered, answers not heard.
    var entries: [JournalEntry] = []
    var readings: [LogReading] = []
    var answers: [LogAnswer] = []
    var cuts: [HubActions.Cut] = []
    var dearRules: [HubActions.DearRules] = []
    /// Indexes whose keys are being chosen anew.
    var reclusterings: [RuleIndex] = []
    /// Whether commits and answers come at once. Otherwise the test says when.
    var isPrompt = true
    /// Peers to which sending fails.
    var unreachable: Set<String> = []
    /// Everything that left the core, as text.
    var trace: [String] = []
    var isTracing = false

    init(_ directory: Directory, limits: SessionLimits = SessionLimits(), capacity: Int = 10_000) throws {
        settings = HubSettings(
            session: HubSession.Configuration(limits: limits), sessionsMax: 64, durableSubscriptionsMax: 64,
            durableSubscriptionsPerPrincipalMax: 8)
        index = MemoryIndex(journal)
        let tickets = Mutex<UInt128>(0)
        office = TicketOffice(directory: directory) {
            tickets.withLock {
                $0 += 1
                return $0
            }
        }
        let schemas = try Self.schemas.get()
        let lists = try Self.lists.get()
        core = HubCore(
            identity: HubIdentity(hubID: "bench", epoch: journal.epoch, wireEpoch: journal.epoch.bits),
            settings: settings, directory: directory, judge: AlertJudge(schemas: schemas, lists: lists),
            vocabulary: try Self.vocabulary.get(),
            recovered: RecoveredState(
                head: .beforeFirst, first: .first, lastTime: 0, recent: RecentIdentifiers(capacity: capacity),
                directoryPositions: [], directories: [], subscriptions: []))
        reader = LogReader(journal: journal, index: index, judge: AlertJudge(schemas: schemas, lists: lists))
    }

    /// Loses everything that is not durable, and every connection; the log decides how it goes on.
    func crash(capacity: Int = 10_000) throws {
        core = HubCore(
            identity: core.identity, settings: settings, directory: core.directory,
            judge: AlertJudge(schemas: try Self.schemas.get(), lists: try Self.lists.get()),
            vocabulary: try Self.vocabulary.get(), recovered: try HubStore.recover(from: journal, index: nil))
        entries = []
        readings = []
        answers = []
        for name in peers.keys { disconnectOutside(name) }
    }

    // MARK: Peers

    /// Connects a principal under a name of the test's choice and says HELLO.
    func connect(_ name: String, as principal: String, routingID: [UInt8]? = nil, hello: Bool = true) throws {
        lastConnection += 1
        let key = Directories.key(of: principal)
        guard case .issued(let ticket, _) = office.issue(to: key, from: "127.0.0.1", at: Int64(now.wall)) else {
            throw NotAdmitted(principal: principal)
        }
        let routingID = routingID ?? Array("\(name) \(lastConnection) 0123456789".utf8)
        peers[name] = TestPeer(routingID: routingID, ticket: ticket)
        namesByRoutingID[routingID] = name
        if hello { self.hello(name) }
    }

    func disconnectOutside(_ name: String) {
        if let peer = peers[name] { namesByRoutingID[peer.routingID] = nil }
        peers[name] = nil
    }

    /// The connection of a peer ends, and the hub hears of it.
    func disconnect(_ name: String) {
        guard let peer = peers[name] else { return }
        disconnectOutside(name)
        core.disconnected(routingID: peer.routingID)
        finish()
    }

    func hello(_ name: String, wish: UInt16 = 0, session: UInt64? = nil) {
        lastSession += 1
        let session = session ?? lastSession
        peers[name]!.begin(session: session)
        send(name, .hello(Hello(session: session, deliverAlertsWished: wish, agent: "bench")))
    }

    /// Hands a command to the hub, and carries out what it wants.
    func send(_ name: String, _ message: ClientMessage, frames: [[UInt8]] = []) {
        var frame: [UInt8] = []
        message.encode(into: &frame)
        send(name, frames: [frame] + frames)
    }

    /// Hands any frames to the hub.
    func send(_ name: String, frames: [[UInt8]]) {
        let (routingID, ticket) = (peers[name]!.routingID, peers[name]!.ticket)
        let joined = frames.flatMap { $0 }
        joined.withUnsafeBytes { bytes in
            var pointers: [UnsafeRawBufferPointer] = []
            var start = 0
            for frame in frames {
                pointers.append(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + frame.count)]))
                start += frame.count
            }
            pointers.withUnsafeBufferPointer { frames in
                routingID.withUnsafeBytes { routingID in
                    core.receive(PeerMessage(routingID: routingID, ticket: ticket, frames: frames), now: now) {
                        office.greet($0, at: Int64(now.wall))
                    }
                }
            }
        }
        finish()
    }

    // MARK: Turns

    /// Ends a turn and hands out what the core wants; with everything prompt, until nothing is left to do.
    func finish() {
        handOut()
        guard isPrompt else { return }
        settle()
    }

    /// Commits and answers until nothing is left to do.
    func settle() {
        while !entries.isEmpty || !readings.isEmpty || !answers.isEmpty {
            commit()
            for _ in readings { answerNext() }
            for _ in answers { hearNext() }
        }
    }

    private func handOut() {
        let actions = core.finishTurn(now)
        if isTracing { note(actions) }
        entries += actions.entries
        for message in actions.messages {
            guard let name = namesByRoutingID[message.routingID] else { continue }
            if unreachable.contains(name) {
                core.disconnected(routingID: message.routingID)
            } else {
                peers[name]!.take(message)
            }
        }
        readings += actions.readings
        cuts += actions.cuts
        dearRules += actions.dearRules
        if let index = actions.reclustering { reclusterings.append(index) }
    }

    private func note(_ actions: HubActions) {
        for message in actions.messages {
            trace.append("send \(message.routingID) \(message.frame) \(message.records.map(\.position))")
        }
        for entry in actions.entries { trace.append("entry \(entry.position) \(entry.content)") }
        for reading in actions.readings { trace.append("read \(reading)") }
        for cut in actions.cuts { trace.append("cut \(cut)") }
    }

    /// Makes the oldest entries durable; all of them unless told how many.
    func commit(_ count: Int = .max) {
        let taken = Array(entries.prefix(count))
        guard !taken.isEmpty else { return }
        entries.removeFirst(taken.count)
        do throws(JournalError) {
            core.committed(try journal.append(taken), now)
        } catch {
            core.journalFailed("\(error)", now)
            entries = []
        }
        handOut()
    }

    /// Reads the log for one question; the answer is on its way.
    func answerNext(_ place: Int = 0) {
        guard readings.indices.contains(place) else { return }
        answers.append(reader.answer(readings.remove(at: place)))
    }

    /// The keys of an index were chosen anew.
    func finishReclustering() { core.reclustered(reclusterings.removeFirst().reclustered()) }

    /// The core hears one answer.
    func hearNext(_ place: Int = 0) {
        guard answers.indices.contains(place) else { return }
        core.take(answers.remove(at: place), now)
        handOut()
    }

    /// Time passes.
    func pass(milliseconds: UInt64) {
        now.wall += milliseconds
        now.steady += milliseconds
        core.tick(now)
        finish()
    }

    // MARK: Shorthand

    private var lastPublishIDs: [String: UInt64] = [:]

    /// Publishes alerts in one batch; the publish id of the first.
    @discardableResult
    func publish(_ name: String, _ alerts: [[UInt8]]) -> UInt64 {
        let key = "\(name) \(peers[name]!.session)"
        let first = lastPublishIDs[key, default: 0] + 1
        lastPublishIDs[key] = first + UInt64(alerts.count - 1)
        send(
            name, .publish(Publish(firstPublishID: first, alertCount: alerts.count, isSigned: false)), frames: alerts)
        return first
    }

    @discardableResult
    func publish(_ name: String, _ drafts: AlertDraft...) -> UInt64 { publish(name, drafts.map(\.bytes)) }

    /// Subscribes and grants credit.
    func subscribe(
        _ name: String, tag: UInt32 = 1, durable: String? = nil, start: Subscribe.Start? = nil,
        topics: [String] = [">"],
        rule: String = "", options: Subscribe.Options = [], credit: UInt64? = 1_000
    ) {
        send(
            name,
            .subscribe(
                Subscribe(
                    tag: tag, mode: durable == nil ? .live : .durable, options: options,
                    start: start ?? (durable == nil ? .latest : .cursor), name: durable ?? "", topics: topics,
                    rule: rule)))
        if let credit { grant(name, credit) }
    }

    /// Grants credit for so many alerts more than came.
    func grant(_ name: String, _ more: UInt64, bytes: UInt64 = 1 << 26) {
        guard let peer = peers[name] else { return }
        send(name, .credit(Credit(sequenceLimit: peer.lastSequence + more, byteLimit: bytes)))
    }

    func confirm(_ name: String, tag: UInt32 = 1, _ position: UInt64) {
        send(name, .confirm(Confirm(tag: tag, position: position)))
    }

    /// The numbers of the alerts that a peer got, in order.
    func numbers(_ name: String, tag: UInt32? = nil) -> [Int] {
        peers[name]!.deliveries.filter { tag == nil || $0.tag == tag }.map(\.number)
    }

    /// What the hub did to any peer that it must not.
    var faults: [String] { peers.flatMap { name, peer in peer.faults.map { "\(name): \($0)" } } }
}

/// The office gave no ticket.
struct NotAdmitted: Error { let principal: String }
