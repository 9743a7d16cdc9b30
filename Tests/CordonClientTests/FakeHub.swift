import AlertModel
import ExchangeProtocol
import Synchronization
import TransparencyLog
import ZeroMQ

/// A hub of records in memory, enough to try a client: the real wire, the real sessions, CURVE, one thread.
///
/// It takes every alert, tells duplicates by their bytes, keeps cursors, and misbehaves where a test asks it to.
actor FakeHub {
    nonisolated let thread: PollThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    nonisolated let keys: CurveKeyPair
    nonisolated let door = Door()

    /// Which keys are let in; ZAP asks on a thread of its own.
    final class Door: Sendable {
        let allowed = Mutex<Set<CurvePublicKey>>([])
        let tickets = Atomic<Int>(0)

        func decide(_ request: ZAPRequest) -> ZAPDecision {
            guard let key = request.clientKey, allowed.withLock({ $0.contains(key) }) else {
                return .deny(reason: "unknown")
            }
            return .allow(userID: "ticket-\(tickets.add(1, ordering: .relaxed).newValue)")
        }
    }

    struct Record {
        var header: [UInt8]
        var alert: [UInt8]
        var signature: [UInt8]
        var leafHash: SHA256Digest
    }

    /// What a test wants of the hub.
    struct Conduct: Sendable {
        var withholdsReceipts = false
        /// Takes no notice of what is published, as if it had crashed before it did.
        var forgetsAlerts = false
        var withholdsDeliveries = false
        /// Refuses every alert so, while the count is above 0.
        var refusal: (code: ProtocolErrorCode, count: Int)?
        /// The report sent with a refusal: `%ID` stands for the publish id.
        var report: String?
        /// Loses this many receipts or deliveries on the way.
        var lostMessages = 0
        /// Sends every receipt twice.
        var doublesReceipts = false
        /// What record headers say in place of the position.
        var headerPosition: UInt64?
        var limits = SessionLimits(pingMilliseconds: 200)
        var answer: String? = "{\"head\":1}"
    }

    final class Link {
        let context: Context
        let zap: ZAPHandler
        let router: Socket
        var incoming = MessageFrames(capacity: 600)
        var outgoing = MessageFrames(capacity: 600)

        init(_ endpoint: String, keys: CurveKeyPair, door: Door) throws {
            let context = try Context()
            zap = try ZAPHandler(in: context, decide: { door.decide($0) }, onDeath: { _ in })
            let router = try Socket(.router, in: context)
            try HubSocketOptions(sendHighWaterMark: 100_000, frameBytesMax: 2 << 20, secretKey: keys.secretKey)
                .apply(to: router)
            try router.bind(to: endpoint)
            self.router = router
            self.context = context
        }
    }

    struct OpenSubscription {
        var request: Subscribe
        var next: UInt64
    }

    struct Peer {
        var ticket: String
        var session: HubSession
        var subscriptions: [OpenSubscription] = []
    }

    var conduct = Conduct()
    var epoch: UInt128 = 0xAB
    var records: [Record] = []
    var positions: [[UInt8]: UInt64] = [:]
    var cursors: [String: UInt64] = [:]
    var peers: [[UInt8]: Peer] = [:]
    var link: Link?
    var registration: PollRegistration?
    var endpoint = "tcp://127.0.0.1:*"
    /// What was published, duplicates included.
    var publishedCount = 0
    var publishMessages = 0
    /// The most alerts that one session had without receipt.
    var outstandingMax = 0
    var hellos = 0
    var verbs: [String] = []

    init() throws {
        thread = try PollThread(name: "fake-hub")
        keys = try CurveKeyPair.generate()
    }

    deinit { thread.stop() }

    nonisolated func allow(_ key: CurvePublicKey) { door.allowed.withLock { _ = $0.insert(key) } }
    nonisolated func forbid(_ key: CurvePublicKey) { door.allowed.withLock { _ = $0.remove(key) } }

    /// Listens, at the port of before if there was one.
    func start() async throws {
        var attempts = 0
        while link == nil {
            do {
                link = try Link(endpoint, keys: keys, door: door)
            } catch let error as ZeroMQError where error == .addressInUse && attempts < 500 {
                // The port is free a moment after the last listener went.
                attempts += 1
                try await Task.sleep(for: .milliseconds(4))
            }
        }
        guard let link else { return }
        endpoint = try link.router.lastEndpoint
        registration = thread.register(link.router) { [weak self] _ in self?.assumeIsolated { $0.read() } }
    }

    /// Goes as a crash does: sessions are forgotten, the records stay.
    func stop() {
        if let registration { thread.unregister(registration) }
        registration = nil
        link?.zap.stop()
        link = nil
        peers.removeAll()
    }

    func restart() async throws {
        stop()
        try await start()
    }

    nonisolated func end() async {
        await stop()
        thread.stop()
    }

    func set(_ change: @Sendable (inout Conduct) -> Void) {
        change(&conduct)
        deliverAll()
    }

    /// Another log that begins with some of the same alerts.
    func beginAnew(epoch new: UInt128, keeping count: Int) {
        epoch = new
        let kept = records.prefix(count)
        records = []
        positions = [:]
        for record in kept { _ = self.record(record.alert, record.signature, 1) }
    }

    // MARK: Reading

    private func read() {
        guard let link else { return }
        for _ in 0..<256 {
            guard (try? link.router.receive(into: &link.incoming)) == .message else { return }
            take(link)
        }
    }

    private func take(_ link: Link) {
        guard link.incoming.count >= 2, let ticket = link.incoming.metadata(.userID, ofFrame: 1) else { return }
        let id = link.incoming.bytes(ofFrame: 0)
        var peer = peers.removeValue(forKey: id) ?? Peer(ticket: ticket, session: newSession())
        if peer.ticket != ticket { peer = Peer(ticket: ticket, session: newSession()) }
        let bytes = (2..<max(2, link.incoming.count)).reduce(0) { $0 + link.incoming.byteCount(ofFrame: $1) }
        let following = link.incoming.count - 2
        let action = link.incoming.withUnsafeBytes(ofFrame: 1) {
            peer.session.receive($0, followingFrames: following, followingBytes: bytes, now: now)
        }
        perform(action, &peer, id, bytes: bytes)
        peers[id] = peer
        if case .publish = action { deliverAll() } else { deliver(to: id) }
    }

    private func newSession() -> HubSession {
        HubSession(configuration: .init(limits: conduct.limits), now: now)
    }

    var now: UInt64 { UInt64(clock.duration(to: .now) / .milliseconds(1)) }
    private let clock = ContinuousClock.now

    private func perform(_ action: HubSession.Action, _ peer: inout Peer, _ id: [UInt8], bytes: Int) {
        switch action {
        case .none, .credited: return
        case .greet:
            hellos += 1
            peer.subscriptions = []
            let welcome = peer.session.welcome(
                hubID: "hub", epoch: epoch, head: UInt64(records.count), hubTime: now, member: "GT", principal: "p")
            send(to: id) { welcome.encode(into: &$0) }
        case .publish(let publish): judge(publish, &peer, id, bytes: bytes)
        case .refuseAlerts(let publish, let code):
            let entries = (0..<publish.alertCount).map {
                ReceiptEntry.refused(publishID: publish.firstPublishID + UInt64($0), code: code)
            }
            send(to: id) { Receipt.encode(entries[...], into: &$0) }
        case .subscribe(let subscribe): open(subscribe, &peer, id)
        case .unsubscribe(let unsubscribe):
            peer.subscriptions.removeAll { $0.request.tag == unsubscribe.tag }
            send(to: id) { Unsubscribed(tag: unsubscribe.tag).encode(into: &$0) }
        case .confirm(let confirm):
            guard let open = peer.subscriptions.first(where: { $0.request.tag == confirm.tag }) else { return }
            cursors[open.request.name] = max(cursors[open.request.name] ?? 0, confirm.position)
        case .ping(let ping):
            let pong = peer.session.pong(ping, head: UInt64(records.count), hubTime: now)
            send(to: id) { pong.encode(into: &$0) }
        case .request(let request):
            verbs.append(request.verb)
            guard request.verb != "forbidden" else {
                let refusal = Refusal(code: .requestNotAllowed, command: .request, reference: UInt64(request.id))
                return send(to: id) { refusal.encode(into: &$0) }
            }
            guard let answer = conduct.answer else { return }
            send(to: id, [Array(answer.utf8)]) { Response(id: request.id).encode(into: &$0) }
        case .reset(let reset): send(to: id) { reset.encode(into: &$0) }
        case .refuse(let refusal), .cut(let refusal): send(to: id) { refusal.encode(into: &$0) }
        case .release: peer.subscriptions = []
        }
    }

    // MARK: Publishing

    private func judge(_ publish: Publish, _ peer: inout Peer, _ id: [UInt8], bytes: Int) {
        guard let link else { return }
        publishMessages += 1
        outstandingMax = max(outstandingMax, peer.session.outstandingAlerts)
        guard !conduct.forgetsAlerts else {
            publishedCount += publish.alertCount
            return
        }
        var entries: [ReceiptEntry] = []
        var report: [String] = []
        for index in 0..<publish.alertCount {
            publishedCount += 1
            let publishID = publish.firstPublishID + UInt64(index)
            let alert = link.incoming.bytes(ofFrame: 1 + publish.alertFrame(index))
            let signature = publish.signatureFrame(index).map { link.incoming.bytes(ofFrame: 1 + $0) } ?? []
            if let refusal = conduct.refusal, refusal.count > 0 {
                conduct.refusal?.count -= 1
                entries.append(.refused(publishID: publishID, code: refusal.code))
                if let text = conduct.report { report.append(text.replacing("%ID", with: "\(publishID)")) }
            } else {
                entries.append(record(alert, signature, publishID))
            }
        }
        guard !conduct.withholdsReceipts else { return }
        peer.session.receipted(alerts: publish.alertCount, bytes: bytes, session: peer.session.session)
        let frames = report.isEmpty ? [] : [Array("[\(report.joined(separator: ","))]".utf8)]
        for _ in 0..<(conduct.doublesReceipts ? 2 : 1) {
            guard !isLost() else { continue }
            send(to: id, frames) { Receipt.encode(entries[...], hasReport: !frames.isEmpty, into: &$0) }
        }
    }

    private func record(_ alert: [UInt8], _ signature: [UInt8], _ publishID: UInt64) -> ReceiptEntry {
        if let position = positions[alert] {
            return .duplicate(
                publishID: publishID, position: position, leafHash: records[Int(position) - 1].leafHash)
        }
        let position = UInt64(records.count + 1)
        let header = RecordHeader(
            position: conduct.headerPosition ?? position, epoch: epoch, acceptedAt: now, alertID: UInt128(position),
            messageType: .alert, kind: "seizure", senderMember: "GT", senderPrincipal: "p", origin: "GT",
            topics: ["seizure.drugs.cocaine.GT"])
        var encoded: [UInt8] = []
        try? header.encode(into: &encoded)
        let leafHash = encoded.withUnsafeBytes {
            LeafHash.of(
                header: $0, bodyDigest: SHA256Digest(of: alert), signatureDigest: SHA256Digest(of: signature))
        }
        positions[alert] = position
        records.append(Record(header: encoded, alert: alert, signature: signature, leafHash: leafHash))
        return .accepted(publishID: publishID, position: position, leafHash: leafHash)
    }

    /// Takes alerts as if some other client had published them.
    func add(_ alerts: [[UInt8]]) {
        for alert in alerts { _ = record(alert, [], 1) }
        deliverAll()
    }

    private func isLost() -> Bool {
        guard conduct.lostMessages > 0 else { return false }
        conduct.lostMessages -= 1
        return true
    }

    func send(to id: [UInt8], _ frames: [[UInt8]] = [], _ encode: (inout [UInt8]) -> Void) {
        guard let link else { return }
        var first: [UInt8] = []
        encode(&first)
        link.outgoing.removeAll()
        do {
            try link.outgoing.append(id)
            try link.outgoing.append(first)
            for frame in frames { try link.outgoing.append(frame) }
            _ = try link.router.send(&link.outgoing)
        } catch {
            link.outgoing.removeAll()
        }
    }
}

