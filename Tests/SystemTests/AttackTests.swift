import ExchangeProtocol
import Foundation
import TestSupport
import Testing
import ZeroMQ

extension RunningHub {
    /// Attacks: the hub lives, its memory stays bounded, and whoever has nothing to do with them gets everything.
    @Suite(.timeLimit(.minutes(3))) struct Attacks {
        @Test func `a flood of pings by an authenticated client is cut and kept out`() async throws {
            let result = try await Attack.run("ping flood") { exchange, control in
                var sent = 0
                while control.goesOn {
                    var dealer = try Dealer(exchange, keys: exchange.keys["NI/desk"]!)
                    guard try dealer.hello(within: .milliseconds(700)) else { continue }
                    let cuts = exchange.cuts
                    var nonce: UInt64 = 0
                    while control.goesOn, nonce % 1_000 != 0 || exchange.cuts == cuts {
                        nonce += 1
                        if try dealer.send(.ping(Ping(nonce: nonce))) { sent += 1 } else { usleep(200) }
                        if nonce % 100 == 0 { _ = try dealer.drain() }
                    }
                    // What the hub has not read yet may be more than it lets pass.
                    for _ in 0..<500 where exchange.cuts == 0 { usleep(10_000) }
                }
                control.note("cut \(exchange.cuts) times")
                control.note("sent \(sent)")
            }
            #expect(!result.said.contains("cut 0 times"))
        }

        @Test func `another key under somebody's routing id gets nothing that is not its own`() async throws {
            let result = try await Attack.run("stolen routing id") { exchange, control in
                let id = RoutingID.random()
                var owner = try Dealer(exchange, keys: exchange.keys["CR/desk2"]!, routingID: id)
                guard try owner.hello() else { return control.note("no session") }
                try owner.send(
                    .subscribe(Subscribe(tag: 1, mode: .durable, start: .latest, name: "owner", topics: [">"])))
                try owner.send(.credit(Credit(sequenceLimit: 10_000, byteLimit: 1 << 28)))
                var thief = try Dealer(exchange, keys: exchange.keys["NI/publisher"]!, routingID: id)
                var stolen = 0
                while control.goesOn {
                    _ = try thief.send(.hello(Hello(session: 1, agent: "thief")))
                    guard let frames = try thief.receive(within: .milliseconds(20)) else { continue }
                    let message = try? frames[0].withUnsafeBytes { try HubMessage(decoding: $0) }
                    if case .deliver? = message { stolen += 1 }
                }
                let kept = try owner.drain()
                control.note("owner got \(kept > 20 ? "his" : "only \(kept)")")
                control.note("stolen \(stolen)")
            }
            #expect(result.said == ["owner got his", "stolen 0"])
        }

        @Test func `a flood of commands without a session is cut`() async throws {
            try await Attack.run("flood without HELLO") { exchange, control in
                var dealer = try Dealer(exchange, keys: exchange.keys["NI/desk"]!)
                var nonce: UInt64 = 0
                while control.goesOn {
                    nonce += 1
                    if try !dealer.send(.ping(Ping(nonce: nonce))) { usleep(200) }
                    if nonce % 100 == 0 { _ = try dealer.drain() }
                }
                control.note("sent \(nonce)")
            }
        }

        @Test func `a storm of handshakes with keys that nobody knows is turned away`() async throws {
            try await Attack.run("handshake storm", threads: 2) { exchange, control in
                var count = 0
                while control.goesOn {
                    let keys = try CurveKeyPair.generate()
                    if (try? CurvePeer(port: exchange.port, hub: exchange.hubKeys.publicKey, keys: keys)) != nil {
                        control.note("let in")
                    }
                    count += 1
                }
                control.note("\(count) handshakes")
            }
        }

        @Test func `frames over the limit end their connection`() async throws {
            try await Attack.run("long frames") { exchange, control in
                var dealer = try Dealer(exchange, keys: exchange.keys["NI/publisher"]!)
                let long = [UInt8](repeating: 0x20, count: 400_000)
                var count = 0
                while control.goesOn {
                    if try dealer.send([long]) { count += 1 }
                    usleep(1_000)
                }
                control.note("sent \(count)")
            }
        }

        @Test func `messages without end are cut, of a peer that is known`() async throws {
            let result = try await Attack.run("endless messages", for: .seconds(2)) { exchange, control in
                let frame = [UInt8](repeating: 0x20, count: 100_000)
                var (cuts, sent) = (0, 0)
                while control.goesOn {
                    let peer = try CurvePeer(
                        port: exchange.port, hub: exchange.hubKeys.publicKey, keys: exchange.keys["NI/publisher"]!)
                    while control.goesOn {
                        guard peer.send(frame, more: true), !peer.isClosed else {
                            cuts += 1
                            break
                        }
                        sent += frame.count
                    }
                }
                control.note("cut \(cuts) times")
                control.note("sent \(sent >> 20) MiB")
            }
            #expect(!result.said.contains("cut 0 times"))
        }

        @Test func `messages of the greatest size that end are refused`() async throws {
            try await Attack.run("huge messages") { exchange, control in
                var dealer = try Dealer(exchange, keys: exchange.keys["NI/publisher"]!)
                var count = 0
                let frame = [UInt8](repeating: 0x20, count: 120_000)
                for many in [100, 513, 600] where control.goesOn {
                    for _ in 0..<20 where control.goesOn {
                        if try dealer.send(Array(repeating: frame, count: many)) { count += 1 }
                        usleep(20_000)
                    }
                }
                control.note("sent \(count)")
            }
        }

        @Test func `garbage is answered by an error, and goes no further`() async throws {
            try await Attack.run("garbage") { exchange, control in
                var dealer = try Dealer(exchange, keys: exchange.keys["NI/publisher"]!)
                var random = SeededGenerator(seed: 7)
                var alert = AlertDraft(1).with { $0.origin = "NI" }.bytes
                var count = 0
                while control.goesOn {
                    _ = try dealer.send(.hello(Hello(session: UInt64(count + 1), agent: "garbage")))
                    var frame: [UInt8] = []
                    ClientMessage.publish(Publish(firstPublishID: 1, alertCount: 1, isSigned: false)).encode(
                        into: &frame)
                    alert[Int.random(in: 0..<alert.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                    if count % 2 == 0 {
                        frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(
                            in: 0...255, using: &random)
                    }
                    try dealer.send([frame, alert])
                    try dealer.send([
                        (0..<Int.random(in: 0..<64, using: &random)).map { _ in
                            UInt8.random(in: 0...255, using: &random)
                        }
                    ])
                    _ = try dealer.drain()
                    count += 1
                    usleep(500)
                }
                control.note("sent \(count)")
            }
        }

        @Test func `bytes that are no ZMTP end their connection`() async throws {
            try await Attack.run("raw garbage") { exchange, control in
                var random = SeededGenerator(seed: 9)
                var count = 0
                while control.goesOn {
                    let connection = try RawConnection(port: exchange.port)
                    if count % 3 == 0 { connection.resetAtClose() }
                    if count % 2 == 0 {
                        connection.send([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 1] + Array("CURVE".utf8))
                    }
                    connection.send((0..<4_096).map { _ in UInt8.random(in: 0...255, using: &random) })
                    count += 1
                    usleep(1_000)
                }
                control.note("\(count) connections")
            }
        }

        @Test func `a desk that takes everything and reads nothing harms nobody else`() async throws {
            try await Attack.run("slow consumer", for: .seconds(2)) { exchange, control in
                var desk = try Dealer(exchange, keys: exchange.keys["CR/desk2"]!)
                guard try desk.hello() else { return control.note("no session") }
                for (tag, mode) in [(1, Subscribe.Mode.durable), (2, .live)] {
                    try desk.send(
                        .subscribe(
                            Subscribe(
                                tag: UInt32(tag), mode: mode, start: .earliest, name: mode == .durable ? "slow" : "",
                                topics: [">"])))
                }
                try desk.send(.credit(Credit(sequenceLimit: 65_536, byteLimit: 1 << 30)))
                var publisher = try Dealer(exchange, keys: exchange.keys["NI/publisher"]!)
                guard try publisher.hello() else { return control.note("no session") }
                var count = 0
                while control.goesOn {
                    let alerts = (1...32).map { number in
                        AlertDraft(count + number).with {
                            $0.origin = "NI"
                            $0.narrativeBytes = 4_000
                        }.bytes
                    }
                    let first = UInt64(count + 1)
                    try publisher.send(
                        .publish(Publish(firstPublishID: first, alertCount: 32, isSigned: false)), alerts)
                    count += 32
                    // Within its window: a publisher that keeps to the protocol.
                    while try publisher.receive(within: .milliseconds(20)) == nil, control.goesOn {}
                }
                control.note("published \(count)")
            }
        }

        @Test func `two thousand idle connections lock nobody out`() async throws {
            try await Attack.run("idle connections", for: .seconds(2)) { exchange, control in
                var connections: [RawConnection] = []
                while connections.count < 2_000, control.goesOn {
                    guard let connection = try? RawConnection(port: exchange.port) else { continue }
                    connections.append(connection)
                }
                control.note("\(connections.count) connections")
                while control.goesOn { usleep(10_000) }
            }
        }
    }
}
