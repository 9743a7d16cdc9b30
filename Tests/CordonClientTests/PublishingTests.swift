import CordonClient
import ExchangeProtocol
import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct PublishingTests {
    @Test(arguments: [true, false]) func `every alert gets one receipt, in order`(hasFile: Bool) async throws {
        try await withFolder { folder in
            try await withHub { hub in
                await hub.set { $0.doublesReceipts = true }
                let client = try CordonClient(
                    try await hub.configuration(outboxPath: hasFile ? folder + "/outbox" : nil))
                let receipts = await client.receipts()
                let welcome = try await client.connect()
                #expect(welcome.member == "GT" && welcome.hubID == "hub")
                let first = try await client.publish(alerts(0..<600))
                let second = try await client.publish(alerts(600..<1_000) + alerts(0..<10))
                #expect(first == 1..<601 && second == 601..<1_011)
                let all = try await receipts.first(1_010)
                #expect(all.map(\.number) == Array(1...1_010))
                for receipt in all.prefix(1_000) {
                    guard case .accepted(let position, let hash) = receipt.outcome else {
                        Issue.record("\(receipt)")
                        return
                    }
                    #expect(position == receipt.number && hash == (await hub.records[Int(position) - 1].leafHash))
                }
                let again = all.suffix(10).map(\.outcome)
                #expect(again.allSatisfy { if case .duplicate(let position, _) = $0 { position <= 10 } else { false } })
                #expect(await hub.texts == texts(0..<1_000))
                try await client.flush()
                await client.close()
            }
        }
    }
}
