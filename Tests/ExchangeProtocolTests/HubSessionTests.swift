import ExchangeProtocol
import Testing

@Suite("The hub's side of a session")
struct HubSessionTests {
    static func open(
        _ configuration: HubSession.Configuration = .init(), features: Features = .all
    ) -> HubSession {
        var session = HubSession(configuration: configuration, now: 0)
        _ = session.receive(.hello(Hello(features: features, session: 1, agent: "test")), followingBytes: 0, now: 0)
        return session
    }

    /// An open session with one open subscription, tag 1, from position 1 on.
    static func subscribed(_ mode: Subscribe.Mode, credit: Credit? = nil) -> HubSession {
        var session = open()
        let name = mode == .durable ? "name" : ""
        let subscribe = Subscribe(tag: 1, mode: mode, start: .earliest, name: name, topics: [">"])
        _ = session.receive(.subscribe(subscribe), followingBytes: 0, now: 0)
        _ = session.subscribed(tag: 1, epoch: 9, start: 1, head: 0)
        if let credit { _ = session.receive(.credit(credit), followingBytes: 0, now: 0) }
        return session
    }

    private func publish(_ first: UInt64, _ count: Int, signed: Bool = false) -> ClientMessage {
        .publish(Publish(firstPublishID: first, alertCount: count, isSigned: signed))
    }

    private func code(_ action: HubSession.Action) -> ProtocolErrorCode? {
        switch action {
        case .refuse(let refusal), .cut(let refusal): refusal.errorCode
        case .reset(let reset): reset.errorCode
        case .refuseAlerts(_, let code): code
        default: nil
        }
    }

    @Test("a command before HELLO gets one RESET, not one each")
    func beforeHello() {
        var session = HubSession(resetCode: .sessionReplaced, now: 0)
        #expect(code(session.receive(publish(1, 1), followingBytes: 10, now: 0)) == .sessionReplaced)
        #expect(session.receive(publish(2, 1), followingBytes: 10, now: 999) == .none)
        #expect(code(session.receive(publish(3, 1), followingBytes: 10, now: 1_000)) == .sessionReplaced)
        #expect(!session.isOpen)
    }

    @Test("WELCOME tells what both ends have")
    func greeting() {
        let configuration = HubSession.Configuration(features: [.live, .requests])
        let session = Self.open(configuration, features: [.live, .signatures])
        let welcome = session.welcome(hubID: "h", epoch: 1, head: 2, hubTime: 3, member: "GT", principal: "p")
        #expect(welcome.features == .live && welcome.session == 1 && welcome.version == 1)
    }

    @Test("a client of other versions is refused")
    func versions() {
        var session = HubSession(now: 0)
        let hello = Hello(lowestVersion: 2, highestVersion: 3, session: 1, agent: "later")
        #expect(code(session.receive(.hello(hello), followingBytes: 0, now: 0)) == .versionUnsupported)
        #expect(!session.isOpen)
    }

