import CordonClient
import ExchangeProtocol
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct PublishingTests {
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
                let records = await hub.records
                for receipt in all.prefix(1_000) {
                    guard case .accepted(let position, let hash) = receipt.outcome else {
                        Issue.record("\(receipt)")
                        return
                    }
                    #expect(position == receipt.number && hash == records[Int(position) - 1].leafHash)
                }
                let again = all.suffix(10).map(\.outcome)
                #expect(again.allSatisfy { if case .duplicate(let position, _) = $0 { position <= 10 } else { false } })
                #expect(await hub.texts == texts(0..<1_000))
                try await client.flush()
                await client.close()
            }
        }
    }

    @Test func `nothing is lost or doubled when the hub restarts and messages are lost`() async throws {
        try await withHub { hub in
            var configuration = try await hub.configuration()
            configuration.answerTimeout = .milliseconds(300)
            configuration.publishBatchAlerts = 7
            let client = try CordonClient(configuration)
            let receipts = await client.receipts()
            try await client.connect()
            await hub.set { $0.lostMessages = 3 }
            let publishing = Task {
                for start in stride(from: 0, to: 3_000, by: 100) {
                    try await client.publish(alerts(start..<start + 100))
                    if start == 1_000 || start == 2_000 { try await hub.restart() }
                }
            }
            let all = try await receipts.first(3_000)
            try await publishing.value
            #expect(all.map(\.number) == Array(1...3_000))
            #expect(await hub.texts.sorted() == texts(0..<3_000).sorted())
            await client.close()
        }
    }

    @Test func `what one process left in the outbox the next one publishes`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                var configuration = try await hub.configuration(outboxPath: folder + "/outbox")
                configuration.queueAlertsMax = 64
                let first = try CordonClient(configuration)
                try await first.publish(alerts(0..<300))
                try await first.publish(alerts(300..<500))
                await first.close()
                #expect(await hub.records.isEmpty)

                let second = try CordonClient(configuration)
                let receipts = await second.receipts()
                #expect(try await second.publish(alerts(500..<510)) == 501..<511)
                try await second.connect()
                #expect(try await receipts.first(510).map(\.number) == Array(1...510))
                #expect(await hub.texts == texts(0..<510))
                await second.close()

                let third = try CordonClient(configuration)
                try await third.connect()
                try await third.flush()
                #expect(try await third.publish(alerts(0..<1)) == 511..<512)
                await third.close()
                #expect(await hub.publishedCount <= 511)
            }
        }
    }

    @Test(arguments: [true, false]) func `a full outbox makes the producer wait`(hasFile: Bool) async throws {
        try await withFolder { folder in
            try await withHub { hub in
                var configuration = try await hub.configuration(outboxPath: hasFile ? folder + "/outbox" : nil)
                configuration.queueAlertsMax = 100
                configuration.outboxAlertsMax = 100
                configuration.publishWindowAlerts = 30
                configuration.answerTimeout = .milliseconds(300)
                let client = try CordonClient(configuration)
                await hub.set { $0.withholdsReceipts = true }
                try await client.connect()
                let counter = Counter()
                let publishing = Task {
                    for start in stride(from: 0, to: 1_000, by: 50) {
                        try await client.publish(alerts(start..<start + 50))
                        await counter.add(50)
                    }
                }
                #expect(await eventually { await counter.count >= 100 })
                try await Task.sleep(for: .milliseconds(100))
                #expect(await counter.count <= 150)
                await hub.set { $0.withholdsReceipts = false }
                try await publishing.value
                try await client.flush()
                #expect(await hub.texts == texts(0..<1_000))
                #expect(await hub.outstandingMax <= 30)
                await client.close()
            }
        }
    }

    @Test func `a producer that waits can be cancelled, and nothing of its batch is taken`() async throws {
        try await withHub { hub in
            var configuration = try await hub.configuration()
            configuration.queueAlertsMax = 10
            let client = try CordonClient(configuration)
            try await client.publish(alerts(0..<10))
            let waiting = Task { try await client.publish(alerts(10..<20)) }
            try await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            await #expect(throws: CordonError.self) { try await waiting.value }
            try await client.connect()
            try await client.flush()
            #expect(await hub.texts == texts(0..<10))
            await client.close()
            await #expect { try await client.publish(alerts(0..<1)) } throws: { ($0 as? CordonError)?.code == .closed }
        }
    }

    @Test(arguments: [ProtocolErrorCode.overloaded, .journalFailed, .windowExceeded])
    func `what is refused for now is published again`(code: ProtocolErrorCode) async throws {
        try await withHub { hub in
            await hub.set { $0.refusal = (code, 40) }
            let client = try CordonClient(try await hub.configuration())
            let receipts = await client.receipts()
            try await client.connect()
            try await client.publish(alerts(0..<200))
            let all = try await receipts.first(200)
            #expect(all.map(\.number) == Array(1...200))
            #expect(all.allSatisfy { if case .accepted = $0.outcome { true } else { false } })
            #expect(await Set(hub.texts) == Set(texts(0..<200)))
            await client.close()
        }
    }

    @Test(arguments: [ProtocolErrorCode.schemaRefused, .idConflict, .originNotAllowed])
    func `what is refused for good leaves the outbox, with the reason`(code: ProtocolErrorCode) async throws {
        try await withFolder { folder in
            try await withHub { hub in
                let findings = #"[{"code":"required","pointer":"/tlp","sentence":"é"}]"#
                await hub.set {
                    $0.refusal = (code, 2)
                    $0.report = #"{"publishID":%ID,"code":"x","findings":\#(findings)}"#
                }
                let configuration = try await hub.configuration(outboxPath: folder + "/outbox")
                let client = try CordonClient(configuration)
                let receipts = await client.receipts()
                try await client.connect()
                try await client.publish([OutgoingAlert(Array("{\"bad\":1}".utf8), signature: [1, 2])] + alerts(0..<3))
                let all = try await receipts.first(4)
                for receipt in all.prefix(2) {
                    guard case .refused(let error) = receipt.outcome else {
                        Issue.record("\(receipt)")
                        return
                    }
                    #expect(error.code == .refused(code.rawValue) && error.retry == code.retry)
                    #expect(error.name == code.name && error.hubCode == code)
                    #expect(String(decoding: receipt.findings, as: UTF8.self) == findings)
                }
                #expect(all[2].findings.isEmpty)
                let refused = try await client.refusedAlerts()
                #expect(refused.map(\.number) == [1, 2])
                #expect(refused.first?.alert == OutgoingAlert(Array("{\"bad\":1}".utf8), signature: [1, 2]))
                #expect(refused.first?.reason.hubCode == code && refused.first?.reason.retry == code.retry)
                #expect(refused.first.map { String(decoding: $0.findings, as: UTF8.self) } == findings)
                #expect(refused.first.map { $0.refusedAt > 1_600_000_000_000 } == true)
                await client.close()

                let next = try CordonClient(configuration)
                #expect(try await next.refusedAlerts(after: 1).map(\.number) == [2])
                try await next.clearRefusedAlerts(through: 1)
                #expect(try await next.refusedAlerts().map(\.number) == [2])
                try await next.connect()
                try await next.flush()
                #expect(await hub.publishedCount == 4, "what was refused is not published again")
                await next.close()
            }
        }
    }

    @Test func `what the hub would not take is refused here, and the rest goes`() async throws {
        try await withHub { hub in
            await hub.set {
                $0.limits = SessionLimits(alertBytesMax: 100, publishWindowBytes: 300, pingMilliseconds: 200)
            }
            let client = try CordonClient(try await hub.configuration())
            let receipts = await client.receipts()
            try await client.connect()
            let large = OutgoingAlert([UInt8](repeating: 0x20, count: 101))
            try await client.publish(alerts(0..<50) + [large] + alerts(50..<100) + [large])
            let all = try await receipts.first(102)
            let refused = all.filter {
                if case .refused(let error) = $0.outcome { error.hubCode == .tooLarge } else { false }
            }
            #expect(refused.map(\.number) == [51, 102])
            #expect(await hub.texts == texts(0..<100))
            await client.close()
        }
    }
}

actor Counter {
    private(set) var count = 0

    func add(_ more: Int) { count += more }
}
