import Testing

@testable import ZeroMQ

@Suite struct SocketMonitorTests {
    @Test func `both ends of a connection see its life`() throws {
        var hub = try TestHub()
        let listening = try hub.event { kind -> Int32? in
            if case .listening(let descriptor) = kind { descriptor } else { nil }
        }
        #expect(listening != nil)
        var client = try TestClient(of: hub)
        let accepted = try hub.event(\.acceptedDescriptor)
        #expect(try hub.event { $0 == .handshakeSucceeded ? true : nil } == true)
        let connected = try client.monitor.first { kind -> Int32? in
            if case .connected(let descriptor) = kind { descriptor } else { nil }
        }
        #expect(connected != nil)
        #expect(try client.monitor.first { $0 == .handshakeSucceeded ? true : nil } == true)
        try client.socket.disconnect(from: hub.endpoint)
        // libzmq carries it out when the socket is used next.
        _ = try client.receive(within: stillness)
        #expect(try hub.event(\.disconnectedDescriptor) == accepted)
        #expect(try hub.event(within: stillness) { _ in true } == nil)
    }

    @Test func `nobody to connect to is retried and told`() throws {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        var monitor = try SocketMonitor(of: socket, in: context)
        try socket.set(.reconnectInterval, to: .milliseconds(50))
        // Port 1 is nobody's.
        try socket.connect(to: "tcp://127.0.0.1:1")
        let retried = try monitor.first { kind -> Duration? in
            if case .connectRetried(let pause) = kind { pause } else { nil }
        }
        #expect(try #require(retried) >= .milliseconds(50))
    }

    @Test func `closing the socket ends its monitor, and either may go first`() throws {
        let context = try Context()
        let socket = try Socket(.router, in: context)
        var monitor = try SocketMonitor(of: socket, in: context)
        socket.close()
        #expect(try monitor.first { $0 == .monitorStopped ? true : nil } == true)

        // Without an end of watching, the bind would wait for ever for somebody to take its event.
        for _ in 0..<20 {
            let other = try Socket(.router, in: context)
            let early = try SocketMonitor(of: other, in: context)
            _ = consume early
            try other.bind(to: "tcp://127.0.0.1:*")
            let dealer = try Socket(.dealer, in: context)
            try dealer.connect(to: try other.lastEndpoint)
            let alsoEarly = try SocketMonitor(of: dealer, in: context)
            _ = consume alsoEarly
        }
    }

    @Test func `a second monitor ends the first`() throws {
        let context = try Context()
        let socket = try Socket(.router, in: context)
        var first = try SocketMonitor(of: socket, in: context)
        var second = try SocketMonitor(of: socket, in: context)
        #expect(try first.first { $0 == .monitorStopped ? true : nil } == true)
        _ = consume first
        try socket.bind(to: "tcp://127.0.0.1:*")
        let listening = try second.first { kind -> Bool? in
            if case .listening = kind { true } else { nil }
        }
        #expect(listening == true)
    }

    @Test(arguments: [
        (UInt16(0x0020), Int32(9), SocketEvent.Kind.accepted(descriptor: 9)),
        (0x0040, 24, .acceptFailed(.tooManyDescriptors)),
        (0x4000, 300, .handshakeRefused(status: 300)),
        (0x2000, 0x1100_0001, .handshakeViolated(.cryptographic)),
        (0x0004, 250, .connectRetried(pause: .milliseconds(250))),
        (0x8000, 5, .unknown(event: 0x8000, value: 5)),
        (0x0021, 5, .unknown(event: 0x0021, value: 5)),
    ])
    func `events are typed by their number`(event: UInt16, value: Int32, kind: SocketEvent.Kind) {
        #expect(SocketEvent.Kind(event: event, value: value) == kind)
    }
}