    @Test("a second HELLO voids the first session")
    func secondHello() {
        var session = Self.subscribed(.durable, credit: Credit(sequenceLimit: 10, byteLimit: 1_000))
        #expect(session.deliver(tag: 1, position: 1, bytes: 5) == 1)
        _ = session.receive(publish(5, 2), followingBytes: 10, now: 0)
        _ = session.receive(.hello(Hello(session: 2, agent: "test")), followingBytes: 0, now: 1)
        #expect(session.tags.isEmpty && session.lastSequence == 0 && !session.mayDeliver)
        #expect(session.outstandingAlerts == 0)
        #expect(session.receipted(alerts: 2, bytes: 10, session: 1) == false)
        #expect(
            session.receive(publish(1, 1), followingBytes: 1, now: 1)
                == .publish(.init(firstPublishID: 1, alertCount: 1, isSigned: false)))
    }

    @Test(
        "publish ids must increase",
        arguments: [(1, 3, 3, false), (1, 3, 4, true), (5, 1, 5, false), (5, 1, 9, true)]
            as [(UInt64, Int, UInt64, Bool)])
    func publishIDs(first: UInt64, count: Int, second: UInt64, good: Bool) {
        var session = Self.open()
        _ = session.receive(publish(first, count), followingBytes: 1, now: 0)
        let action = session.receive(publish(second, 1), followingBytes: 1, now: 0)
        #expect(code(action) == (good ? nil : .publishIDNotIncreasing))
        #expect(session.isOpen == good)
    }

    @Test("a publish id of 0 is refused")
    func publishIDZero() {
        var session = Self.open()
        #expect(code(session.receive(publish(0, 1), followingBytes: 1, now: 0)) == .publishIDNotIncreasing)
    }

    @Test("the publisher's window bounds alerts and bytes until receipts open it")
    func window() {
        let limits = SessionLimits(batchAlertsMax: 4, publishWindowAlerts: 6, publishWindowBytes: 100)
        var session = Self.open(.init(limits: limits))
        #expect(code(session.receive(publish(1, 5), followingBytes: 5, now: 0)) == .batchTooLarge)
        #expect(code(session.receive(publish(6, 1), followingBytes: 101, now: 0)) == .batchTooLarge)
        #expect(code(session.receive(publish(7, 4), followingBytes: 60, now: 0)) == nil)
        #expect(code(session.receive(publish(11, 3), followingBytes: 3, now: 0)) == .windowExceeded)
        #expect(code(session.receive(publish(14, 1), followingBytes: 41, now: 0)) == .windowExceeded)
        #expect(session.outstandingAlerts == 4 && session.outstandingBytes == 60)
        #expect(session.receipted(alerts: 4, bytes: 60, session: 1) == true)
        #expect(code(session.receive(publish(15, 4), followingBytes: 100, now: 0)) == nil)
        session.isDraining = true
        #expect(code(session.receive(publish(19, 1), followingBytes: 0, now: 0)) == .draining)
    }

    @Test("signatures that were not agreed on end the session")
    func signatures() {
        var session = Self.open(features: [])
        #expect(code(session.receive(publish(1, 1, signed: true), followingBytes: 1, now: 0)) == .unexpectedCommand)
        #expect(!session.isOpen)
    }

    @Test("nothing is delivered without credit, and the last alert may overrun the bytes")
    func credit() {
        var session = Self.subscribed(.durable)
        #expect(!session.mayDeliver && session.deliver(tag: 1, position: 1, bytes: 1) == nil)
        let credit = Credit(sequenceLimit: 3, byteLimit: 100)
        #expect(session.receive(.credit(credit), followingBytes: 0, now: 0) == .credited)
        #expect(session.deliverableAlerts == 3)
        #expect(session.deliver(tag: 1, position: 1, bytes: 99) == 1)
        #expect(session.deliver(tag: 2, position: 1, bytes: 1) == nil)
        #expect(session.deliver(tag: 1, position: 2, bytes: 500) == 2)
        #expect(!session.mayDeliver)
        _ = session.receive(.credit(Credit(sequenceLimit: 3, byteLimit: 1_000)), followingBytes: 0, now: 0)
        #expect(session.deliver(tag: 1, position: 3, bytes: 1) == 3)
        #expect(session.deliver(tag: 1, position: 4, bytes: 1) == nil)
    }

    @Test(
        "credit that goes back or too far ends the session",
        arguments: [(4, 100), (5, 99), (65_537, 100), (5, 1 << 31), (.max, .max)] as [(UInt64, UInt64)])
    func badCredit(sequence: UInt64, bytes: UInt64) {
        var session = Self.subscribed(.durable, credit: Credit(sequenceLimit: 5, byteLimit: 100))
        let bad = Credit(sequenceLimit: sequence, byteLimit: bytes)
        #expect(code(session.receive(.credit(bad), followingBytes: 0, now: 0)) == .creditViolation)
        #expect(!session.isOpen && session.tags.isEmpty)
    }

    @Test("a live subscription without credit skips, and says so before it goes on")
    func gaps() {
        var session = Self.subscribed(.live, credit: Credit(sequenceLimit: 1, byteLimit: 1_000))
        #expect(session.deliver(tag: 1, position: 10, bytes: 1) == 1)
        for position in [11, 14, 20] as [UInt64] { session.skip(tag: 1, position: position) }
        #expect(session.takeGap() == nil)
        _ = session.receive(.credit(Credit(sequenceLimit: 3, byteLimit: 1_000)), followingBytes: 0, now: 0)
        #expect(!session.mayDeliver)
        #expect(session.takeGap() == Gap(tag: 1, sequence: 2, fromPosition: 11, toPosition: 20, skipped: 3))
        #expect(session.takeGap() == nil)
        #expect(session.deliver(tag: 1, position: 21, bytes: 1) == 3)
    }

    @Test("a gap of a subscription that has ended holds nothing up")
    func gapOfEndedSubscription() {
        var session = Self.subscribed(.live, credit: Credit(sequenceLimit: 5, byteLimit: 1_000))
        session.skip(tag: 1, position: 1)
        #expect(!session.mayDeliver)
        #expect(session.endSubscription(tag: 1, code: .topicNotAllowed)?.errorCode == .topicNotAllowed)
        #expect(session.mayDeliver && session.takeGap() == nil)
    }

    @Test("only what was delivered under a durable subscription can be confirmed, and only forwards")
    func confirmations() {
        var session = Self.subscribed(.durable, credit: Credit(sequenceLimit: 5, byteLimit: 1_000))
        func confirm(_ tag: UInt32, _ position: UInt64) -> HubSession.Action {
            session.receive(.confirm(Confirm(tag: tag, position: position)), followingBytes: 0, now: 0)
        }
        #expect(code(confirm(1, 1)) == .positionInFuture)
        #expect(code(confirm(2, 1)) == .unknownSubscription)
        #expect(session.isConfirmed(tag: 1))
        _ = session.deliver(tag: 1, position: 7, bytes: 1)
        #expect(!session.isConfirmed(tag: 1))
        #expect(confirm(1, 7) == .confirm(Confirm(tag: 1, position: 7)))
        #expect(session.isConfirmed(tag: 1))
        #expect(confirm(1, 7) == .none && confirm(1, 3) == .none)
        #expect(code(confirm(1, 8)) == .positionInFuture)
        var live = Self.subscribed(.live)
        let action = live.receive(.confirm(Confirm(tag: 1, position: 0)), followingBytes: 0, now: 0)
        #expect(code(action) == .notDurable)
    }

    @Test("tags are unique and bounded, and free again once given up")
    func tags() {
        var session = Self.open(.init(limits: SessionLimits(subscriptionsMax: 2)))
        func subscribe(_ tag: UInt32) -> ProtocolErrorCode? {
            let subscribe = Subscribe(tag: tag, mode: .live, start: .latest, topics: [">"])
            return code(session.receive(.subscribe(subscribe), followingBytes: 0, now: 0))
        }
        #expect(subscribe(1) == nil && subscribe(1) == .tagTaken && subscribe(2) == nil)
        #expect(subscribe(3) == .subscriptionLimit)
        let bye = Unsubscribe(tag: 1)
        #expect(session.receive(.unsubscribe(bye), followingBytes: 0, now: 0) == .unsubscribe(bye))
        #expect(code(session.receive(.unsubscribe(bye), followingBytes: 0, now: 0)) == .unknownSubscription)
        #expect(session.subscribed(tag: 1, epoch: 1, start: 1, head: 1) == nil)
        #expect(session.refuseSubscription(tag: 2, code: .badRule)?.errorCode == .badRule)
        #expect(subscribe(3) == nil && subscribe(4) == nil)
        session.isDraining = true
        #expect(subscribe(5) == .draining)
    }

    @Test("a flood of control commands is cut, a brisk client is not")
    func floods() {
        let configuration = HubSession.Configuration(controlUnitsPerSecond: 100, controlUnitsBurst: 50)
        var brisk = Self.open(configuration)
        for now in 1...2_000 {
            #expect(
                brisk.receive(.ping(Ping(nonce: 1)), followingBytes: 0, now: UInt64(now * 10)) == .ping(Ping(nonce: 1)))
        }
        var flood = Self.open(configuration)
        let actions = (0..<100).map { flood.receive(.ping(Ping(nonce: $0)), followingBytes: 0, now: 1) }
        #expect(actions.filter { code($0) == .rateExceeded }.count == 1)
        #expect(actions.last == HubSession.Action.none)
        #expect(flood.receive(.hello(Hello(session: 3, agent: "")), followingBytes: 0, now: 99_999) == .none)
    }

    @Test("a peer that sends malformed frames loses its session, then its connection")
    func malformed() {
        var session = Self.open()
        let junk: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
        var codes: [ProtocolErrorCode?] = []
        for _ in 0..<300 {
            junk.withUnsafeBytes {
                codes.append(code(session.receive($0, followingFrames: 0, followingBytes: 0, now: 0)))
            }
        }
        #expect(codes.first == .badFrame && !session.isOpen)
        #expect(codes.filter { $0 == .rateExceeded }.count == 1 && codes.last == .some(nil))
    }

    @Test("a message with another number of frames than it announces is malformed")
    func frameCounts() {
        for (frames, good) in [(0, false), (1, true), (2, false)] {
            var session = Self.open()
            let action = encoded(publish(1, 1)).withUnsafeBytes {
                session.receive($0, followingFrames: frames, followingBytes: 9, now: 0)
            }
            #expect((code(action) == .badFrame) == !good)
        }
    }

    @Test("a publisher that ignores its window is cut in the end")
    func windowOffences() {
        var session = Self.open(.init(limits: SessionLimits(publishWindowAlerts: 1), controlUnitsBurst: 100))
        var codes: [ProtocolErrorCode?] = []
        for id in 1...30 { codes.append(code(session.receive(publish(UInt64(id), 1), followingBytes: 1, now: 0))) }
        #expect(codes[0] == nil && codes[1] == .windowExceeded)
        #expect(codes.contains(.rateExceeded))
    }

    @Test("a silent peer's session ends, and its next command gets RESET")
    func silence() {
        var session = Self.subscribed(.durable)
        let patience = UInt64(session.configuration.limits.pingMilliseconds) * UInt64(ProtocolLimits.silentPingsMax)
        #expect(session.tick(now: patience) == .none)
        #expect(session.tick(now: patience + 1) == .release)
        #expect(session.tick(now: patience + 2) == .none)
        #expect(code(session.receive(.ping(Ping(nonce: 1)), followingBytes: 0, now: patience + 3)) == .silent)
    }

    @Test("requests are handed on only where agreed on and within bounds")
    func requests() {
        var session = Self.open()
        let request = Request(id: 4, verb: "status")
        #expect(session.receive(.request(request), followingBytes: 2, now: 0) == .request(request))
        let tooLong = ProtocolLimits.requestBytesMax + 1
        #expect(code(session.receive(.request(request), followingBytes: tooLong, now: 0)) == .badArgument)
        var without = Self.open(features: [])
        #expect(code(without.receive(.request(request), followingBytes: 2, now: 0)) == .unknownVerb)
    }

    @Test("PONG tells the last sequence, BYE ends the session")
    func pongAndBye() {
        var session = Self.subscribed(.durable, credit: Credit(sequenceLimit: 5, byteLimit: 1_000))
        _ = session.deliver(tag: 1, position: 3, bytes: 1)
        let pong = session.pong(Ping(nonce: 8), head: 3, hubTime: 5)
        #expect(pong == Pong(nonce: 8, lastSequence: 1, head: 3, hubTime: 5))
        #expect(session.receive(.bye(Bye()), followingBytes: 0, now: 0) == .release)
        #expect(!session.isOpen)
    }

    @Test("a session is small enough to have thousands")
    func size() {
        #expect(MemoryLayout<HubSession>.size <= 512)
    }

    @Test("a message that is refused whole costs by its length", arguments: [(1 << 20, 4), (64 << 20, 1), (1_000, 50)])
    func refusedBytes(bytes: Int, taken: Int) {
        var session = HubSession(now: 0)
        var actions: [HubSession.Action] = []
        let error = ProtocolError(command: nil, field: "following", problem: .overlong)
        for _ in 0..<100 { actions.append(session.malformed(error, bytes: bytes, now: 0)) }
        let refused = actions.count { if case .refuse = $0 { true } else { false } }
        let units = ProtocolLimits.controlUnitsBurstMax / (100 + bytes / ProtocolLimits.refusedBytesPerUnit)
        #expect(refused == units)
        #expect(refused >= taken)
        #expect(actions.count { if case .cut = $0 { true } else { false } } == 1)
    }
}
