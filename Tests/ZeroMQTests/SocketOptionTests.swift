import Testing

@testable import ZeroMQ

@Suite struct SocketOptionTests {
    @Test func `the hub's options read back as decided`() throws {
        let context = try Context()
        let socket = try Socket(.router, in: context)
        let keys = try CurveKeyPair.generate()
        try HubSocketOptions(
            sendHighWaterMark: 2_048, frameBytesMax: 131_072, secretKey: keys.secretKey, zapDomain: "front"
        ).apply(to: socket)
        #expect(try socket.get(.receiveHighWaterMark) == 0)
        #expect(try socket.get(.sendHighWaterMark) == 2_048)
        #expect(try socket.get(.frameBytesMax) == 131_072)
        #expect(try socket.get(.handshakeInterval) == .seconds(5))
        #expect(try socket.get(.linger) == .zero)
        #expect(try socket.get(.backlog) == 512)
        #expect(try socket.get(.zapEnforceDomain))
        #expect(try socket.get(.zapDomain) == "front")
        #expect(try socket.get(.curveServer))
        #expect(try socket.get(.mechanism) == 2)
        try expectLiveness(of: socket)
        try expectNoHeartbeat(of: socket)
    }

    @Test func `the client's options read back as decided`() throws {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        let keys = try CurveKeyPair.generate()
        let server = try CurveKeyPair.generate()
        let options = ClientSocketOptions(keyPair: keys, serverKey: server.publicKey)
        try options.apply(to: socket)
        #expect(try socket.get(.routingID) == options.routingID)
        #expect(options.routingID.bytes.count >= 16)
        #expect(try socket.get(.receiveHighWaterMark) == 0)
        #expect(try socket.get(.sendHighWaterMark) == 1_000)
        #expect(try socket.get(.reconnectInterval) == .milliseconds(200))
        #expect(try socket.get(.reconnectIntervalMax) == .seconds(30))
        #expect(try socket.get(.linger) == .milliseconds(500))
        #expect(try socket.get(.curvePublicKey) == keys.publicKey)
        #expect(try socket.get(.curveServerKey) == server.publicKey)
        #expect(try !socket.get(.curveServer))
        #expect(try socket.get(.mechanism) == 2)
        try expectLiveness(of: socket)
        try expectNoHeartbeat(of: socket)
    }

    private func expectLiveness(of socket: borrowing Socket) throws {
        #expect(try socket.get(.tcpKeepalive))
        #expect(try socket.get(.tcpKeepaliveIdle) == .seconds(30))
        #expect(try socket.get(.tcpKeepaliveInterval) == .seconds(10))
        #expect(try socket.get(.tcpKeepaliveCount) == 3)
        #expect(try socket.get(.tcpRetransmitMax) == .seconds(30))
    }

    private func expectNoHeartbeat(of socket: borrowing Socket) throws {
        // ZMQ_HEARTBEAT_IVL; with it a peer can abort the process.
        #expect(try socket.get(SocketOption<Int32>(75)) == 0)
    }

    @Test func `an option that the type lacks or a value out of range is refused`() throws {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        let options = HubSocketOptions(
            sendHighWaterMark: 1, frameBytesMax: 1, secretKey: try CurveKeyPair.generate().secretKey)
        #expect(throws: ZeroMQError.invalidArgument) { try options.apply(to: socket) }
        #expect(throws: ZeroMQError.invalidArgument) { try socket.set(.sendHighWaterMark, to: -2) }
        #expect(throws: ZeroMQError.invalidArgument) { try socket.set(.linger, to: .seconds(1 << 40)) }
        #expect(throws: ZeroMQError.invalidArgument) {
            try socket.set(.zapDomain, to: String(repeating: "d", count: 256))
        }
    }

    @Test func `a time is set in the option's own unit`() throws {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        try socket.set(.linger, to: .seconds(2))
        #expect(try socket.get(SocketOption<Int32>(17)) == 2_000)
        try socket.set(.tcpKeepaliveIdle, to: .seconds(45))
        #expect(try socket.get(SocketOption<Int32>(36)) == 45)
        try socket.set(.linger, to: .seconds(-5))
        #expect(try socket.get(.linger) == .milliseconds(-1))
    }

    @Test func `bad endpoints are refused and a taken port is reported`() throws {
        let context = try Context()
        let socket = try Socket(.router, in: context)
        for endpoint in ["", "tcp://", "carrier-pigeon://loft", "tcp://127.0.0.1:notaport"] {
            #expect(throws: ZeroMQError.self) { try socket.bind(to: endpoint) }
            #expect(throws: ZeroMQError.self) { try socket.connect(to: endpoint) }
        }
        try socket.bind(to: "tcp://127.0.0.1:*")
        let endpoint = try socket.lastEndpoint
        #expect(endpoint.hasPrefix("tcp://127.0.0.1:"))
        let other = try Socket(.router, in: context)
        #expect(throws: ZeroMQError.addressInUse) { try other.bind(to: endpoint) }
        try socket.unbind(from: endpoint)
        // libzmq closes the listener in its own thread.
        #expect(eventually { (try? other.bind(to: endpoint)) != nil })
        #expect(throws: ZeroMQError.noSuchEndpoint) { try socket.unbind(from: endpoint) }
        #expect(ZeroMQError.addressInUse.description == "Address already in use (error 98)")
    }

    @Test func `a context shut down under a socket ends its calls`() throws {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        context.shutdown()
        var frames = MessageFrames(capacity: 1)
        #expect(throws: ZeroMQError.terminated) { _ = try socket.receive(into: &frames, mode: .blocking) }
        try frames.append([1])
        #expect(throws: ZeroMQError.terminated) { _ = try socket.send(&frames) }
        #expect(frames.count == 1)
    }

    @Test(arguments: [
        (Duration.zero, 0), (.seconds(-1), 0), (.nanoseconds(1), 1), (.milliseconds(20), 20),
        (.microseconds(20_001), 21), (.seconds(61), 61_000), (.milliseconds(1_999), 1_999),
    ])
    func `waits are rounded up to milliseconds`(duration: Duration, milliseconds: Int) {
        #expect(duration.wholeMilliseconds == milliseconds)
    }
}
