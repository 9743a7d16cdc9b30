import ExchangeProtocol
import Testing

/// A hub with nothing but a log in memory and one session, and a link that loses messages in both directions.
private struct LossyWorld {
    struct Message {
        var frame: [UInt8]
        var frameByteCounts: [Int] = []
        /// The alerts that travel with a PUBLISH or a DELIVER.
        var alerts: [Int] = []
    }

    var random: SeededGenerator
    var lossPercent: Int
    var now: UInt64 = 1_000
    var toHub: [Message] = []
    var toClient: [Message] = []

    // The hub
    var log: [Int] = []
    var hub = HubSession(now: 0)
    var cursor: UInt64 = 0
    var next: UInt64?
    let epoch: UInt128 = 7

    // The client
    var client: ClientSession
    var actions: [ClientAction] = []
    var unpublished: [Int]
    var inFlight: [UInt64: Int] = [:]
    var received: [Int] = []
    var losses = 0
    /// Whether the last alert is lost when it is first sent, with nothing behind it that would show the hole.
    var losesTail: Bool
    let alertCount: Int

    init(seed: UInt64, alerts: Int, lossPercent: Int) {
        random = SeededGenerator(state: seed)
        self.lossPercent = lossPercent
        alertCount = alerts
        losesTail = seed % 2 == 0
        unpublished = Array((0..<alerts).reversed())
        client = ClientSession(
            configuration: .init(
                agent: "test", deliveryWindowAlerts: 16, helloMillisecondsMin: 20, helloMillisecondsMax: 200,
                answerMillisecondsMax: 2_000))
    }

    private mutating func isLost() -> Bool { Int.random(in: 0..<100, using: &random) < lossPercent }

    // MARK: The hub's side

    mutating func sendToClient(_ message: Message) {
        if !isLost() { toClient.append(message) }
    }

    mutating func sendToClient(_ encode: (inout [UInt8]) -> Void) {
        var frame: [UInt8] = []
        encode(&frame)
        sendToClient(Message(frame: frame))
    }

    mutating func hubTakes(_ message: Message) {
        let bytes = message.frameByteCounts.reduce(0, +)
        let action = message.frame.withUnsafeBytes {
            hub.receive($0, followingFrames: message.frameByteCounts.count, followingBytes: bytes, now: now)
        }
        switch action {
        case .none, .credited, .request: break
        case .greet:
            next = nil
            let head = UInt64(log.count)
            let welcome = hub.welcome(hubID: "h", epoch: epoch, head: head, hubTime: now, member: "GT", principal: "p")
            sendToClient { welcome.encode(into: &$0) }
        case .publish(let publish): judge(publish, message.alerts, bytes: bytes)
        case .refuseAlerts(let publish, let code):
            let entries = message.alerts.indices.map {
                ReceiptEntry.refused(publishID: publish.firstPublishID + UInt64($0), code: code)
            }
            sendToClient { Receipt.encode(entries[...], into: &$0) }
        case .subscribe(let subscribe): open(subscribe)
        case .unsubscribe, .release: next = nil
        case .confirm(let confirm): cursor = max(cursor, confirm.position)
        case .ping(let ping):
            let pong = hub.pong(ping, head: UInt64(log.count), hubTime: now)
            sendToClient { pong.encode(into: &$0) }
        case .reset(let reset): sendToClient { reset.encode(into: &$0) }
        case .refuse(let refusal), .cut(let refusal):
            if refusal.endsSession { next = nil }
            Issue.record("the hub refused: \(refusal.text)")
            sendToClient { refusal.encode(into: &$0) }
        }
    }

    mutating func judge(_ publish: Publish, _ alerts: [Int], bytes: Int) {
        var entries: [ReceiptEntry] = []
        for (index, alert) in alerts.enumerated() {
            let id = publish.firstPublishID + UInt64(index)
            if let known = log.firstIndex(of: alert) {
                let position = UInt64(known + 1)
                entries.append(.duplicate(publishID: id, position: position, leafHash: Samples.leaf))
            } else {
                log.append(alert)
                entries.append(.accepted(publishID: id, position: UInt64(log.count), leafHash: Samples.leaf))
            }
        }
        hub.receipted(alerts: alerts.count, bytes: bytes, session: hub.session)
        sendToClient { Receipt.encode(entries[...], into: &$0) }
    }

    mutating func open(_ subscribe: Subscribe) {
        let start: UInt64
        switch subscribe.start {
        case .position(let position): start = position
        default: start = cursor + 1
        }
        guard let answer = hub.subscribed(tag: subscribe.tag, epoch: epoch, start: start, head: UInt64(log.count))
        else { return }
        next = start
        sendToClient { answer.encode(into: &$0) }
    }

