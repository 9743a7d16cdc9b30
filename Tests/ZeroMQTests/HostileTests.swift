import Glibc
import Testing

@testable import ZeroMQ

/// The bytes of a ZMTP 3.1 peer without encryption (RFC 37 of ZeroMQ).
enum RawPeer {
    static let greeting: [UInt8] =
        [0xFF] + [UInt8](repeating: 0, count: 7) + [1, 0x7F, 3, 1] + Array("NULL".utf8)
        + [UInt8](repeating: 0, count: 16 + 1 + 31)
    static let ready = command("READY", Array("\u{0B}Socket-Type".utf8) + [0, 0, 0, 6] + Array("DEALER".utf8))
    static let ping = command("PING", [0, 0] + [UInt8](repeating: 7, count: 16))

    static func command(_ name: String, _ body: [UInt8]) -> [UInt8] {
        [0x04, UInt8(1 + name.utf8.count + body.count), UInt8(name.utf8.count)] + Array(name.utf8) + body
    }

    static func frame(_ body: [UInt8], more: Bool) -> [UInt8] {
        [more ? 1 : 0, UInt8(body.count)] + body
    }
}

@Suite struct HostileTests {
    /// A new client still gets through.
    private func expectService(of hub: inout TestHub) throws {
        let client = try TestClient(of: hub)
        #expect(try client.send([42]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.bytes(ofFrame: 1) == [42])
    }

    @Test func `garbage on the port harms nobody`() throws {
        var hub = try TestHub(frameBytesMax: 4_096)
        var random = SystemRandomNumberGenerator()
        let curveGreeting =
            Array(RawPeer.greeting.prefix(12)) + Array("CURVE".utf8) + [UInt8](repeating: 0, count: 47)
        let garbage: [[UInt8]] = [
            [], [0], [0xFF], Array("GET / HTTP/1.1\r\nHost: hub\r\n\r\n".utf8),
            (0..<65_536).map { _ in UInt8.random(in: .min ... .max, using: &random) },
            [UInt8](repeating: 0xFF, count: 1_000), [UInt8](repeating: 0, count: 1_000),
            RawPeer.greeting + RawPeer.ready + RawPeer.frame([1, 2, 3], more: false),
            Array(curveGreeting.prefix(40)), curveGreeting + RawPeer.command("HELLO", [1, 2, 3]),
            curveGreeting + RawPeer.command("HELLO", [1, 0] + [UInt8](repeating: 9, count: 198)),
            curveGreeting + RawPeer.command("INITIATE", [UInt8](repeating: 9, count: 200)),
            curveGreeting + RawPeer.command("MESSAGE", [UInt8](repeating: 9, count: 200)),
            curveGreeting + [0x06] + [UInt8](repeating: 0xFF, count: 8), curveGreeting + [0x04, 0],
            curveGreeting + [0x04, 1, 200], curveGreeting + RawPeer.frame([7], more: true),
        ]
        for bytes in garbage {
            let raw = try RawConnection(port: hub.port)
            raw.send(bytes)
            usleep(2_000)
        }
        try expectService(of: &hub)
        #expect(hub.doorkeeper.requests.count == 1, "nobody else came as far as the handler")
        #expect(hub.doorkeeper.deaths == [])
    }

    @Test func `a flood of pings and a reset do not end the process`() throws {
        var hub = try TestHub(isCurve: false)
        // Messages that would fill a bounded queue, with pings behind them in the same read. With a queue of one message
        // the hub serves nobody after this, which is how the test was seen to fail.
        let message = RawPeer.frame([1, 2, 3], more: false)
        let burst = Array((Array(repeating: message, count: 8) + Array(repeating: RawPeer.ping, count: 100)).joined())
        let flood = Array(repeatElement(RawPeer.ping, count: 2_000).joined())
        let end = ContinuousClock.now + .milliseconds(800)
        var rounds = 0
        while ContinuousClock.now < end {
            let raw = try RawConnection(port: hub.port)
            raw.send(RawPeer.greeting + RawPeer.ready)
            usleep(UInt32(rounds % 5) * 1_000)
            raw.send(rounds.isMultiple(of: 2) ? burst : burst + flood + burst)
            usleep(UInt32(rounds % 7) * 1_000)
            raw.resetAtClose()
            _ = consume raw
            usleep(UInt32(rounds % 3) * 1_000)
            while try hub.router.receive(into: &hub.frames) != .nothing {}
            rounds += 1
        }
        #expect(rounds > 10)
        let client = try Socket(.dealer, in: hub.context)
        try client.connect(to: hub.endpoint)
        var payload = try Message([42])
        #expect(try client.send(&payload) == .sent)
        #expect(
            try eventually {
                guard try hub.router.receive(into: &hub.frames) == .message else { return false }
                return hub.frames.bytes(ofFrame: 1) == [42]
            })
    }

    @Test func `connections that say nothing take no place from others`() throws {
        var hub = try TestHub()
        var idle: [Int32] = []
        defer { for descriptor in idle { close(descriptor) } }
        for _ in 0..<50 {
            let raw = try RawConnection(port: hub.port)
            idle.append(dup(raw.descriptor))
        }
        try expectService(of: &hub)
    }

    /// How many descriptors this process has open.
    private func openDescriptors() -> Int {
        (0..<Int32(4_096)).count { fcntl($0, F_GETFD) >= 0 }
    }

    @Test func `opening and closing leaves no descriptors behind`() throws {
        let rounds = 200
        func round() throws {
            let context = try Context()
            let zap = try ZAPHandler(in: context, decide: { _ in .deny(reason: "") }, onDeath: { _ in })
            let socket = try Socket(.router, in: context)
            let monitor = try SocketMonitor(of: socket, in: context)
            try socket.bind(to: "tcp://127.0.0.1:*")
            #expect(try monitor.socket.get(.receiveHighWaterMark) == 0)
            zap.stop()
        }
        func pollRound() throws {
            let thread = try PollThread(name: "round")
            thread.stop()
        }
        try round()
        try pollRound()
        let before = openDescriptors()
        for _ in 0..<rounds {
            try round()
            try pollRound()
        }
        // Other tests open some meanwhile; a leak would be one a round at least.
        #expect(eventually { openDescriptors() - before < rounds / 2 })
    }
}
