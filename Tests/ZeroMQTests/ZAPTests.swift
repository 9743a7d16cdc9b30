import Synchronization
import Testing

@testable import ZeroMQ

@Suite struct ZAPTests {
    @Test func `a listed key comes in and its payload frames carry the ticket`() throws {
        var hub = try TestHub()
        var client = try TestClient(of: hub)
        for number in UInt8(1)...3 {
            #expect(try client.send([number], [number, number]) == .sent)
            try #require(try hub.receive() == .message)
            #expect(hub.frames.count == 3)
            #expect(hub.frames.bytes(ofFrame: 0) == client.options.routingID.bytes)
            #expect(hub.frames.metadata(.userID, ofFrame: 0) == nil, "libzmq 4.3.4 has none on the identity frame")
            for index in 1...2 {
                #expect(hub.frames.metadata(.userID, ofFrame: index) == "ticket-1")
                #expect(hub.frames.metadata(.peerAddress, ofFrame: index) == "127.0.0.1")
                #expect(hub.frames.metadata(.socketType, ofFrame: index) == "DEALER")
                #expect(hub.frames.metadata(MessageProperty("X-Member"), ofFrame: index) == "GT")
                #expect(hub.frames.metadata(MessageProperty("X-None"), ofFrame: index) == nil)
                #expect(hub.frames.sourceDescriptor(ofFrame: index) != nil)
            }
            let borrowed = hub.frames.withUnsafeMetadata(.userID, ofFrame: 1) { $0.map { Array($0) } }
            #expect(borrowed == Array("ticket-1".utf8))
        }
        let asked = try #require(hub.doorkeeper.requests.first)
        #expect(hub.doorkeeper.requests.count == 1)
        #expect(asked.domain == "cordon" && asked.address == "127.0.0.1" && asked.mechanism == "CURVE")
        #expect(asked.clientKey == client.options.keyPair.publicKey)
        #expect(asked.routingID == [], "libzmq does not show ZAP what the peer calls itself")
        #expect(try hub.send([9], to: client.options.routingID) == .sent)
        try #require(try client.receive() == .message)
        #expect(client.frames.bytes(ofFrame: 0) == [9])
    }

    @Test func `an unlisted key is refused, both ends learn it, and nothing arrives`() throws {
        var hub = try TestHub()
        var client = try TestClient(of: hub, keys: try CurveKeyPair.generate(), isAllowed: false)
        #expect(try client.send([1]) == .sent)
        let atClient = try client.monitor.first { kind -> Int32? in
            if case .handshakeRefused(let status) = kind { status } else { nil }
        }
        #expect(atClient == 400)
        let atHub = try hub.event { kind -> Int32? in
            if case .handshakeRefused(let status) = kind { status } else { nil }
        }
        #expect(atHub == 400)
        #expect(try hub.receive(within: stillness) == .nothing)
        // libzmq gives up after a refusal; the client connects anew where it thinks it worth while.
        hub.doorkeeper.allow(client.options.keyPair.publicKey)
        #expect(try client.monitor.first(within: stillness) { $0.isAttempt ? true : nil } == nil)
        try? client.socket.disconnect(from: hub.endpoint)
        try client.socket.connect(to: hub.endpoint)
        #expect(try client.send([2]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.bytes(ofFrame: 1) == [2])
    }

    @Test func `a postponed client tries again by itself`() throws {
        let refusals = Atomic<Int>(0)
        let context = try Context()
        let zap = try ZAPHandler(
            in: context,
            decide: { _ in
                refusals.add(1, ordering: .relaxed).newValue < 2 ? .postpone(reason: "loading") : .allow(userID: "t")
            }, onDeath: { _ in })
        let keys = try CurveKeyPair.generate()
        let router = try Socket(.router, in: context)
        try HubSocketOptions(sendHighWaterMark: 10, frameBytesMax: 1 << 16, secretKey: keys.secretKey)
            .apply(to: router)
        // The hub holds on to a postponed connection for as long as a handshake may take.
        try router.set(.handshakeInterval, to: .milliseconds(300))
        try router.bind(to: "tcp://127.0.0.1:*")
        let client = try Socket(.dealer, in: context)
        try ClientSocketOptions(keyPair: try CurveKeyPair.generate(), serverKey: keys.publicKey).apply(to: client)
        try client.connect(to: try router.lastEndpoint)
        #expect(try router.waitUntilReadable(for: stillness) == false)
        var message = try Message([1])
        #expect(try client.send(&message, mode: .blocking) == .sent)
        #expect(try router.waitUntilReadable(for: patience))
        #expect(refusals.load(ordering: .relaxed) == 2)
        zap.stop()
    }

