import Foundation
import JSONDocument
import Testing

/// Publishing on one side and subscribing on the other, by the programs themselves.
@Suite(.serialized) struct DeliveryTests {
    private func positions(_ text: String) throws -> [Int64] {
        try text.split(separator: "\n").map { line in
            let document = try JSONDocument(parsing: Array(line.utf8), limits: JSONLimits(bytesMax: line.utf8.count))
            return document.root["position"]?.integer ?? -1
        }
    }

    @Test func whatWasPublishedArrivesByteByByte() async throws {
        let exchange = try await Exchange()
        let alerts = try await exchange.alerts(20)
        let published = try await exchange.run(["publish"], as: "gt-enforcement", input: alerts)
        #expect(published.code == 0)
        let arguments = ["subscribe", "desk", "--from", "earliest", "--timeout", "300ms"]
        let raw = try await exchange.run(arguments + ["--raw"], as: "gt-desk")
        let received = Set(raw.lines)
        // RED and AMBER alerts of GT name recipients, of which GT is none.
        #expect(received.isSubset(of: Set(alerts.split(separator: "\n").map(String.init))))
        #expect(!received.isEmpty && received.count == raw.lines.count)
        let asJSON = try await exchange.run(arguments, as: "gt-desk")
        #expect(asJSON.lines.count == raw.lines.count)
        for (line, alert) in zip(asJSON.lines, raw.lines) { #expect(line.hasSuffix("\"alert\":\(alert)}")) }
        let leaves = published.lines.compactMap { $0.split(separator: "\"leaf\":\"").last?.prefix(64) }
        for line in asJSON.lines {
            let leaf = try #require(line.split(separator: "\"leaf\":\"").last?.prefix(64))
            #expect(leaves.contains(leaf))
        }
    }

    @Test func templatesShowFieldsOfAlertAndDelivery() async throws {
        let exchange = try await Exchange()
        _ = try await exchange.run(["publish"], as: "gt-enforcement", input: try await exchange.alerts(5))
        let done = try await exchange.run(
            [
                "tail", "--from", "earliest", "--count", "1", "-F",
                "[{position:>4}] {origin:<3}|{sender}|{reason}|{nothing.at.all}|{alert.messageType:.2}|{topics}",
            ], as: "gt-desk")
        #expect(done.code == 0)
        let line = try #require(done.lines.first)
        #expect(
            line.wholeMatch(of: /\[ +\d+\] GT \|GT\/enforcement\|match\|\|a…?l?\|[a-z]+\.[a-z]+\.[a-z-]+\.GT.*/) != nil,
            "\(line)")
    }

    @Test func countConfirmsWhatItPrintedAndNoMore() async throws {
        let exchange = try await Exchange()
        _ = try await exchange.run(["publish"], as: "gt-enforcement", input: try await exchange.alerts(30))
        let all = try await exchange.run(["tail", "--from", "earliest", "--timeout", "300ms"], as: "gt-desk")
        var seen: [Int64] = []
        for (number, start) in ["earliest", "cursor", "cursor"].enumerated() {
            let done = try await exchange.run(
                ["subscribe", "desk", "--from", start, "--count", "\(number + 1)"], as: "gt-desk")
            #expect(done.code == 0)
            seen += try positions(done.output)
        }
        #expect(seen.count == 6)
        #expect(seen == Array(try positions(all.output).prefix(6)))
    }

    @Test func aReaderThatLeavesEndsTheSubscriberQuietly() async throws {
        let exchange = try await Exchange()
        _ = try await exchange.run(["publish"], as: "gt-enforcement", input: try await exchange.alerts(50))
        for arguments in [["tail", "--from", "earliest"], ["subscribe", "desk", "--from", "earliest"]] {
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/bin/bash")
            let command =
                "\(exchange.program) --context \(exchange.context("gt-desk")) \(arguments.joined(separator: " "))"
            shell.arguments = ["-c", "\(command) 2>\(exchange.path("err")) | head -1; echo ${PIPESTATUS[0]}"]
            let output = Pipe()
            shell.standardOutput = output
            try shell.run()
            _ = try await exchange.end(of: shell)
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            #expect(text.split(separator: "\n").count == 2)
            #expect(text.hasSuffix("\n0\n"))
            #expect(exchange.text(of: "err") == "")
        }
    }

