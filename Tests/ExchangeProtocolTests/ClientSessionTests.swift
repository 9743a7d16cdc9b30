import ExchangeProtocol
import Testing

/// A client session and what it has asked for, as a test drives it.
struct ClientProbe {
    var session: ClientSession
    var actions: [ClientAction] = []
    var now: UInt64 = 1_000

    init(_ configuration: ClientSession.Configuration = .init(agent: "test", deliveryWindowAlerts: 4)) {
        session = ClientSession(configuration: configuration)
    }

    /// A probe whose session stands.
    static func ready(limits: SessionLimits = SessionLimits(), windowAlerts: Int = 4) -> ClientProbe {
        var probe = ClientProbe(.init(agent: "test", deliveryWindowAlerts: windowAlerts))
        probe.session.connected(now: probe.now, into: &probe.actions)
        probe.welcome(limits: limits)
        return probe
    }

    mutating func welcome(limits: SessionLimits = SessionLimits()) {
        var welcome = Samples.welcome
        welcome.session = session.session
        welcome.limits = limits
        receive(.welcome(welcome))
    }

    mutating func receive(_ message: HubMessage, frames: [Int] = []) {
        session.receive(message, frameByteCounts: frames, now: now, into: &actions)
    }

    mutating func receipts(_ entries: [ReceiptEntry]) {
        var frame: [UInt8] = []
        Receipt.encode(entries[...], into: &frame)
        frame.withUnsafeBytes { bytes in
            guard let receipt = try? Receipt(decoding: bytes) else { return }
            receive(.receipt(receipt))
        }
    }

    /// Delivers alerts of 10 bytes each.
    mutating func deliver(_ first: UInt64, _ entries: [DeliverEntry]) {
        var frame: [UInt8] = []
        Deliver.encode(firstSequence: first, entries[...], into: &frame)
        frame.withUnsafeBytes { bytes in
            guard let deliver = try? Deliver(decoding: bytes) else { return }
            receive(.deliver(deliver), frames: entries.flatMap { _ in [4, 6, 0] })
        }
    }

    mutating func subscribe(_ mode: Subscribe.Mode, start: Subscribe.Start, answeredFrom position: UInt64? = nil) throws
    {
        let name = mode == .durable ? "name" : ""
        let subscribe = Subscribe(tag: 1, mode: mode, start: start, name: name, topics: [">"])
        try session.subscribe(subscribe, now: now, into: &actions)
        if let position {
            receive(.subscribed(Subscribed(tag: 1, epoch: Samples.epoch, start: position, head: position)))
        }
    }

    mutating func tick(after milliseconds: UInt64) {
        now += milliseconds
        session.tick(now: now, into: &actions)
    }

    /// The actions since the last call.
    mutating func take() -> [ClientAction] {
        defer { actions.removeAll() }
        return actions
    }

    /// The commands sent since the last call.
    mutating func sent() -> [ClientMessage] {
        take().compactMap { if case .send(let message) = $0 { message } else { nil } }
    }

    /// The losses since the last call.
    mutating func losses() -> [SessionLoss] {
        take().compactMap { if case .lost(let loss) = $0 { loss } else { nil } }
    }
}

@Suite("The client's side of a session")
struct ClientSessionTests {
    private func positions(_ actions: [ClientAction]) -> [UInt64] {
        actions.compactMap { if case .deliver(let delivery) = $0 { delivery.entry.position } else { nil } }
    }

    @Test("HELLO is said on connecting, and again with growing waits until it is answered")
    func greeting() {
        var probe = ClientProbe()
        #expect(probe.session.nextDeadline == nil)
        probe.session.connected(now: 1_000, into: &probe.actions)
        #expect(probe.session.nextDeadline == 2_000)
        probe.tick(after: 999)
        #expect(probe.sent().count == 1)
        probe.tick(after: 1)
        probe.tick(after: 1_999)
        #expect(probe.sent().count == 1)
        probe.tick(after: 1)
        #expect(probe.sent().count == 1 && probe.session.session == 3)
        probe.welcome()
        #expect(probe.session.state == .ready && probe.session.head == 1_234)
    }

    @Test("a WELCOME to an earlier HELLO is ignored")
    func staleWelcome() {
        var probe = ClientProbe()
        probe.session.connected(now: probe.now, into: &probe.actions)
        var stale = Samples.welcome
        stale.session = probe.session.session &- 1
        probe.receive(.welcome(stale))
        #expect(probe.session.state != .ready)
    }

