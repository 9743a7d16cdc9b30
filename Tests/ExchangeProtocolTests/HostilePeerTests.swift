import ExchangeProtocol
import Testing

@Suite("Hostile peers")
struct HostilePeerTests {
    /// Numbers at which arithmetic goes wrong first.
    private static let edges: [UInt64] = [0, 1, 2, 5, 63, 64, 65_535, 65_536, 1 << 31, 1 << 32, .max - 1, .max]

    private func number(_ random: inout SeededGenerator) -> UInt64 {
        Self.edges[Int.random(in: 0..<Self.edges.count, using: &random)]
    }

    private func clientMessage(_ random: inout SeededGenerator) -> ClientMessage {
        let tag = UInt32.random(in: 0...3, using: &random)
        switch UInt8.random(in: 0..<12, using: &random) {
        case 0: return .hello(Hello(session: number(&random), agent: ""))
        case 1, 2, 3:
            let first = Bool.random(using: &random) ? number(&random) : .random(in: 0...500, using: &random)
            let count = Int.random(in: 1...256, using: &random)
            return .publish(Publish(firstPublishID: min(first, .max - 256), alertCount: count, isSigned: false))
        case 4, 5:
            let mode: Subscribe.Mode = Bool.random(using: &random) ? .live : .durable
            let start = Subscribe.Start.position(number(&random))
            return .subscribe(
                Subscribe(tag: tag, mode: mode, start: start, name: mode == .live ? "" : "n", topics: [">"]))
        case 6: return .unsubscribe(Unsubscribe(tag: tag))
        case 7, 8:
            let limit = Bool.random(using: &random) ? number(&random) : .random(in: 0...1_000, using: &random)
            return .credit(Credit(sequenceLimit: limit, byteLimit: number(&random)))
        case 9: return .confirm(Confirm(tag: tag, position: number(&random)))
        case 10: return .ping(Ping(nonce: number(&random)))
        default: return .request(Request(id: tag, verb: "status"))
        }
    }

    @Test(
        "no order of commands breaks a hub's bounds", .timeLimit(.minutes(1)), arguments: 1...8 as ClosedRange<UInt64>)
    func clients(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var session = HubSession(configuration: .init(controlUnitsPerSecond: 1 << 20), now: 0)
        var granted: UInt64 = 0
        for step in 0..<3_000 as Range<UInt64> {
            let message = clientMessage(&random)
            let bytes = Int.random(in: 0...100_000, using: &random)
            let action = session.receive(message, followingBytes: bytes, now: step * 100)
            switch action {
            case .greet, .refuse, .release: granted = session.isOpen ? granted : 0
            case .subscribe(let subscribe):
                guard case .position(let start) = subscribe.start else { continue }
                _ = session.subscribed(tag: subscribe.tag, epoch: 1, start: start, head: 1)
            case .cut: session = HubSession(now: step * 100)
            default: break
            }
            if case .greet = action { granted = 0 }
            if case .credited = action, case .credit(let credit) = message { granted = credit.sequenceLimit }
            session.skip(tag: 1, position: number(&random))
            if Bool.random(using: &random) { _ = session.takeGap() }
            _ = session.deliver(tag: 2, position: number(&random), bytes: 70_000)
            #expect(session.lastSequence <= granted || !session.isOpen)
            #expect(session.outstandingAlerts <= Int(session.configuration.limits.publishWindowAlerts))
            #expect(session.outstandingBytes <= session.configuration.limits.publishWindowBytes)
            #expect(session.tags.count <= 4)
        }
    }

    @Test("no number of a hub's makes a client crash", .timeLimit(.minutes(1)), arguments: 1...8 as ClosedRange<UInt64>)
    func hubs(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        var probe = ClientProbe.ready(windowAlerts: 8)
        try probe.subscribe(.live, start: .latest, answeredFrom: number(&random))
        for _ in 0..<2_000 {
            probe.tick(after: .random(in: 0...3_000, using: &random))
            _ = probe.session.publish(alertByteCounts: [1, 2, 3], now: probe.now)
            let next = probe.session.lastSequence + 1
            switch UInt8.random(in: 0..<10, using: &random) {
            case 0: probe.welcome()
            case 1:
                let receipts = (0..<3).map { _ in
                    ReceiptEntry.accepted(publishID: number(&random), position: number(&random), leafHash: Samples.leaf)
                }
                probe.receipts(receipts)
            case 2:
                let start = number(&random)
                probe.receive(.subscribed(Subscribed(tag: 1, epoch: 1, start: start, head: number(&random))))
            case 3, 4: probe.deliver(next, [DeliverEntry(tag: 1, position: number(&random))])
            case 5:
                let upTo = number(&random)
                probe.receive(
                    .gap(Gap(tag: 1, sequence: next, fromPosition: 0, toPosition: upTo, skipped: number(&random))))
            case 6:
                let last = Bool.random(using: &random) ? next - 1 : number(&random)
                probe.receive(.pong(Pong(nonce: number(&random), lastSequence: last, head: .max, hubTime: .max)))
            case 7: probe.receive(.reset(Reset(code: .unknownSession, retryAfterMilliseconds: .max)))
            case 8: probe.receive(.error(Refusal(code: .overloaded, command: .subscribe, reference: number(&random))))
            default: probe.session.connected(now: probe.now, into: &probe.actions)
            }
            probe.session.confirm(tag: 1, position: number(&random), into: &probe.actions)
            probe.session.processed(session: probe.session.session, alerts: 1, bytes: 10, into: &probe.actions)
            #expect(probe.session.unacknowledgedAlerts <= Int(SessionLimits().publishWindowAlerts))
            probe.actions.removeAll()
        }
    }
}