    @Test func `a client that expects another server key gets nowhere`() throws {
        var hub = try TestHub()
        var client = try TestClient(of: hub, serverKey: try CurveKeyPair.generate().publicKey)
        let violation = try hub.event { kind -> HandshakeViolation? in
            if case .handshakeViolated(let violation) = kind { violation } else { nil }
        }
        #expect(violation == .cryptographic)
        #expect(hub.doorkeeper.requests.isEmpty)
        #expect(try client.monitor.first(within: stillness) { $0 == .handshakeSucceeded ? true : nil } == nil)
        #expect(try hub.receive(within: .zero) == .nothing)
    }

    @Test func `a client without CURVE gets nowhere`() throws {
        var hub = try TestHub()
        let context = try Context()
        let plain = try Socket(.dealer, in: context)
        try plain.connect(to: hub.endpoint)
        // Both ends find out; which of them hangs up first decides what the hub sees.
        let failed = try hub.event { kind -> Bool? in
            switch kind {
            case .handshakeViolated(.mechanismMismatch), .handshakeFailed: true
            default: nil
            }
        }
        #expect(failed == true)
        #expect(hub.doorkeeper.requests.isEmpty)
    }

    @Test func `a handler that dies says so, and from then on nobody comes in`() throws {
        var hub = try TestHub()
        let doorkeeper = Doorkeeper()
        let context = try Context()
        let mortal = try ZAPHandler(in: context, decide: { _ in .deny(reason: "") }, onDeath: doorkeeper.noteDeath)
        context.shutdown()
        #expect(eventually { doorkeeper.deaths == [.terminated] })
        mortal.stop()

        hub.zap.stop()
        hub.zap.stop()
        var client = try TestClient(of: hub)
        let succeeded = try client.monitor.first(within: stillness) { $0 == .handshakeSucceeded ? true : nil }
        #expect(succeeded == nil)
        #expect(hub.doorkeeper.deaths == [], "stopping on purpose is no death")
        #expect(try hub.receive(within: .zero) == .nothing)
    }

    @Test func `a context has one handler`() throws {
        let hub = try TestHub()
        #expect(throws: ZeroMQError.addressInUse) {
            _ = try ZAPHandler(in: hub.context, decide: { _ in .deny(reason: "") }, onDeath: { _ in })
        }
    }

    /// Asks the handler as libzmq would, with frames of our own.
    private func ask(_ socket: borrowing Socket, _ frames: [[UInt8]]) throws -> [[UInt8]] {
        var request = MessageFrames(capacity: 16)
        for frame in frames { try request.append(frame) }
        #expect(try socket.send(&request) == .sent)
        #expect(try socket.waitUntilReadable(for: patience))
        var reply = MessageFrames(capacity: 8)
        try #require(try socket.receive(into: &reply) == .message)
        return (0..<reply.count).map { reply.bytes(ofFrame: $0) }
    }

    @Test func `malformed requests are answered with 500 and the handler goes on`() throws {
        let hub = try TestHub()
        let socket = try Socket(.req, in: hub.context)
        try socket.connect(to: ZAPHandler.endpoint)
        let key = [UInt8](repeating: 5, count: 32)
        let head: [[UInt8]] = ["1.0", "7", "cordon", "127.0.0.1", "", "CURVE"].map { Array($0.utf8) }
        let bad: [[[UInt8]]] = [
            [[]], [Array("1.0".utf8)], head, Array(head.dropLast()), head + [Array(key.dropLast())], head + [key + [1]],
            head + [key, key], head + [[]], [Array("2.0".utf8)] + head.dropFirst() + [key],
            head + [[UInt8]](repeating: key, count: 9), [[UInt8](repeating: 255, count: 100_000)] + head.dropFirst(),
        ]
        for request in bad {
            let reply = try ask(socket, request)
            #expect(reply.count == 6)
            #expect(reply[0] == Array("1.0".utf8) && reply[2] == Array("500".utf8))
            #expect(reply[1] == (request.count > 1 ? request[1] : []))
        }
        let refused = try ask(socket, head + [key])
        #expect(refused[1...2] == [[55], Array("400".utf8)])
        #expect(refused[4] == [])
        hub.doorkeeper.allow(try #require(CurvePublicKey(bytes: key)))
        let allowed = try ask(socket, head + [key])
        #expect(allowed[2] == Array("200".utf8))
        #expect(allowed[4] == Array("ticket-1".utf8))
        #expect(allowed[5] == [8] + Array("X-Member".utf8) + [0, 0, 0, 2] + Array("GT".utf8))
    }

    @Test(arguments: ["", "tic\0ket", String(repeating: "t", count: 256)])
    func `a user id that libzmq would cut or lose refuses the peer`(userID: String) throws {
        let context = try Context()
        let handler = try ZAPHandler(in: context, decide: { _ in .allow(userID: userID) }, onDeath: { _ in })
        let socket = try Socket(.req, in: context)
        try socket.connect(to: ZAPHandler.endpoint)
        let reply = try ask(socket, ["1.0", "1", "", "", "", "NULL"].map { Array($0.utf8) })
        #expect(reply[2] == Array("500".utf8))
        #expect(reply[4] == [])
        handler.stop()
    }
}
