import ExchangeProtocol
import Testing
import ZeroMQ

extension RunningHub {
    @Suite(.timeLimit(.minutes(1))) struct Routing {
        @Test func `a client whose earlier connection still stands to the hub gets in at once`() async throws {
            let exchange = try TestExchange(["CR/desk"])
            try await exchange.start()
            let id = RoutingID.random()
            var first = try Dealer(exchange, keys: exchange.keys["CR/desk"]!, routingID: id)
            #expect(try first.hello())
            // As after a network that lost the first connection without telling the hub.
            var second = try Dealer(exchange, keys: exchange.keys["CR/desk"]!, routingID: id)
            #expect(try second.hello(session: 2))
        }

        @Test func `a principal may come back any number of times`() async throws {
            let exchange = try TestExchange(["CR/desk"])
            try await exchange.start()
            for number in 1...300 {
                var dealer = try Dealer(exchange, keys: exchange.keys["CR/desk"]!)
                try #require(try dealer.hello(), "connection \(number)")
            }
        }
    }
}
