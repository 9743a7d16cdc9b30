import AlertModel
import CordonClient
import ExchangeProtocol
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct SubscribingTests {
    private func bytes(_ numbers: Range<Int>) -> [[UInt8]] { alerts(numbers).map(\.bytes) }

    @Test func `alerts come whole, in order, and their leaf hash is the record's`() async throws {
        try await withHub { hub in
            await hub.add(bytes(0..<500))
            let client = try CordonClient(try await hub.configuration())
            try await client.connect()
            let subscription = try await client.subscribe("desk", from: .earliest)
            #expect(subscription.start == 1 && subscription.epoch == 0xAB)
            await hub.add(bytes(500..<2_500))
            let found = try await subscription.first(2_500)
            #expect(found.map(\.position) == Array(1...2_500))
            #expect(found.map(\.text) == texts(0..<2_500))
            let header = try #require(try found.last?.header())
            #expect(header.position == 2_500 && header.sender == "GT/p" && header.epoch == 0xAB)
            #expect(header.topics == ["seizure.drugs.cocaine.GT"])
            let records = await hub.records
            #expect(found.last?.leafHash == records.last?.leafHash && found.first?.leafHash == records[0].leafHash)
            #expect(found.allSatisfy { $0.signature.isEmpty && $0.reason == .match })
            await client.close()
        }
    }

    @Test func `a subscription goes on over restarts and losses, without loss or repetition`() async throws {
        try await withHub { hub in
            var configuration = try await hub.configuration()
            configuration.deliveryWindowAlerts = 100
            let client = try CordonClient(configuration)
            try await client.connect()
            let subscription = try await client.subscribe("desk", from: .earliest)
            let adding = Task {
                for start in stride(from: 0, to: 2_000, by: 200) {
                    await hub.add(bytes(start..<start + 200))
                    if start == 400 || start == 1_200 { try await hub.restart() }
                    if start == 800 { await hub.set { $0.lostMessages = 2 } }
                    try await Task.sleep(for: .milliseconds(30))
                }
            }
            let found = try await subscription.first(2_000, confirming: true)
            try await adding.value
            #expect(found.map(\.position) == Array(1...2_000))
            #expect(await eventually { await hub.cursors["desk"] == 2_000 })
            await client.close()
        }
    }

    @Test func `the hub's cursor is where a client without a store goes on`() async throws {
        try await withHub { hub in
            await hub.add(bytes(0..<100))
            let configuration = try await hub.configuration()
            let first = try CordonClient(configuration)
            try await first.connect()
            let subscription = try await first.subscribe("desk", from: .earliest)
            _ = try await subscription.first(100)
            await subscription.confirm(through: 60)
            await first.close()
            #expect(await eventually { await hub.cursors["desk"] == 60 }, "what was confirmed is said before goodbye")

            let second = try CordonClient(configuration)
            try await second.connect()
            let found = try await second.subscribe("desk").first(40)
            #expect(found.map(\.position) == Array(61...100))
            await second.close()
        }
    }

    @Test func `a stored cursor decides where to begin, whatever the hub believes`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                await hub.add(bytes(0..<100))
                let store = FileCursorStore(path: folder + "/cursor")
                let configuration = try await hub.configuration()
                let first = try CordonClient(configuration)
                try await first.connect()
                let subscription = try await first.subscribe("desk", from: .earliest, store: store)
                let found = try await subscription.first(100)
                try store.save(Cursor(epoch: found[79].epoch, position: found[79].position))
                await subscription.confirm(through: 30)
                await first.close()

                let second = try CordonClient(configuration)
                try await second.connect()
                let rest = try await second.subscribe("desk", from: .earliest, store: store).first(20)
                #expect(rest.map(\.position) == Array(81...100))
                await second.close()
            }
        }
    }

    @Test func `another log is told, and not taken for the one that is known`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                await hub.add(bytes(0..<100))
                let store = FileCursorStore(path: folder + "/cursor")
                try store.save(Cursor(epoch: 0xAB, position: 50))
                let client = try CordonClient(try await hub.configuration())
                try await client.connect()
                let subscription = try await client.subscribe("desk", store: store)
                _ = try await subscription.first(50)
                await hub.beginAnew(epoch: 0xCD, keeping: 40)
                try await hub.restart()
                await #expect { _ = try await subscription.first(1) } throws: {
                    ($0 as? CordonError)?.hubCode == .epochChanged
                }
                await #expect { _ = try await client.subscribe("desk", store: store) } throws: {
                    ($0 as? CordonError)?.hubCode == .epochChanged
                }
                let anew = try await client.subscribe("desk", from: .earliest)
                #expect(try await anew.first(40).last?.epoch == 0xCD)
                await client.close()
            }
        }
    }

    @Test func `a live subscription says what it skipped`() async throws {
        try await withHub { hub in
            var configuration = try await hub.configuration()
            configuration.deliveryWindowAlerts = 10
            let client = try CordonClient(configuration)
            try await client.connect()
            let subscription = try await client.tail()
            await hub.add(bytes(0..<100))
            var positions: [UInt64] = []
            var gaps: [SubscriptionGap] = []
            for try await event in subscription {
                switch event {
                case .alerts(let alerts): positions += alerts.map(\.position)
                case .gap(let gap):
                    gaps.append(gap)
                    await hub.add(bytes(100..<101))
                }
                if positions.last == 101 { break }
            }
            let gap = try #require(gaps.first)
            #expect(gaps.count == 1 && gap.toPosition == 100 && gap.skipped == 101 - gap.fromPosition)
            #expect(positions == Array(1..<gap.fromPosition) + [101])
            await client.close()
        }
    }

    @Test func `an unread subscription holds no more than its window`() async throws {
        try await withHub { hub in
            var configuration = try await hub.configuration()
            configuration.deliveryWindowAlerts = 50
            let client = try CordonClient(configuration)
            try await client.connect()
            let subscription = try await client.subscribe("desk", from: .earliest)
            await hub.add(bytes(0..<1_000))
            try await Task.sleep(for: .milliseconds(100))
            let sent = await hub.peers.values.map { $0.session.lastSequence }.max()
            #expect(sent == 50)
            #expect(try await subscription.first(1_000).count == 1_000)
            await client.close()
        }
    }

    @Test func `a header that contradicts its delivery ends the subscription`() async throws {
        try await withHub { hub in
            await hub.add(bytes(0..<5))
            await hub.set { $0.headerPosition = 3 }
            await hub.add(bytes(5..<10))
            let client = try CordonClient(try await hub.configuration())
            try await client.connect()
            let subscription = try await client.subscribe("desk", from: .earliest)
            var positions: [UInt64] = []
            do {
                for try await event in subscription {
                    if case .alerts(let alerts) = event { positions += alerts.map(\.position) }
                }
                Issue.record("the subscription ended without a word")
            } catch {
                let told = error as? CordonError
                #expect(told?.code == .badDelivery && told?.text.contains("position 6") == true)
            }
            #expect(positions == [1, 2, 3, 4, 5])
            let other = try await client.subscribe("other", from: .position(1))
            #expect(try await other.first(5).count == 5)
            await client.close()
        }
    }

    @Test func `refusals and withdrawals are told with their code`() async throws {
        try await withHub { hub in
            let client = try CordonClient(try await hub.configuration())
            try await client.connect()
            await #expect { _ = try await client.subscribe("desk", rule: "wrong") } throws: {
                ($0 as? CordonError)?.hubCode == .badRule
            }
            await #expect { _ = try await client.subscribe("desk", from: .position(9)) } throws: {
                ($0 as? CordonError)?.hubCode == .positionInFuture
            }
            await #expect { _ = try await client.subscribe("", topics: []) } throws: {
                ($0 as? CordonError)?.code == .configuration
            }
            let subscription = try await client.subscribe("desk")
            await hub.withdraw(.topicNotAllowed)
            await #expect { _ = try await subscription.first(1) } throws: {
                ($0 as? CordonError)?.hubCode == .topicNotAllowed
            }
            await client.close()
        }
    }

    @Test func `a subscription can be ended, waited for with a cancelled task, and dropped`() async throws {
        try await withHub { hub in
            let client = try CordonClient(try await hub.configuration())
            try await client.connect()
            let subscription = try await client.subscribe("desk")
            let reading = Task { try await subscription.first(1) }
            try await Task.sleep(for: .milliseconds(20))
            reading.cancel()
            await #expect { _ = try await reading.value } throws: { ($0 as? CordonError)?.code == .cancelled }
            let loop = Task { try await subscription.first(1).count }
            try await Task.sleep(for: .milliseconds(20))
            #expect(await subscription.end(forget: true))
            #expect(try await loop.value == 0)
            #expect(await eventually { await hub.peers.values.allSatisfy { $0.subscriptions.isEmpty } })
            do {
                _ = try await client.subscribe("dropped")
            }
            #expect(await eventually { await hub.peers.values.allSatisfy { $0.subscriptions.isEmpty } })
            await client.close()
        }
    }
}
