import Attacks
import Testing

extension RunningHub {
    /// Attacks: the hub lives, its memory stays bounded, and whoever has nothing to do with them gets everything.
    @Suite(.timeLimit(.minutes(3))) struct Attacks {
        @Test func `a flood of pings by an authenticated client is cut and kept out`() async throws {
            let damage = try await AttackRun.run(.pingFlood, by: "NI/desk")
            #expect(damage.cuts > 0)
        }

        @Test func `another key under somebody's routing id gets nothing that is not its own`() async throws {
            let damage = try await AttackRun.run(.stolenRoutingID)
            #expect(damage.said == ["owner got his", "stolen 0"])
        }

        @Test func `a flood of commands without a session is cut`() async throws {
            let damage = try await AttackRun.run(.commandsWithoutHello, by: "NI/desk")
            #expect(damage.cuts > 0)
        }

        @Test func `a storm of handshakes with keys that nobody knows is turned away`() async throws {
            let damage = try await AttackRun.run(.handshakeStorm, attackers: 2)
            #expect(!damage.said.contains("let in"))
        }

        @Test func `frames over the limit end their connection`() async throws {
            try await AttackRun.run(.longFrames)
        }

        @Test func `messages without end are cut, and their sender is kept out for a while`() async throws {
            let damage = try await AttackRun.run(.endlessMessages, for: .seconds(2))
            #expect(damage.cuts > 0)
        }

        @Test func `messages of the greatest size that end are refused`() async throws {
            let damage = try await AttackRun.run(.hugeMessages)
            #expect(damage.cuts > 0)
        }

        @Test func `garbage is answered by an error, and goes no further`() async throws {
            try await AttackRun.run(.garbage)
        }

        @Test func `bytes that are no ZMTP end their connection`() async throws {
            try await AttackRun.run(.rawGarbage)
        }

        @Test func `a desk that takes everything and reads nothing harms nobody else`() async throws {
            try await AttackRun.run(.slowConsumer, for: .seconds(2))
        }

        @Test func `the dearest rules on the dearest alerts hold up nobody else`() async throws {
            let damage = try await AttackRun.run(.dearRules, for: .seconds(2))
            #expect(damage.said.first?.hasPrefix("published") == true)
        }

        @Test func `rules that come and go by the hundreds hold up nobody else`() async throws {
            let damage = try await AttackRun.run(.ruleChurn, for: .seconds(2), by: "NI/desk")
            #expect(damage.said == ["filed"])
        }

        @Test func `two thousand idle connections lock nobody out`() async throws {
            let damage = try await AttackRun.run(.idleConnections, for: .seconds(4))
            #expect(damage.said.first == "2000 connections")
        }
    }
}