// MARK: - Subscribing

extension FakeHub {
    private func open(_ subscribe: Subscribe, _ peer: inout Peer, _ id: [UInt8]) {
        if subscribe.rule == "wrong" {
            return refuse(subscribe, .badRule, &peer, id)
        }
        if subscribe.epoch != 0, subscribe.epoch != epoch { return refuse(subscribe, .epochChanged, &peer, id) }
        let head = UInt64(records.count)
        let start: UInt64
        switch subscribe.start {
        case .cursor: start = (cursors[subscribe.name] ?? head) + 1
        case .earliest, .time: start = 1
        case .latest: start = head + 1
        case .position(let position):
            guard position <= head + 1 else { return refuse(subscribe, .positionInFuture, &peer, id) }
            start = position
        }
        guard
            let answer = peer.session.subscribed(tag: subscribe.tag, epoch: epoch, start: start, head: head)
        else { return }
        peer.subscriptions.append(OpenSubscription(request: subscribe, next: start))
        send(to: id) { answer.encode(into: &$0) }
    }

    private func refuse(_ subscribe: Subscribe, _ code: ProtocolErrorCode, _ peer: inout Peer, _ id: [UInt8]) {
        guard let refusal = peer.session.refuseSubscription(tag: subscribe.tag, code: code) else { return }
        send(to: id) { refusal.encode(into: &$0) }
    }