    mutating func hubDelivers() {
        while let position = next, position <= UInt64(log.count), hub.mayDeliver {
            var entries: [DeliverEntry] = []
            var first: UInt64 = 0
            while entries.count < 5, position + UInt64(entries.count) <= UInt64(log.count) {
                let at = position + UInt64(entries.count)
                guard let sequence = hub.deliver(tag: 1, position: at, bytes: 30) else { break }
                if entries.isEmpty { first = sequence }
                entries.append(DeliverEntry(tag: 1, position: at))
            }
            var message = Message(frame: [])
            Deliver.encode(firstSequence: first, entries[...], into: &message.frame)
            message.frameByteCounts = entries.flatMap { _ in [10, 20, 0] }
            message.alerts = entries.map { log[Int($0.position - 1)] }
            next = position + UInt64(entries.count)
            let isTail = log.count == alertCount && next == UInt64(alertCount) + 1
            if isTail, losesTail {
                losesTail = false
            } else {
                sendToClient(message)
            }
        }
    }

    // MARK: The client's side

    mutating func clientTakes(_ message: Message) throws {
        try message.frame.withUnsafeBytes {
            let decoded = try HubMessage(decoding: $0)
            client.receive(decoded, frameByteCounts: message.frameByteCounts, now: now, into: &actions)
        }
        clientActs(message.alerts)
    }

    mutating func clientActs(_ alerts: [Int] = []) {
        while !actions.isEmpty {
            let batch = actions
            actions.removeAll()
            for action in batch { clientActs(action, alerts) }
        }
    }

    mutating func clientActs(_ action: ClientAction, _ alerts: [Int]) {
        switch action {
        case .send(let message):
            if !isLost() { toHub.append(Message(frame: encoded(message))) }
        case .receipt(let entry):
            if entry.outcome == .refused, let alert = inFlight[entry.publishID] { unpublished.append(alert) }
            inFlight[entry.publishID] = nil
        case .unacknowledged(let id):
            if let alert = inFlight.removeValue(forKey: id) { unpublished.append(alert) }
        case .deliver(let delivery):
            received.append(alerts[delivery.index])
            client.processed(session: delivery.session, alerts: 1, bytes: delivery.byteCount, into: &actions)
            if Bool.random(using: &random) {
                client.confirm(tag: delivery.entry.tag, position: delivery.entry.position, into: &actions)
            }
        case .lost: losses += 1
        default: break
        }
    }

    mutating func clientPublishes() {
        let count = min(unpublished.count, Int.random(in: 1...4, using: &random))
        guard count > 0 else { return }
        let sizes = [Int](repeating: 20, count: count)
        guard case .send(let publish) = client.publish(alertByteCounts: sizes, now: now) else { return }
        let alerts = (0..<count).map { _ in unpublished.removeLast() }
        for (index, alert) in alerts.enumerated() { inFlight[publish.firstPublishID + UInt64(index)] = alert }
        guard !isLost() else { return }
        toHub.append(Message(frame: encoded(.publish(publish)), frameByteCounts: sizes, alerts: alerts))
    }

    /// Loses everything on its way, and the hub's session with the connection.
    mutating func breakConnection() {
        toHub.removeAll()
        toClient.removeAll()
        hub = HubSession(resetCode: .sessionReplaced, now: now)
        next = nil
    }

    mutating func step() throws {
        now += 10
        clientPublishes()
        client.tick(now: now, into: &actions)
        clientActs()
        let forHub = toHub
        toHub.removeAll()
        for message in forHub { hubTakes(message) }
        hubDelivers()
        let forClient = toClient
        toClient.removeAll()
        for message in forClient { try clientTakes(message) }
    }
}

@Suite("A session over a lossy link")
struct LossyLinkTests {
    @Test("nothing is lost, doubled or out of order", .timeLimit(.minutes(1)), arguments: 1...40 as ClosedRange<UInt64>)
    func nothingLost(seed: UInt64) throws {
        let alerts = 200
        var world = LossyWorld(seed: seed, alerts: alerts, lossPercent: Int(seed % 8))
        let subscribe = Subscribe(tag: 1, mode: .durable, start: .cursor, name: "all", topics: [">"])
        try world.client.subscribe(subscribe, now: world.now, into: &world.actions)
        world.client.connected(now: world.now, into: &world.actions)
        world.clientActs()
        for step in 0..<20_000 {
            if seed % 3 == 0, step % 97 == 96, step < 2_000 { world.breakConnection() }
            try world.step()
            if world.received.count >= alerts, world.unpublished.isEmpty, world.inFlight.isEmpty { break }
        }
        #expect(world.log.sorted() == Array(0..<alerts), "each alert is in the log once")
        #expect(world.received == world.log, "each alert came once, in the log's order")
        if world.lossPercent >= 3 { #expect(world.losses > 0) }
    }
}
