import Glibc
import Testing

@testable import ZeroMQ

@Suite struct PeerConnectionTests {
    @Test func `shutting one peer down cuts it and no other`() throws {
        var hub = try TestHub()
        var offender = try TestClient(of: hub)
        #expect(try offender.send([1]) == .sent)
        let accepted = try #require(try hub.event(\.acceptedDescriptor))
        let connection = try PeerConnection(descriptor: accepted)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.sourceDescriptor(ofFrame: 1) == accepted)
        #expect(connection.isCurrent)
        #expect(connection.address.host == "127.0.0.1" && connection.address.port > 0)

        var bystander = try TestClient(of: hub)
        #expect(try bystander.send([2]) == .sent)
        try #require(try hub.receive() == .message)

        // Revoked: out at once, and the next handshake is refused.
        hub.doorkeeper.forbid(offender.options.keyPair.publicKey)
        #expect(connection.shutdown())
        #expect(try hub.event(\.disconnectedDescriptor) == accepted)
        #expect(!connection.isCurrent)
        #expect(!connection.shutdown())
        let status = try offender.monitor.first { kind -> Int32? in
            if case .handshakeRefused(let status) = kind { status } else { nil }
        }
        #expect(status == 400)
        #expect(eventually { (try? hub.send([3], to: offender.options.routingID)) == .unreachable })
        #expect(try hub.send([4], to: bystander.options.routingID) == .sent)
        try #require(try bystander.receive() == .message)
        #expect(try bystander.monitor.first(within: .zero) { $0.disconnectedDescriptor } == nil)
    }

    @Test func `bytes read are those taken from the connection, and not those that wait`() throws {
        let listener = try RawListener()
        let raw = try RawConnection(port: listener.port)
        let descriptor = listener.accept()
        defer { close(descriptor) }
        let connection = try PeerConnection(descriptor: descriptor)
        #expect(connection.bytesRead() == 0)
        var taken = 0
        var buffer = [UInt8](repeating: 0, count: 10_000)
        for count in [1, 1_000, 10_000] {
            raw.send([UInt8](repeating: 7, count: count))
            var awaited = count / 2
            while awaited > 0 {
                let got = read(descriptor, &buffer, awaited)
                try #require(got > 0)
                (awaited, taken) = (awaited - got, taken + got)
            }
            #expect(connection.bytesRead() == UInt64(taken))
        }
    }

    @Test func `a peer that never completes a message is seen from outside and cut`() throws {
        var hub = try TestHub(isCurve: false)
        let raw = try RawConnection(port: hub.port)
        let descriptor = try #require(try hub.event(\.acceptedDescriptor))
        let connection = try PeerConnection(descriptor: descriptor)
        raw.send(RawPeer.greeting + RawPeer.ready)
        // A frame that comes before the answer of ZAP would end the connection.
        #expect(try hub.event { $0 == .handshakeSucceeded ? true : nil } == true)
        let endless = RawPeer.frame([UInt8](repeating: 1, count: 200), more: true)
        #expect(
            eventually {
                raw.send(Array(repeatElement(endless, count: 50).joined()))
                return (connection.bytesRead() ?? 0) > 1 << 20
            })
        #expect(try hub.receive(within: .zero) == .nothing)
        #expect(connection.shutdown())
        let isCut = raw.isClosedByPeer(within: patience)
        #expect(isCut)
        #expect(try hub.event(\.disconnectedDescriptor) == descriptor)
    }

    @Test func `a descriptor used again is not taken for the old connection`() throws {
        let listener = try RawListener()
        let early = try RawConnection(port: listener.port)
        let descriptor = listener.accept()
        let connection = try PeerConnection(descriptor: descriptor)
        #expect(connection.isCurrent)
        // Put the later connection at the same number, whatever else this process opens meanwhile.
        let late = try RawConnection(port: listener.port)
        let accepted = listener.accept()
        #expect(dup2(accepted, descriptor) == descriptor)
        close(accepted)
        defer { close(descriptor) }
        #expect(!connection.isCurrent)
        #expect(!connection.shutdown())
        late.send([1, 2, 3])
        let present = try PeerConnection(descriptor: descriptor)
        #expect(present != connection)
        var bytes: [UInt8] = [0, 0]
        #expect(eventually { read(descriptor, &bytes, 2) == 2 })
        #expect(eventually { present.bytesRead() == 2 })
        let isEarlyGone = early.isClosedByPeer(within: patience)
        #expect(isEarlyGone)
    }

    @Test func `what is no connection is refused`() throws {
        #expect(throws: ZeroMQError(rawValue: EBADF)) { _ = try PeerConnection(descriptor: -1) }
        #expect(throws: ZeroMQError(rawValue: ENOTSOCK)) { _ = try PeerConnection(descriptor: 0) }
        let listener = try RawListener()
        #expect(throws: ZeroMQError(rawValue: ENOTCONN)) { _ = try PeerConnection(descriptor: listener.descriptor) }
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        #expect(throws: ZeroMQError(rawValue: EAFNOSUPPORT)) { _ = try PeerConnection(descriptor: ends[0]) }
        for end in ends { close(end) }
    }

    @Test func `IPv6 addresses are written in brackets`() throws {
        let context = try Context()
        let router = try Socket(.router, in: context)
        var monitor = try SocketMonitor(of: router, in: context)
        try router.set(.ipv6, to: true)
        guard (try? router.bind(to: "tcp://[::1]:*")) != nil else { return }
        let dealer = try Socket(.dealer, in: context)
        try dealer.set(.ipv6, to: true)
        try dealer.connect(to: try router.lastEndpoint)
        let descriptor = try #require(try monitor.first(\.acceptedDescriptor))
        let address = try PeerConnection(descriptor: descriptor).address
        #expect(address.description == "[::1]:\(address.port)")
    }
}
