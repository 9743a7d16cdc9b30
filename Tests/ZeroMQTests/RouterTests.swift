import Testing

@testable import ZeroMQ

@Suite struct RouterTests {
    @Test func `an unknown peer is reported and the message stays whole`() throws {
        var hub = try TestHub()
        var message = MessageFrames(capacity: 3)
        try message.append(RoutingID.random().bytes)
        try message.append([1])
        try message.append([2])
        #expect(try hub.router.send(&message) == .unreachable)
        #expect(message.count == 3)
        #expect(message.bytes(ofFrame: 2) == [2])
        // Nothing of it is left in the socket: a message to somebody known arrives as it is.
        var client = try TestClient(of: hub)
        #expect(try client.send([0]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(try hub.router.send(&message) == .unreachable)
        #expect(try hub.send([7], to: client.options.routingID) == .sent)
        try #require(try client.receive() == .message)
        #expect(client.frames.count == 1 && client.frames.bytes(ofFrame: 0) == [7])
    }

    @Test func `a peer that does not read is full, and others are not kept waiting`() throws {
        var hub = try TestHub(sendHighWaterMark: 4)
        let slow = try TestClient(of: hub)
        // A peer's own receive queue takes messages as well, until its reader's socket buffers are full too.
        try slow.socket.set(.receiveHighWaterMark, to: 0)
        var quick = try TestClient(of: hub)
        #expect(try slow.send([0]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(try quick.send([0]) == .sent)
        try #require(try hub.receive() == .message)

        // A burst far beyond the queue: the I/O thread cannot take it all between two sends.
        var payload = try Message([UInt8](repeating: 1, count: 1 << 20))
        var outcomes: [SendOutcome] = []
        for _ in 0..<200 where outcomes.last != .wouldBlock {
            var message = MessageFrames(capacity: 2)
            try message.append(slow.options.routingID.bytes)
            try message.append(sharing: &payload)
            outcomes.append(try hub.router.send(&message))
            if outcomes.last == .wouldBlock { #expect(message.count == 2) }
        }
        #expect(outcomes.last == .wouldBlock)
        #expect(outcomes.dropLast().allSatisfy { $0 == .sent })
        #expect(try hub.send([3], to: quick.options.routingID) == .sent)
        try #require(try quick.receive() == .message)
        #expect(quick.frames.bytes(ofFrame: 0) == [3])
    }

    @Test func `a routing id in use stays with its connection`() throws {
        var hub = try TestHub()
        let id = RoutingID.random()
        var first = try TestClient(of: hub, routingID: id)
        #expect(try first.send([1]) == .sent)
        try #require(try hub.receive() == .message)
        var second = try TestClient(of: hub, routingID: id)
        #expect(try second.send([2, 2]) == .sent)
        #expect(try hub.receive(within: stillness) == .nothing)
        #expect(try hub.send([3], to: id) == .sent)
        try #require(try first.receive() == .message)
        #expect(try second.receive(within: stillness) == .nothing)
    }

    @Test func `a frame larger than allowed ends its connection and no other`() throws {
        var hub = try TestHub(frameBytesMax: 1_024)
        let greedy = try TestClient(of: hub)
        let modest = try TestClient(of: hub)
        #expect(try greedy.send([UInt8](repeating: 1, count: 1_024 - 33)) == .sent)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.receivedByteCount == 16 + 1_024 - 33)
        let descriptor = hub.frames.sourceDescriptor(ofFrame: 1)
        #expect(try greedy.send([UInt8](repeating: 1, count: 1_024 - 32)) == .sent)
        #expect(descriptor != nil)
        #expect(try hub.event(\.disconnectedDescriptor) == descriptor)
        #expect(try modest.send([2]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.bytes(ofFrame: 0) == modest.options.routingID.bytes)
    }

    @Test(arguments: [4, 5, 10, 2_000])
    func `a message of too many frames is dropped and its sender known`(payloads: Int) throws {
        var hub = try TestHub(framesMax: 4)
        let client = try TestClient(of: hub)
        var message = MessageFrames(capacity: payloads)
        for _ in 0..<payloads { try message.append([UInt8](repeating: 1, count: 50)) }
        #expect(try client.socket.send(&message) == .sent)
        #expect(try client.send([1], [2], [3]) == .sent)
        #expect(try hub.receive() == .tooManyFrames)
        #expect(hub.frames.count == 4)
        #expect(hub.frames.receivedFrameCount == payloads + 1)
        #expect(hub.frames.receivedByteCount == payloads * 50 + 16)
        #expect(hub.frames.bytes(ofFrame: 0) == client.options.routingID.bytes)
        #expect(hub.frames.metadata(.userID, ofFrame: 1) == "ticket-1")
        #expect(hub.frames.sourceDescriptor(ofFrame: 1) != nil)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.receivedFrameCount == 4 && hub.frames.bytes(ofFrame: 3) == [3])
    }

    @Test func `a second listener with another server key serves beside the first`() throws {
        var hub = try TestHub()
        let next = try CurveKeyPair.generate()
        try hub.router.setCurveServer(secretKey: next.secretKey, zapDomain: "next")
        try hub.router.bind(to: "tcp://127.0.0.1:*")
        let endpoint = try hub.router.lastEndpoint
        let old = try TestClient(of: hub)
        let new = try TestClient(of: hub, serverKey: next.publicKey)
        try new.socket.disconnect(from: hub.endpoint)
        try new.socket.connect(to: endpoint)
        #expect(try old.send([1]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(try new.send([2]) == .sent)
        try #require(try hub.receive() == .message)
        #expect(hub.frames.bytes(ofFrame: 1) == [2])
        #expect(Set(hub.doorkeeper.requests.map(\.domain)) == ["cordon", "next"])
    }
}
