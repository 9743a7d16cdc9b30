internal import ExchangeProtocol
internal import Glibc
internal import TestSupport
internal import ZeroMQ

/// Attacks by commands.
extension Attacker {
    func floodPings() throws {
        var sent = 0
        while goesOn {
            var dealer = try Dealer(hub, keys: keys)
            guard try dealer.hello(within: .milliseconds(700)) else { continue }
            var nonce: UInt64 = 0
            var failures = 0
            // Whom the hub has cut can queue no more after a while.
            while goesOn, failures < 500 {
                nonce += 1
                if try dealer.send(.ping(Ping(nonce: nonce))) {
                    (sent, failures) = (sent + 1, 0)
                } else {
                    failures += 1
                }
                if failures > 0 { usleep(200) }
                if nonce % 100 == 0 { _ = try dealer.drain() }
            }
        }
        note("sent \(sent)")
    }

    /// Another key under somebody's routing id.
    func stealRoutingID() throws {
        let id = RoutingID.random()
        var owner = try Dealer(hub, keys: victim, routingID: id)
        guard try owner.hello() else { return note("no session") }
        try owner.send(
            .subscribe(Subscribe(tag: 1, mode: .durable, start: .latest, name: "owner", topics: [">"])))
        try owner.send(.credit(Credit(sequenceLimit: 10_000, byteLimit: 1 << 28)))
        var thief = try Dealer(hub, keys: keys, routingID: id)
        var stolen = 0
        while goesOn {
            _ = try thief.send(.hello(Hello(session: 1, agent: "thief")))
            guard let frames = try thief.receive(within: .milliseconds(20)) else { continue }
            let message = try? frames[0].withUnsafeBytes { try HubMessage(decoding: $0) }
            if case .deliver? = message { stolen += 1 }
        }
        let kept = try owner.drain()
        note("owner got \(kept > 20 ? "his" : "only \(kept)")")
        note("stolen \(stolen)")
    }

    func sendCommandsWithoutHello() throws {
        var dealer = try Dealer(hub, keys: keys)
        var nonce: UInt64 = 0
        while goesOn {
            nonce += 1
            if try !dealer.send(.ping(Ping(nonce: nonce))) { usleep(200) }
            if nonce % 100 == 0 { _ = try dealer.drain() }
        }
        note("sent \(nonce)")
    }

    func sendGarbage() throws {
        var dealer = try Dealer(hub, keys: keys)
        var random = SeededGenerator(state: 7)
        var alert = AlertDraft(1).with { $0.origin = "NI" }.bytes
        var count = 0
        while goesOn {
            _ = try dealer.send(.hello(Hello(session: UInt64(count + 1), agent: "garbage")))
            var frame: [UInt8] = []
            ClientMessage.publish(Publish(firstPublishID: 1, alertCount: 1, isSigned: false)).encode(into: &frame)
            alert[Int.random(in: 0..<alert.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if count % 2 == 0 {
                frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try dealer.send([frame, alert])
            try dealer.send([
                (0..<Int.random(in: 0..<64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            ])
            _ = try dealer.drain()
            count += 1
            usleep(500)
        }
        note("sent \(count)")
    }

    /// Takes everything, reads nothing, and publishes besides, within its window.
    func consumeSlowly() throws {
        var desk = try Dealer(hub, keys: victim)
        guard try desk.hello() else { return note("no session") }
        for (tag, mode) in [(1, Subscribe.Mode.durable), (2, .live)] {
            let name = mode == .durable ? "slow" : ""
            try desk.send(
                .subscribe(Subscribe(tag: UInt32(tag), mode: mode, start: .earliest, name: name, topics: [">"])))
        }
        try desk.send(.credit(Credit(sequenceLimit: 65_536, byteLimit: 1 << 30)))
        try publishOnAndOn { $0.narrativeBytes = 4_000 }
    }

    /// Files the dearest rules that the hub takes, and publishes the alerts on which they are.
    func fileDearRules() throws {
        var desk = try Dealer(hub, keys: victim)
        guard try desk.hello() else { return note("no session") }
        let pairs = "goods.exists(g, goods.exists(h, g.category + h.category + g.category + h.category == 'x'))"
        try desk.send(
            .subscribe(
                Subscribe(
                    tag: 1, mode: .durable, options: .reasons, start: .latest, name: "why", topics: [">"],
                    rule: "origin == 'NI' && !(\(pairs))")))
        try desk.send(
            .subscribe(
                Subscribe(tag: 2, mode: .durable, start: .latest, name: "dear", topics: [">"], rule: "!(\(pairs))")))
        try desk.send(.credit(Credit(sequenceLimit: 65_536, byteLimit: 1 << 30)))
        try publishOnAndOn { $0.categories = Array(repeating: "drugs.cocaine", count: 64) }
    }

    /// Files as many rules as a subscription may have, gives them up, and files others, as often as a session may.
    func churnRules() throws {
        var desk = try Dealer(hub, keys: keys)
        guard try desk.hello() else { return note("no session") }
        var (count, opened) = (0, 0)
        while goesOn {
            let tag = UInt32(count % 8 + 1)
            let rules = (0..<256).map { "r\($0)\tcaseReference == 'GT-\(count)-\($0)' && origin in ['GT', 'HN']" }
            if count >= 8 {
                try desk.send(.unsubscribe(Unsubscribe(tag: tag, forget: true)))
            }
            try desk.send(
                .subscribe(
                    Subscribe(
                        tag: tag, mode: .durable, start: .latest, name: "churn-\(tag)", topics: [">"],
                        rule: "# rules\n" + rules.joined(separator: "\n"))))
            count += 1
            usleep(25_000)
            guard count >= 8, let frames = try desk.receive(within: .milliseconds(500)) else { continue }
            if case .subscribed? = try? frames[0].withUnsafeBytes({ try HubMessage(decoding: $0) }) { opened += 1 }
        }
        note(opened > 0 ? "filed" : "only \(opened) of \(count) lists were taken")
    }

    /// Publishes as fast as receipts come.
    private func publishOnAndOn(_ change: (inout AlertDraft) -> Void) throws {
        var publisher = try Dealer(hub, keys: keys)
        guard try publisher.hello() else { return note("no session") }
        var count = 0
        while goesOn {
            let alerts = (1...32).map { number in
                AlertDraft(count + number).with {
                    $0.origin = "NI"
                    change(&$0)
                }.bytes
            }
            let first = UInt64(count + 1)
            try publisher.send(.publish(Publish(firstPublishID: first, alertCount: 32, isSigned: false)), alerts)
            count += 32
            while try publisher.receive(within: .milliseconds(20)) == nil, goesOn {}
        }
        note("published \(count)")
    }
}