    @Test func aSubscriberThatIsKilledLosesNothing() async throws {
        let exchange = try await Exchange()
        let subscribe = ["--context", exchange.context("gt-desk"), "subscribe", "desk"]
        var desk = try exchange.start(subscribe, output: "received", appending: true)
        try await exchange.wait("the subscription does not open") {
            try await exchange.run(["status", "--subscriptions", "--json"], as: "gt-desk").output.contains("desk")
        }
        let alerts = try await exchange.alerts(600).split(separator: "\n")
        let input = Pipe()
        let publisher = try exchange.start(
            ["--context", exchange.context("gt-enforcement"), "publish", "-"], input: input)
        for (number, alert) in alerts.enumerated() {
            try input.fileHandleForWriting.write(contentsOf: Data("\(alert)\n".utf8))
            if number % 150 == 149 {
                try await exchange.wait("nothing arrives") { !exchange.text(of: "received").isEmpty }
                kill(desk.processIdentifier, SIGKILL)
                _ = try await exchange.end(of: desk)
                desk = try exchange.start(subscribe, output: "received", appending: true)
            }
        }
        try input.fileHandleForWriting.close()
        #expect(try await exchange.end(of: publisher) == 0)
        let expected = try positions(
            try await exchange.run(["tail", "--from", "earliest", "--timeout", "500ms"], as: "gt-desk").output)
        #expect(expected.count > 100)
        // A hub that takes a dead connection for a living one finds out by its silence, after 15 s.
        try await exchange.wait("not everything arrives", within: .seconds(20)) {
            (try? Set(positions(exchange.text(of: "received")))) == Set(expected)
        }
        kill(desk.processIdentifier, SIGINT)
        #expect(try await exchange.end(of: desk) == 130)
        var seen: Set<Int64> = []
        for line in exchange.text(of: "received").split(separator: "\n") {
            let position = try #require(try positions(String(line)).first)
            #expect(seen.insert(position).inserted || line.contains("\"redelivered\":true"))
        }
        #expect(seen == Set(expected))
        let more = try await exchange.run(["subscribe", "desk", "--timeout", "300ms"], as: "gt-desk")
        #expect(more.output == "", "what was confirmed comes no more")
    }

    @Test func anOutboxKeepsAlertsWhileTheHubIsAway() async throws {
        let exchange = try await Exchange(startsHub: false)
        let text = try await exchange.alerts(40)
        let alerts = try exchange.write(text, to: "alerts.jsonl")
        let outbox = ["--outbox", exchange.path("outbox.sqlite")]
        let away = try await exchange.run(["publish", alerts, "--timeout", "300ms"] + outbox, as: "gt-enforcement")
        #expect(away.code == 69)
        #expect(away.errors.contains("40 without a receipt are kept in"))
        try await exchange.startHub()
        let sent = try await exchange.run(["publish"] + outbox, as: "gt-enforcement", input: "")
        #expect(sent.code == 0)
        #expect(sent.lines.count == 40)
        #expect(sent.lines.allSatisfy { $0.contains("\"outcome\":\"accepted\"") })
        for (line, alert) in zip(sent.lines, text.split(separator: "\n")) {
            let document = try JSONDocument(parsing: Array(alert.utf8))
            let id = try #require(document.root["id"]?.string)
            #expect(line.contains("\"id\":\"\(id)\""), "a receipt says whose it is, though its file is not at hand")
        }
        let again = try await exchange.run(["publish", alerts] + outbox, as: "gt-enforcement")
        #expect(again.code == 0)
        #expect(again.lines.count == 40)
        #expect(again.lines.allSatisfy { $0.contains("\"outcome\":\"duplicate\"") })
    }

    @Test func bothSidesGoOnWhenTheHubIsKilled() async throws {
        let exchange = try await Exchange()
        let desk = try exchange.start(
            ["--context", exchange.context("gt-desk"), "subscribe", "desk", "--from", "earliest"], output: "received")
        let alerts = try await exchange.alerts(200).split(separator: "\n")
        let input = Pipe()
        let publisher = try exchange.start(
            ["--context", exchange.context("gt-enforcement"), "publish", "-"], input: input)
        for (number, alert) in alerts.enumerated() {
            try input.fileHandleForWriting.write(contentsOf: Data("\(alert)\n".utf8))
            guard number == 100 else { continue }
            try await exchange.wait("nothing arrives") { !exchange.text(of: "received").isEmpty }
            try await exchange.killHub()
            try await exchange.startHub()
        }
        try input.fileHandleForWriting.close()
        #expect(try await exchange.end(of: publisher) == 0)
        #expect(exchange.text(of: "out").split(separator: "\n").count == 200)
        let expected = try positions(
            try await exchange.run(["tail", "--from", "earliest", "--timeout", "500ms"], as: "gt-desk").output)
        try await exchange.wait("not everything arrives") {
            (try? Set(positions(exchange.text(of: "received")))) == Set(expected)
        }
        #expect(try positions(exchange.text(of: "received")) == expected, "each once, in order")
        kill(desk.processIdentifier, SIGTERM)
        #expect(try await exchange.end(of: desk) == 0)
    }

    @Test func whoeverFindsASubscriptionOpenElsewhereIsToldAndTakesItOver() async throws {
        let exchange = try await Exchange()
        let arguments = ["--context", exchange.context("gt-desk"), "subscribe", "desk", "--from", "earliest"]
        let first = try exchange.start(arguments, output: "first")
        _ = try await exchange.run(["publish"], as: "gt-enforcement", input: try await exchange.alerts(20))
        try await exchange.wait("nothing comes") { !exchange.text(of: "first").isEmpty }
        let second = try exchange.start(arguments, output: "second")
        try await exchange.wait("nothing is said") { exchange.text(of: "second.err").contains("waiting for") }
        #expect(exchange.text(of: "second.err").contains("the subscription desk: "))
        #expect(exchange.text(of: "second.err").contains("open in another session"))
        first.interrupt()
        _ = try await exchange.end(of: first)
        try await exchange.wait("it is not taken over") { !exchange.text(of: "second").isEmpty }
        second.terminate()
        #expect(try await exchange.end(of: second) == 0)
    }
}
