import CordonClient
import ExchangeProtocol
import Foundation
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    @Test func `a key that the hub does not know is told at once, and let in once it is listed`() async throws {
        try await withHub { hub in
            let configuration = try await hub.configuration()
            hub.forbid(configuration.keys.publicKey)
            let client = try CordonClient(configuration)
            let begin = ContinuousClock.now
            await #expect { try await client.connect(timeout: .seconds(10)) } throws: {
                guard let error = $0 as? CordonError else { return false }
                return error.code == .keyUnknown && error.retry == .afterChange
                    && error.text.contains(configuration.keys.publicKey.z85)
            }
            #expect(ContinuousClock.now - begin < .seconds(5))
            hub.allow(configuration.keys.publicKey)
            var states: [ConnectionState] = []
            for await state in await client.states() {
                states.append(state)
                if case .ready = state { break }
            }
            guard case .refused(let error)? = states.first else {
                Issue.record("\(states)")
                return
            }
            #expect(error.name == "key-unknown")
            await client.close()
        }
    }

    @Test func `a wrong key of the hub's is told`() async throws {
        try await withHub { hub in
            var configuration = try await hub.configuration()
            configuration.hub = HubAddress(
                endpoint: configuration.hub.endpoint, publicKey: try CurveKeyPair.generate().publicKey)
            let client = try CordonClient(configuration)
            await #expect { try await client.connect(timeout: .milliseconds(500)) } throws: {
                ($0 as? CordonError)?.code == .hubUnproven
            }
            await client.close()
        }
    }

    @Test func `a hub that is away is told in time, and found when it comes`() async throws {
        try await withHub { hub in
            let configuration = try await hub.configuration()
            await hub.stop()
            let client = try CordonClient(configuration)
            let begin = ContinuousClock.now
            await #expect { try await client.connect(timeout: .milliseconds(300)) } throws: {
                guard let error = $0 as? CordonError else { return false }
                return error.code == .hubAway && error.retry == .later
            }
            #expect(ContinuousClock.now - begin < .seconds(5))
            try await hub.start()
            try await client.connect()
            await client.close()
            await #expect { try await client.connect() } throws: { ($0 as? CordonError)?.code == .closed }
        }
    }

    @Test func `a hub that turns the client away for good ends everything but the outbox`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                let configuration = try await hub.configuration(outboxPath: folder + "/outbox")
                let client = try CordonClient(configuration)
                let receipts = await client.receipts()
                try await client.connect()
                let subscription = try await client.subscribe("desk")
                await hub.set { $0.forgetsAlerts = true }
                try await client.publish(alerts(0..<5))
                await hub.dismiss(.revoked)
                await #expect { _ = try await subscription.first(1) } throws: {
                    ($0 as? CordonError)?.hubCode == .revoked
                }
                await #expect { _ = try await receipts.first(1) } throws: { ($0 as? CordonError)?.hubCode == .revoked }
                await #expect { try await client.publish(alerts(0..<1)) } throws: {
                    ($0 as? CordonError)?.hubCode == .revoked
                }
                let hellos = await hub.hellos
                try await Task.sleep(for: .milliseconds(400))
                #expect(await hub.hellos == hellos, "it does not go on by itself")
                await client.close()

                await hub.set { $0.forgetsAlerts = false }
                let next = try CordonClient(configuration)
                try await next.connect()
                try await next.flush()
                #expect(await hub.texts == texts(0..<5))
                await next.close()
            }
        }
    }

    @Test func `requests are answered, refused, or end in time`() async throws {
        try await withHub { hub in
            let client = try CordonClient(try await hub.configuration())
            await #expect { _ = try await client.request("status") } throws: { ($0 as? CordonError)?.code == .hubAway }
            try await client.connect()
            #expect(try await client.request("status") == Array("{\"head\":1}".utf8))
            await #expect { _ = try await client.request("forbidden") } throws: {
                ($0 as? CordonError)?.hubCode == .requestNotAllowed
            }
            await #expect { _ = try await client.request(String(repeating: "x", count: 33)) } throws: {
                ($0 as? CordonError)?.hubCode == .badArgument
            }
            await hub.set { $0.answer = nil }
            await #expect { _ = try await client.request("status", timeout: .milliseconds(50)) } throws: {
                ($0 as? CordonError)?.code == .timedOut
            }
            let waiting = Task { try await client.request("status") }
            #expect(await eventually { await hub.verbs.count == 4 })
            try await hub.restart()
            await #expect { _ = try await waiting.value } throws: { ($0 as? CordonError)?.code == .connectionLost }
            await client.close()
        }
    }

    @Test func `closing ends every wait, twice does no harm, and a loop over states ends`() async throws {
        try await withHub { hub in
            let client = try CordonClient(try await hub.configuration())
            let receipts = await client.receipts()
            try await client.connect()
            let subscription = try await client.subscribe("desk")
            let states = Task {
                var last = ConnectionState.idle
                for await state in await client.states() { last = state }
                return last
            }
            let read = Task { try await subscription.first(1).count }
            let wait = Task { try await receipts.first(1).count }
            try await Task.sleep(for: .milliseconds(50))
            await client.close()
            await client.close()
            #expect(try await read.value == 0)
            #expect(try await wait.value == 0)
            #expect(await states.value == .closed)
            await #expect { _ = try await client.request("status") } throws: { ($0 as? CordonError)?.code == .closed }
        }
    }

    @Test func `clients leave no descriptors behind, closed or forgotten`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                let rounds = 40
                func descriptors() throws -> Int {
                    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
                }
                func use(_ round: Int) async throws {
                    let client = try CordonClient(
                        try await hub.configuration(outboxPath: folder + "/outbox-\(round)"))
                    try await client.connect()
                    try await client.publish(alerts(round..<round + 1))
                    if round.isMultiple(of: 2) { await client.close() }
                }
                try await use(0)
                let before = try descriptors()
                for round in 1...rounds { try await use(round) }
                // Other tests run meanwhile; a leak would show at least one for each round.
                #expect(try await eventually { try descriptors() < before + rounds / 2 })
            }
        }
    }
}