    @Test("what belongs to an earlier session is ignored until WELCOME")
    func staleCommands() {
        var probe = ClientProbe()
        probe.session.connected(now: probe.now, into: &probe.actions)
        _ = probe.take()
        probe.deliver(1, [DeliverEntry(tag: 1, position: 1)])
        probe.receive(.reset(Reset(code: .unknownSession)))
        probe.receive(.error(Refusal(code: .badRule, command: .subscribe, reference: 1)))
        #expect(probe.take().isEmpty)
    }

    @Test("a refused HELLO stops the client or is tried later, by the retry class")
    func refusedHello() {
        for (code, stops) in [(ProtocolErrorCode.revoked, true), (.versionUnsupported, true), (.overloaded, false)] {
            var probe = ClientProbe()
            probe.session.connected(now: probe.now, into: &probe.actions)
            let refusal = Refusal(
                code: code, endsSession: true, command: .hello, reference: probe.session.session,
                retryAfterMilliseconds: 7_000)
            probe.receive(.error(refusal))
            #expect((probe.session.state == .stopped) == stops)
            if !stops { #expect(probe.session.state == .waiting(until: 8_000)) }
        }
    }

    @Test("alerts are published within the window, and receipts open it")
    func publishing() {
        let limits = SessionLimits(
            alertBytesMax: 50, batchAlertsMax: 2, publishWindowAlerts: 3, publishWindowBytes: 100)
        var probe = ClientProbe.ready(limits: limits)
        func publish(_ counts: [Int]) -> ClientSession.PublishDecision {
            probe.session.publish(alertByteCounts: counts, now: probe.now)
        }
        #expect(publish([51]) == .refused(.tooLarge, index: 0))
        #expect(publish([1, 1, 1]) == .refused(.batchTooLarge, index: 2))
        #expect(publish([10, 10]) == .send(Publish(firstPublishID: 1, alertCount: 2, isSigned: false)))
        #expect(publish([10, 10]) == .windowFull)
        #expect(publish([10]) == .send(Publish(firstPublishID: 3, alertCount: 1, isSigned: false)))
        _ = probe.take()
        probe.receipts([
            .accepted(publishID: 2, position: 5, leafHash: Samples.leaf),
            .accepted(publishID: 2, position: 5, leafHash: Samples.leaf), .refused(publishID: 77, code: .expired),
        ])
        #expect(probe.take().count == 1)
        #expect(publish([50, 50]) == .windowFull)
        #expect(probe.session.unacknowledgedAlerts == 2)
        #expect(publish([50]) == .send(Publish(firstPublishID: 4, alertCount: 1, isSigned: false)))
    }

    @Test("a lost session gives back what is unacknowledged, in its order, and new ids go on")
    func unacknowledged() {
        var probe = ClientProbe.ready()
        _ = probe.session.publish(alertByteCounts: [1, 1, 1], now: probe.now)
        probe.receipts([.accepted(publishID: 2, position: 5, leafHash: Samples.leaf)])
        _ = probe.take()
        probe.receive(.reset(Reset(code: .unknownSession)))
        let ids = probe.take().compactMap { if case .unacknowledged(let id) = $0 { id } else { nil } }
        #expect(ids == [1, 3])
        #expect(probe.session.publish(alertByteCounts: [1], now: probe.now) == .notReady)
        probe.tick(after: 5_000)
        probe.welcome()
        let again = probe.session.publish(alertByteCounts: [1, 1], now: probe.now)
        #expect(again == .send(Publish(firstPublishID: 4, alertCount: 2, isSigned: false)))
    }

    @Test("an alert without its receipt for too long voids the session")
    func overdueReceipt() {
        var probe = ClientProbe.ready()
        _ = probe.session.publish(alertByteCounts: [1], now: probe.now)
        _ = probe.take()
        for _ in 0..<29 {
            probe.tick(after: 1_000)
            probe.receive(.pong(Pong(nonce: 0, lastSequence: 0, head: 0, hubTime: 0)))
        }
        #expect(probe.losses().isEmpty)
        probe.tick(after: 1_000)
        #expect(probe.losses() == [.overdue])
    }

    @Test("a hole or a repetition in the session sequence voids the session", arguments: [1, 3, 9] as [UInt64])
    func holes(found: UInt64) throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 1)
        probe.deliver(1, [DeliverEntry(tag: 1, position: 1)])
        #expect(positions(probe.take()) == [1])
        probe.deliver(found, [DeliverEntry(tag: 1, position: 2)])
        #expect(probe.losses() == [.hole(expected: 2, found: found)])
    }

    @Test("PONG exposes a lost tail")
    func lostTail() throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 1)
        probe.deliver(1, [DeliverEntry(tag: 1, position: 1)])
        probe.tick(after: 5_000)
        #expect(probe.sent().last == .ping(Ping(nonce: 1)))
        probe.receive(.pong(Pong(nonce: 1, lastSequence: 1, head: 9, hubTime: 0)))
        #expect(probe.losses().isEmpty && probe.session.head == 1_234)
        probe.tick(after: 5_000)
        probe.receive(.pong(Pong(nonce: 2, lastSequence: 4, head: 2_000, hubTime: 0)))
        #expect(probe.losses() == [.lostTail(sent: 4, received: 1)])
        #expect(probe.session.head == 2_000)
    }

    @Test("silence voids the session, and HELLO is not said faster and faster")
    func silence() {
        var probe = ClientProbe.ready()
        _ = probe.take()
        probe.tick(after: 15_000)
        let actions = probe.take()
        #expect(actions.count == 2)
        guard case .lost(.silent)? = actions.first else {
            Issue.record("expected a loss")
            return
        }
        #expect(probe.session.session == 2)
        probe.welcome()
        probe.receive(.reset(Reset(code: .unknownSession)))
        #expect(probe.session.state == .waiting(until: probe.now + 2_000))
    }

    @Test("a durable subscription resumes after what was confirmed, and hands nothing over twice")
    func resume() throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 10)
        probe.deliver(1, [DeliverEntry(tag: 1, position: 12), DeliverEntry(tag: 1, position: 15)])
        probe.session.confirm(tag: 1, position: 12, into: &probe.actions)
        probe.tick(after: 20)
        #expect(probe.sent().contains(.confirm(Confirm(tag: 1, position: 12))))
        probe.receive(.reset(Reset(code: .unknownSession)))
        probe.tick(after: 5_000)
        probe.welcome()
        let renewed = probe.sent().compactMap { if case .subscribe(let subscribe) = $0 { subscribe } else { nil } }
        #expect(renewed.map(\.start) == [.position(13)] && renewed.map(\.epoch) == [Samples.epoch])
        probe.receive(.subscribed(Subscribed(tag: 1, epoch: Samples.epoch, start: 13, head: 20)))
        probe.deliver(1, [DeliverEntry(tag: 1, flags: .redelivered, position: 15), DeliverEntry(tag: 1, position: 16)])
        #expect(positions(probe.take()) == [16])
        probe.tick(after: 20)
        #expect(probe.sent() == [.confirm(Confirm(tag: 1, position: 12))])
    }

    @Test("a subscription that began at the head resumes where it began, not at the new head")
    func resumeFromFirstStart() throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.durable, start: .latest, answeredFrom: 100)
        probe.receive(.reset(Reset(code: .unknownSession)))
        probe.tick(after: 5_000)
        _ = probe.take()
        probe.welcome()
        guard case .subscribe(let renewed)? = probe.sent().first(where: { $0.command == .subscribe }) else {
            Issue.record("no SUBSCRIBE")
            return
        }
        #expect(renewed.start == .position(100))
    }

    @Test("credit is absolute, and comes again once half the window is dealt with")
    func credit() throws {
        var probe = ClientProbe.ready(windowAlerts: 4)
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 1)
        let first = probe.sent().compactMap { if case .credit(let credit) = $0 { credit } else { nil } }
        #expect(first == [Credit(sequenceLimit: 4, byteLimit: 8 << 20)])
        probe.deliver(1, (1...3).map { DeliverEntry(tag: 1, position: $0) })
        let session = probe.session.session
        probe.session.processed(session: session, alerts: 1, bytes: 10, into: &probe.actions)
        #expect(probe.sent().isEmpty)
        probe.session.processed(session: session + 1, alerts: 2, bytes: 20, into: &probe.actions)
        #expect(probe.sent().isEmpty)
        probe.session.processed(session: session, alerts: 1, bytes: 10, into: &probe.actions)
        #expect(probe.sent() == [.credit(Credit(sequenceLimit: 6, byteLimit: 20 + 8 << 20))])
        probe.session.processed(session: session, alerts: 99, bytes: 99_999, into: &probe.actions)
        #expect(probe.sent().isEmpty)
    }

    @Test("a gap counts as an alert dealt with, and a live subscription goes on after it")
    func gap() throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.live, start: .latest, answeredFrom: 5)
        let gap = Gap(tag: 1, sequence: 1, fromPosition: 5, toPosition: 9, skipped: 3)
        _ = probe.take()
        probe.receive(.gap(gap))
        guard case .gap(gap)? = probe.take().first else {
            Issue.record("the gap was not told")
            return
        }
        probe.deliver(2, [DeliverEntry(tag: 1, position: 10)])
        #expect(positions(probe.take()) == [10])
        probe.receive(.gap(gap))
        #expect(probe.losses() == [.hole(expected: 3, found: 1)])
    }

    @Test("many confirmations become few commands")
    func confirmations() throws {
        var probe = ClientProbe.ready(windowAlerts: 1_024)
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 1)
        probe.deliver(1, (1...128).map { DeliverEntry(tag: 1, position: $0) })
        _ = probe.take()
        for position in 1...130 as ClosedRange<UInt64> {
            probe.session.confirm(tag: 1, position: position, into: &probe.actions)
        }
        #expect(probe.sent() == [.confirm(Confirm(tag: 1, position: 64)), .confirm(Confirm(tag: 1, position: 128))])
    }

    @Test("a refused subscription is dropped or asked for again, by the retry class")
    func refusedSubscription() throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.durable, start: .cursor)
        _ = probe.take()
        probe.receive(.error(Refusal(code: .nameTaken, command: .subscribe, reference: 1)))
        guard case .subscriptionRefused(1, _, true)? = probe.take().first else {
            Issue.record("expected a retry")
            return
        }
        #expect(probe.session.nextDeadline == probe.now + 1_000)
        probe.tick(after: 1_000)
        #expect(probe.sent().contains { $0.command == .subscribe })
        probe.receive(.error(Refusal(code: .epochChanged, command: .subscribe, reference: 1)))
        guard case .subscriptionRefused(1, _, false)? = probe.take().first else {
            Issue.record("expected an end")
            return
        }
        #expect(probe.session.tags.isEmpty)
    }

    @Test("alerts of a subscription given up are counted, not handed over")
    func unsubscribe() throws {
        var probe = ClientProbe.ready(windowAlerts: 2)
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 1)
        _ = probe.take()
        let given = probe.session.unsubscribe(tag: 1, forget: true, into: &probe.actions)
        #expect(given && probe.sent() == [.unsubscribe(Unsubscribe(tag: 1, forget: true))])
        probe.deliver(1, [DeliverEntry(tag: 1, position: 1)])
        #expect(probe.sent() == [.credit(Credit(sequenceLimit: 3, byteLimit: 10 + 8 << 20))])
        probe.receive(.unsubscribed(Unsubscribed(tag: 1)))
        #expect(probe.session.tags.isEmpty)
    }

    @Test("a message that is malformed or lacks frames voids the session")
    func malformed() {
        var probe = ClientProbe.ready()
        probe.receive(.response(Response(id: 1)))
        #expect(probe.losses().count == 1)
        var other = ClientProbe.ready()
        let error = ProtocolError(command: nil, field: "header", problem: .truncated)
        other.session.malformed(error, now: other.now, into: &other.actions)
        #expect(other.losses() == [.malformed(error)])
    }

    @Test("an ERROR that ends the session for good stops the client until it connects again")
    func stopped() {
        var probe = ClientProbe.ready()
        probe.receive(.error(Refusal(code: .creditViolation, endsSession: true, command: .credit)))
        #expect(probe.session.state == .stopped && probe.session.nextDeadline == nil)
        _ = probe.take()
        probe.tick(after: 100_000)
        #expect(probe.sent().isEmpty)
        probe.session.connected(now: probe.now, into: &probe.actions)
        #expect(probe.sent().count == 1)
    }

    @Test("requests are answered, refused, or fail with their session")
    func requests() {
        var probe = ClientProbe.ready()
        let ids = (0..<3).compactMap { _ in probe.session.request(verb: "status")?.id }
        #expect(ids == [1, 2, 3])
        _ = probe.take()
        probe.receive(.response(Response(id: 2)), frames: [2])
        probe.receive(.error(Refusal(code: .unknownVerb, command: .request, reference: 1)))
        probe.receive(.reset(Reset(code: .unknownSession)))
        var seen: [String] = []
        for action in probe.take() {
            switch action {
            case .response(let id): seen.append("answered \(id)")
            case .requestFailed(let id, let refusal): seen.append("\(refusal == nil ? "lost" : "refused") \(id)")
            default: break
            }
        }
        #expect(seen == ["answered 2", "refused 1", "lost 3"])
    }

    @Test("BYE says what is confirmed first")
    func bye() throws {
        var probe = ClientProbe.ready()
        try probe.subscribe(.durable, start: .earliest, answeredFrom: 1)
        probe.deliver(1, [DeliverEntry(tag: 1, position: 1)])
        probe.session.confirm(tag: 1, position: 1, into: &probe.actions)
        _ = probe.take()
        probe.session.bye(into: &probe.actions)
        #expect(probe.sent() == [.confirm(Confirm(tag: 1, position: 1)), .bye(Bye())])
        #expect(probe.session.state == .disconnected)
    }
}
