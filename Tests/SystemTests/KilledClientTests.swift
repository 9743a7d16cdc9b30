import Foundation
import TestSupport
import Testing

extension RunningHub {
    /// The example programs are killed again and again: what a publisher put into its outbox is recorded once, and a
    /// desk's file holds each alert once.
    @Suite(.timeLimit(.minutes(10))) struct KilledClients {
        @Test func `a killed publisher goes on from its outbox, a killed desk from its cursor`() async throws {
            let exchange = try TestExchange(["GT/publisher", "CR/desk", "NL/desk"])
            try await exchange.start()
            var random = SeededGenerator(seed: Kills.seed)
            let count = 400 * Kills.cycles
            let file = exchange.folder + "/alerts"
            let deskFile = DeskFile(path: exchange.folder + "/desk.file")
            var next = 1
            for _ in 0..<Kills.cycles {
                let share = next..<min(next + count / Kills.cycles, count + 1)
                let text = share.map { String(decoding: AlertDraft($0).bytes, as: UTF8.self) + "\n" }.joined()
                try text.write(toFile: file, atomically: true, encoding: .utf8)
                let publisher = try Self.publisher(exchange, input: file)
                let desk = try Self.desk(exchange, deskFile)
                let outbox = exchange.folder + "/outbox"
                // Everything of the share is safe in the outbox before the kill, or it would be the feeder's to repeat.
                let deadline = ContinuousClock.now + .seconds(10)
                while !Self.log(exchange).contains(" accepted "), ContinuousClock.now < deadline { usleep(1_000) }
                #expect(FileManager.default.fileExists(atPath: outbox))
                try await Task.sleep(for: .microseconds(Int64.random(in: 0..<200_000, using: &random)))
                publisher.signal(SIGKILL)
                desk.signal(SIGKILL)
                _ = (publisher.wait(within: .seconds(5)), desk.wait(within: .seconds(5)))
                next = share.upperBound
            }
            // What a killed publisher had not read of its input comes again, with everything else.
            let all = (1...count).map { String(decoding: AlertDraft($0).bytes, as: UTF8.self) + "\n" }.joined()
            try all.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try Self.publisher(exchange, input: file).wait(within: .seconds(60)) == 0, "\(Self.log(exchange))")
            let desk = try Self.desk(exchange, deskFile)
            let auditor = BusyDesk(try exchange.client("NL/desk"), confirms: false)
            try await auditor.start("audit", topics: [">"])
            #expect(try await auditor.waitFor(count))
            let log = await auditor.alerts
            #expect(log.count == count && Set(log.map(\.key)).count == count, "recorded once each")
            let deadline = ContinuousClock.now + .seconds(20)
            while try deskFile.positions().count < count, ContinuousClock.now < deadline { usleep(20_000) }
            #expect(try deskFile.positions() == log.map(\.promise.position))
            desk.signal(SIGKILL)
            await auditor.finish()
            print("\(Kills.cycles) kills of a publisher and a desk: \(count) alerts, each recorded and filed once")
        }

        private static func log(_ exchange: TestExchange) -> String {
            (try? String(contentsOfFile: exchange.folder + "/publisher.log", encoding: .utf8)) ?? ""
        }

        private static func publisher(_ exchange: TestExchange, input: String) throws -> ChildProcess {
            let log = exchange.folder + "/publisher.log"
            try? FileManager.default.removeItem(atPath: log)
            return try ChildProcess(
                Programs.path("example-publisher"),
                [
                    exchange.endpoint, exchange.folder + "/keys/hub.key",
                    exchange.folder + "/keys/GT-publisher.key_secret", exchange.folder + "/outbox",
                ], output: log, errors: log, input: input)
        }

        private static func desk(_ exchange: TestExchange, _ file: DeskFile) throws -> ChildProcess {
            try ChildProcess(
                Programs.path("example-desk"),
                [
                    exchange.endpoint, exchange.folder + "/keys/hub.key", exchange.folder + "/keys/CR-desk.key_secret",
                    file.path, "all",
                ], output: exchange.folder + "/desk.log", errors: exchange.folder + "/desk.log")
        }
    }
}

/// The file that the example desk appends to: a line with epoch, position and length before each alert.
struct DeskFile {
    let path: String

    /// The positions of the whole entries, in order.
    func positions() throws -> [UInt64] {
        guard let bytes = FileManager.default.contents(atPath: path).map({ [UInt8]($0) }) else { return [] }
        var positions: [UInt64] = []
        var at = 0
        while let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: bytes[at..<end], as: UTF8.self).split(separator: " ")
            guard words.count == 3, let position = UInt64(words[1]), let length = Int(words[2]),
                end + length + 2 <= bytes.count
            else { break }
            positions.append(position)
            at = end + length + 2
        }
        return positions
    }
}