    func deliverAll() {
        for id in Array(peers.keys) { deliver(to: id) }
    }

    private func deliver(to id: [UInt8]) {
        guard !conduct.withholdsDeliveries, var peer = peers.removeValue(forKey: id) else { return }
        defer { peers[id] = peer }
        while let gap = peer.session.takeGap() { send(to: id) { gap.encode(into: &$0) } }
        for index in peer.subscriptions.indices {
            while deliverOnce(&peer, index, id) {}
            guard peer.subscriptions[index].request.mode == .live, !peer.session.mayDeliver else { continue }
            while peer.subscriptions[index].next <= UInt64(records.count) {
                peer.session.skip(tag: peer.subscriptions[index].request.tag, position: peer.subscriptions[index].next)
                peer.subscriptions[index].next += 1
            }
        }
    }

    /// Sends one DELIVER; false where there is nothing to send or no credit.
    private func deliverOnce(_ peer: inout Peer, _ index: Int, _ id: [UInt8]) -> Bool {
        let tag = peer.subscriptions[index].request.tag
        var entries: [DeliverEntry] = []
        var frames: [[UInt8]] = []
        var first: UInt64 = 0
        while entries.count < peer.session.deliverAlertsMax, peer.session.mayDeliver {
            let position = peer.subscriptions[index].next
            guard position <= UInt64(records.count) else { break }
            let record = records[Int(position) - 1]
            let bytes = record.header.count + record.alert.count + record.signature.count
            guard let sequence = peer.session.deliver(tag: tag, position: position, bytes: bytes) else { break }
            if entries.isEmpty { first = sequence }
            entries.append(DeliverEntry(tag: tag, position: position))
            frames += [record.header, record.alert, record.signature]
            peer.subscriptions[index].next += 1
        }
        guard !entries.isEmpty else { return false }
        if !isLost() { send(to: id, frames) { Deliver.encode(firstSequence: first, entries[...], into: &$0) } }
        return true
    }

    /// Ends every subscription for a reason.
    func withdraw(_ code: ProtocolErrorCode) {
        for id in Array(peers.keys) {
            for open in peers[id]?.subscriptions ?? [] {
                guard let message = peers[id]?.session.endSubscription(tag: open.request.tag, code: code) else {
                    continue
                }
                send(to: id) { message.encode(into: &$0) }
            }
            peers[id]?.subscriptions = []
        }
    }

    /// Ends every session for a reason.
    func dismiss(_ code: ProtocolErrorCode) {
        for id in Array(peers.keys) {
            let refusal = Refusal(code: code, endsSession: true)
            send(to: id) { refusal.encode(into: &$0) }
            peers[id] = nil
        }
    }
}
