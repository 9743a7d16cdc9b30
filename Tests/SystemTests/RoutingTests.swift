import Attacks
import ExchangeProtocol
import Testing
import ZeroMQ

extension RunningHub {
    @Suite(.timeLimit(.minutes(1))) struct Routing {
        @Test func `a client that comes back has its durable subscription at once, though its old connection stands`()
            async throws
        {
            let exchange = try TestExchange(["CR/desk"])
            try await exchange.start()
            let keys = exchange.keys["CR/desk"]!
            let session = UInt64.random(in: ProtocolLimits.recognisedSessionMin...(1 << 60))
            var first = try Dealer(exchange.attacked, keys: keys)
            #expect(try first.opens("all", session: session))
            // As after a network that lost the first connection without telling the hub.
            var second = try Dealer(exchange.attacked, keys: keys)
            #expect(try second.opens("all", session: session + 1))
            var other = try Dealer(exchange.attacked, keys: keys)
            #expect(try !other.opens("all", session: session - 1), "another client of the same key must wait")
            // Until here: its end would have freed the subscription.
            _ = try first.drain()
        }

        @Test func `a principal may come back any number of times`() async throws {
            let exchange = try TestExchange(["CR/desk"])
            try await exchange.start()
            for number in 1...300 {
                var dealer = try Dealer(exchange.attacked, keys: exchange.keys["CR/desk"]!)
                try #require(try dealer.hello(), "connection \(number)")
            }
        }
    }
}

extension Dealer {
    /// Begins a session and opens a durable subscription; false where the hub refuses it.
    fileprivate mutating func opens(_ name: String, session: UInt64) throws -> Bool {
        guard try hello(session: session) else { return false }
        try send(.subscribe(Subscribe(tag: 1, mode: .durable, start: .cursor, name: name, topics: [">"])))
        guard let answer = try receive(within: .seconds(5)) else { return false }
        guard case .subscribed = try answer[0].withUnsafeBytes({ try HubMessage(decoding: $0) }) else { return false }
        return true
    }
}
