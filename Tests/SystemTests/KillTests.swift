import CordonClient
import Foundation
import TestSupport
import Testing

extension RunningHub {
    /// The hub is killed at random moments under load. What it gave a receipt for is in its log, and every desk gets each
    /// of its alerts once and in order.
    ///
    /// `CORDON_KILL_CYCLES=200 swift test --filter Kills` runs as many cycles as named; few without it.
    @Suite struct Kills {
        static let cycles = Int(ProcessInfo.processInfo.environment["CORDON_KILL_CYCLES"] ?? "") ?? 5
        static let seed = UInt64(ProcessInfo.processInfo.environment["CORDON_KILL_SEED"] ?? "") ?? 1
        static let receiptsPerCycle = 100

        @Test(.timeLimit(.minutes(30)))
        func `a hub that is killed keeps every promise, and no desk misses or repeats an alert`() async throws {
            let exchange = try TestExchange(["GT/publisher", "HN/publisher", "CR/desk", "PA/desk", "NL/desk"])
            try await exchange.start()
            let publishers = [
                BusyPublisher(try exchange.client("GT/publisher"), origin: "GT"),
                BusyPublisher(try exchange.client("HN/publisher"), origin: "HN"),
            ]
            let everything = BusyDesk(try exchange.client("CR/desk"))
            let wildlife = BusyDesk(try exchange.client("PA/desk"))
            try await everything.start("all", topics: [">"])
            try await wildlife.start("wildlife", topics: ["*.environment.>"])
            for publisher in publishers { try await publisher.start() }
            var random = SeededGenerator(seed: Self.seed)
            var unanswered = 0
            var restart = Duration.zero
            let begun = ContinuousClock.now
            for cycle in 1...Self.cycles {
                unanswered += try await Self.load(publishers, &random, cycle)
                exchange.kill()
                let killed = ContinuousClock.now
                try await exchange.start()
                restart += ContinuousClock.now - killed
            }
            let spent = ContinuousClock.now - begun
            for publisher in publishers { try await publisher.finish() }
            let count = try await check(exchange, publishers, everything, wildlife)
            let duplicates = await publishers[0].duplicates + publishers[1].duplicates
            print(
                "\(Self.cycles) kills in \(spent): \(count) alerts, \(unanswered) unanswered at a kill, \(duplicates) "
                    + "of them told as duplicates, restart \(restart / Self.cycles)")
            #expect(exchange.terminate() == 0)
            #expect(exchange.cutsEver == 0, "nobody here misbehaves")
        }

        /// Waits for enough receipts and then a random moment with alerts unanswered; how many are.
        private static func load(
            _ publishers: [BusyPublisher], _ random: inout SeededGenerator, _ cycle: Int
        ) async throws -> Int {
            let before = await publishers[0].receiptCount + publishers[1].receiptCount
            let deadline = ContinuousClock.now + .seconds(30)
            while true {
                let now = await publishers[0].receiptCount + publishers[1].receiptCount
                if now >= before + receiptsPerCycle { break }
                try #require(ContinuousClock.now < deadline, "cycle \(cycle): \(now - before) receipts in 30 s")
                try await Task.sleep(for: .milliseconds(2))
            }
            try await Task.sleep(for: .microseconds(Int64.random(in: 0..<60_000, using: &random)))
            while true {
                let underWay = await publishers[0].underWay + publishers[1].underWay
                if underWay > 0 { return underWay }
                try #require(ContinuousClock.now < deadline)
                await Task.yield()
            }
        }

        /// Holds the promises and what the desks saw against the log; the number of alerts.
        private func check(
            _ exchange: TestExchange, _ publishers: [BusyPublisher], _ everything: BusyDesk, _ wildlife: BusyDesk
        ) async throws -> Int {
            var promises: [AlertKey: Promise] = [:]
            for publisher in publishers {
                #expect(await publisher.faults == [])
                promises.merge(await publisher.promises) { $1 }
            }
            let auditor = BusyDesk(try exchange.client("NL/desk"), confirms: false)
            try await auditor.start("audit", topics: [">"])
            #expect(try await auditor.waitFor(promises.count), "the log holds fewer alerts than were promised")
            let log = await auditor.alerts
            let recorded = Dictionary(log.map { ($0.key, $0.promise) }) { first, _ in first }
            #expect(recorded.count == log.count, "an alert was recorded twice")
            #expect(promises.count == recorded.count)
            let broken = promises.filter { recorded[$0.key] != $0.value }
            #expect(broken.isEmpty, "\(broken.count) promises are broken, such as \(String(describing: broken.first))")
            let ivory = log.filter { $0.key.number % 3 == 0 }
            for (desk, expected) in [(everything, log), (wildlife, ivory)] {
                #expect(try await desk.waitFor(expected.count))
                let seen = await desk.alerts
                #expect(await desk.faults == [])
                #expect(seen.map(\.promise) == expected.map(\.promise), "\(seen.count) of \(expected.count)")
                await desk.finish()
            }
            await auditor.finish()
            return log.count
        }
    }
}

/// A source of random numbers that repeats itself with its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
