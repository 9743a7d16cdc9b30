import ExchangeProtocol
import Journal
import JournalTesting
import TestSupport
import Testing
import Trust

@testable import Hub

@Suite struct SessionTests {
    @Test func `WELCOME tells whose key it is, and the log`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        let welcome = try #require(bench.peers["gt"]!.welcomes.first)
        #expect((welcome.member, welcome.principal) == ("GT", "enforcement"))
        #expect(welcome.epoch == bench.core.identity.wireEpoch)
        #expect(welcome.head == 0)
    }

    @Test func `a command before HELLO gets RESET once a second`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement", hello: false)
        bench.publish("gt", AlertDraft(1))
        bench.publish("gt", AlertDraft(2))
        #expect(bench.peers["gt"]!.resets.map(\.errorCode) == [.unknownSession])
        bench.pass(milliseconds: 1_000)
        bench.publish("gt", AlertDraft(3))
        #expect(bench.peers["gt"]!.resets.count == 2)
        #expect(bench.journal.head == .beforeFirst)
    }

    @Test func `a message without a ticket, or with one that nobody holds, gets no answer`() throws {
        let bench = try HubBench(Directories.usual())
        var frame: [UInt8] = []
        Hello(session: 1, agent: "x").encode(into: &frame)
        let id: [UInt8] = Array("a routing id of 24 bytes".utf8)
        for ticket in [nil, Ticket(String(repeating: "ab", count: 16))] {
            frame.withUnsafeBytes { bytes in
                id.withUnsafeBytes { id in
                    withUnsafePointer(to: bytes) { pointer in
                        bench.core.receive(
                            PeerMessage(
                                routingID: id, ticket: ticket, frames: UnsafeBufferPointer(start: pointer, count: 1)),
                            now: bench.now, holder: { bench.office.greet($0, at: 0) })
                    }
                }
            }
            #expect(bench.core.finishTurn(bench.now).isEmpty)
            #expect(bench.core.sessions.count == 0)
        }
    }

    @Test func `another key under a known routing id speaks for itself only`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        let stolen = bench.peers["cr"]!.routingID
        try bench.connect("thief", as: "PA/desk", routingID: stolen, hello: false)
        bench.grant("thief", 100)
        #expect(bench.peers["thief"]!.resets.map(\.errorCode) == [.sessionReplaced])
        bench.publish("gt", AlertDraft(1))
        #expect(bench.numbers("thief") == [])
        bench.hello("thief")
        #expect(bench.peers["thief"]!.welcomes.first?.member == "PA")
        bench.publish("gt", AlertDraft(2))
        #expect(bench.numbers("thief") == [], "subscriptions are not taken over")
        try bench.connect("again", as: "CR/desk")
        bench.subscribe("again", durable: "all")
        #expect(bench.numbers("again") == [1, 2], "the one who was pushed out loses nothing")
    }

    @Test func `a publisher who was pushed out leaves no receipt to the other`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        bench.isPrompt = false
        bench.publish("gt", AlertDraft(1))
        let stolen = bench.peers["gt"]!.routingID
        try bench.connect("thief", as: "HN/enforcement", routingID: stolen)
        bench.settle()
        #expect(bench.peers["thief"]!.receipts.isEmpty)
    }

    @Test func `the end of an earlier connection does not end its successor`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("old", as: "CR/desk")
        let old = bench.peers["old"]!
        try bench.connect("new", as: "CR/desk", routingID: old.routingID)
        bench.subscribe("new", durable: "all")
        bench.core.disconnected(routingID: old.routingID, ticket: old.ticket)
        bench.finish()
        bench.publish("gt", AlertDraft(1))
        #expect(bench.numbers("new") == [1])
        #expect(bench.peers["new"]!.resets.isEmpty)
    }

    @Test func `a client is known again by its key and the number of its session`() throws {
        let number = ProtocolLimits.recognisedSessionMin
        for (earlier, later, key, isKnown) in [
            (number, number + 1, "CR/desk", true),
            (number + 7, number + 7 + ProtocolLimits.sessionSuccessorsMax, "CR/desk", true),
            (number, number + 1 + ProtocolLimits.sessionSuccessorsMax, "CR/desk", false),
            (number + 1, number, "CR/desk", false), (number, number, "CR/desk", false), (1, 2, "CR/desk", false),
            (number, number + 1, "PA/desk", false),
        ] {
            let bench = try HubBench(Directories.usual())
            try bench.connect("old", as: "CR/desk", hello: false)
            bench.hello("old", session: earlier)
            bench.subscribe("old", durable: "all")
            try bench.connect("new", as: key, hello: false)
            bench.hello("new", session: later)
            let isHeld = bench.core.sessionsByRoutingID[bench.peers["old"]!.routingID] != nil
            #expect(isHeld != isKnown, "\(earlier), then \(later) of \(key)")
        }
    }

    @Test func `HELLO begins anew`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr")
        bench.publish("gt", AlertDraft(1))
        bench.hello("cr")
        bench.publish("gt", AlertDraft(2))
        #expect(bench.numbers("cr") == [1])
        bench.send("cr", .ping(Ping(nonce: 1)))
        #expect(bench.peers["cr"]!.pongs.map(\.lastSequence) == [0])
    }

    @Test func `PONG comes behind the alerts of the same turn`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr")
        bench.publish("gt", AlertDraft(1))
        bench.send("cr", .ping(Ping(nonce: 1)))
        #expect(bench.peers["cr"]!.pongs.map(\.lastSequence) == [1])
        #expect(bench.faults == [])
    }

    @Test func `a silent peer loses its session and its subscriptions become free`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        bench.publish("gt", AlertDraft(1))
        bench.pass(milliseconds: 16_000)
        try bench.connect("again", as: "CR/desk")
        bench.subscribe("again", durable: "all")
        #expect(bench.numbers("again") == [1])
        bench.grant("cr", 5)
        #expect(bench.peers["cr"]!.resets.map(\.errorCode) == [.silent])
    }

    @Test func `a malformed message ends the session`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        bench.send("cr", frames: [[0xC0, 0x0D, 1, 9, 0]])
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [.badFrame])
        #expect(bench.peers["cr"]!.errors.first?.endsSession == true)
        bench.grant("cr", 5)
        #expect(bench.peers["cr"]!.resets.count == 1)
        try bench.connect("again", as: "CR/desk")
        bench.subscribe("again", durable: "all")
        #expect(bench.peers["again"]!.subscribed.count == 1)
    }

    @Test func `a flood of pings is cut`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all")
        for nonce in 1...25_000 where bench.cuts.isEmpty { bench.send("cr", .ping(Ping(nonce: UInt64(nonce)))) }
        #expect(bench.cuts.map(\.ticket) == [bench.peers["cr"]!.ticket])
        #expect(bench.cuts.first?.offender == Directories.key(of: "CR/desk"))
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [.rateExceeded])
        let count = bench.peers["cr"]!.inbox.count
        bench.hello("cr")
        #expect(bench.peers["cr"]!.inbox.count == count)
        #expect(bench.core.subscriptions.keys.allSatisfy { bench.core.subscriptions[$0]?.attachment == nil })
    }

    @Test func `a message with more frames than any command is malformed`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("cr", as: "CR/desk")
        bench.core.malformed(routingID: bench.peers["cr"]!.routingID, frameCount: 600, bytes: 0, bench.now)
        bench.finish()
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [.badFrame])
    }

    @Test func `there are no more sessions than configured`() throws {
        let bench = try HubBench(Directories.usual())
        for number in 0..<64 { try bench.connect("cr\(number)", as: "CR/desk") }
        try bench.connect("one more", as: "CR/desk")
        #expect(bench.peers["one more"]!.errors.map(\.errorCode) == [.overloaded])
        bench.disconnect("cr5")
        try bench.connect("now", as: "CR/desk")
        #expect(bench.peers["now"]!.welcomes.count == 1)
    }

    @Test func `a peer that cannot be sent to loses its session, and nothing else`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("gt", as: "GT/enforcement")
        try bench.connect("cr", as: "CR/desk")
        try bench.connect("pa", as: "PA/desk")
        bench.subscribe("cr", durable: "all")
        bench.subscribe("pa", durable: "all")
        bench.publish("gt", AlertDraft(1))
        bench.unreachable = ["cr"]
        bench.publish("gt", AlertDraft(2))
        bench.unreachable = []
        bench.publish("gt", AlertDraft(3))
        #expect(bench.numbers("pa") == [1, 2, 3])
        #expect(bench.numbers("cr") == [1])
        bench.hello("cr")
        bench.subscribe("cr", durable: "all")
        #expect(bench.numbers("cr") == [1, 1, 2, 3])
        #expect(bench.faults == [])
    }

    @Test(arguments: ["status", "refusals", "sessions", "subscriptions"])
    func `a request is answered by JSON`(verb: String) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("cr", as: "CR/desk")
        bench.subscribe("cr", durable: "all", rule: "tlp == \"GREEN\"")
        bench.send("cr", .request(Request(id: 9, verb: verb)), frames: [Array("{}".utf8)])
        let text = try #require(bench.peers["cr"]!.responses.first)
        #expect(text.first == (verb == "status" ? "{" : "["))
    }

    @Test func `nobody but an operator sees what others do`() throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("cr", as: "CR/desk")
        try bench.connect("pa", as: "PA/desk")
        try bench.connect("operator", as: "MX/operator")
        bench.subscribe("cr", durable: "of Costa Rica")
        for verb in ["subscriptions", "sessions"] {
            for name in ["pa", "operator"] {
                bench.peers[name]!.inbox = []
                bench.send(name, .request(Request(id: 9, verb: verb)), frames: [Array("{}".utf8)])
                let text = try #require(bench.peers[name]!.responses.first)
                #expect(text.contains("CR/desk") == (name == "operator"), "\(verb) for \(name)")
            }
        }
    }

    @Test(arguments: [
        ("nothing", "{}", ProtocolErrorCode.unknownVerb), ("refusals", "[]", .badArgument),
        ("refusals", "{\"limit\":0}", .badArgument), ("refusals", "{\"limit\":501}", .badArgument),
        ("refusals", "{", .badArgument),
    ])
    func `a request that is not understood is refused`(
        verb: String, argument: String, code: ProtocolErrorCode
    ) throws {
        let bench = try HubBench(Directories.usual())
        try bench.connect("cr", as: "CR/desk")
        bench.send("cr", .request(Request(id: 9, verb: verb)), frames: [Array(argument.utf8)])
        #expect(bench.peers["cr"]!.errors.map(\.errorCode) == [code])
        #expect(bench.peers["cr"]!.errors.first?.reference == 9)
    }
}
