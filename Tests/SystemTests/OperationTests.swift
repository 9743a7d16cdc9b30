import AlertSchemas
import CordonClient
import ExchangeProtocol
import Foundation
import TestSupport
import Testing

extension RunningHub {
    /// What an operator does to a hub: end it, change who may come, start it wrongly.
    @Suite(.timeLimit(.minutes(1))) struct Operation {
        @Test func `SIGTERM under load loses no receipt and no alert`() async throws {
            let exchange = try TestExchange(["GT/publisher", "CR/desk"])
            try await exchange.start()
            let publisher = BusyPublisher(try exchange.client("GT/publisher"), origin: "GT")
            let desk = BusyDesk(try exchange.client("CR/desk"))
            try await desk.start("all", topics: [">"])
            try await publisher.start()
            for _ in 0..<2 {
                let before = await publisher.receiptCount
                while await publisher.receiptCount < before + 300 { try await Task.sleep(for: .milliseconds(5)) }
                #expect(exchange.terminate() == 0)
                #expect(exchange.log.contains("ended in order"))
                try await exchange.start()
            }
            try await publisher.finish()
            #expect(await publisher.faults == [])
            let promises = await publisher.promises
            #expect(try await desk.waitFor(promises.count))
            let seen = await desk.alerts
            #expect(seen.count == promises.count)
            #expect(seen.allSatisfy { promises[$0.key] == $0.promise })
            #expect(await desk.faults == [])
            await desk.finish()
        }

        @Test func `SIGHUP lets a new principal in, and puts one that is gone out at once`() async throws {
            let exchange = try TestExchange(["GT/publisher", "CR/desk", "PA/desk"])
            try await exchange.start()
            let gone = try exchange.client("PA/desk")
            try await gone.connect()
            let subscription = try await gone.subscribe("all", from: .latest)
            try exchange.writeMembers(["GT/publisher", "CR/desk", "HN/publisher"])
            let process = try #require(exchange.process)
            process.signal(SIGHUP)
            let deadline = ContinuousClock.now + .seconds(5)
            while !exchange.log.contains("the directory changed"), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            let reloaded = ContinuousClock.now
            // The one who is gone learns it at once, and gets no more in.
            await #expect(throws: CordonError.self) { for try await _ in subscription {} }
            #expect(ContinuousClock.now - reloaded < .seconds(2))
            let new = try exchange.client("HN/publisher")
            let welcome = try await new.connect()
            #expect(welcome.member == "HN")
            let again = try exchange.client("PA/desk")
            await #expect(throws: CordonError.self) { try await again.connect(timeout: .seconds(3)) }
            for client in [gone, new, again] { await client.close() }
            #expect(exchange.terminate() == 0)
        }

        @Test func `SIGHUP takes new schemas in, and refuses one that changed under its name`() async throws {
            let name = "https://cordon.example/schemas/seizure/"
            let exchange = try TestExchange(
                ["GT/publisher", "CR/desk"], settings: ", \"schemas\": {\"directory\": \"schemas\"}")
            let folder = exchange.folder + "/schemas"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try await exchange.start()
            let client = try exchange.client("GT/publisher")
            var receipts = await client.receipts().makeAsyncIterator()
            try await client.connect()
            let alert = String(decoding: AlertDraft(1).with { $0.origin = "GT" }.bytes, as: UTF8.self)
                .replacing(name + "1-0-0", with: name + "1-0-7")
            try await client.publish([OutgoingAlert(Array(alert.utf8))])
            let before = "\(try #require(try await receipts.next()).map(\.outcome))"
            #expect(before.contains("schema-unknown"), "\(before)")
            let schema = String(
                decoding: try #require(AlertSchemas.bytes(of: "alert/seizure.schema.json")), as: UTF8.self
            ).replacing(name + "1-0-0", with: name + "1-0-7")
            try schema.write(toFile: folder + "/seizure.schema.json", atomically: true, encoding: .utf8)
            exchange.process?.signal(SIGHUP)
            try await exchange.waitForLog("new schemas: seizure 1-0-7")
            try await client.publish([OutgoingAlert(Array(alert.utf8))])
            let after = try #require(try await receipts.next()).map(\.outcome)
            guard case .accepted? = after.first else {
                Issue.record("\(after)")
                return
            }
            // The reader of the log has known the schema no more than the hub did at its start.
            let desk = try exchange.client("CR/desk")
            try await desk.connect()
            var events = try await desk.subscribe("all", from: .earliest).makeAsyncIterator()
            guard case .alerts(let replayed)? = try await events.next() else {
                Issue.record("nothing was replayed")
                return
            }
            #expect(replayed.map { String(decoding: $0.alert, as: UTF8.self) } == [alert])
            await desk.close()
            try (schema + " ").write(toFile: folder + "/seizure.schema.json", atomically: true, encoding: .utf8)
            exchange.process?.signal(SIGHUP)
            try await exchange.waitForLog("give what changed a new version")
            // Nor may it come back changed after it was away.
            try FileManager.default.removeItem(atPath: folder + "/seizure.schema.json")
            exchange.process?.signal(SIGHUP)
            try await exchange.waitForLog("alerts of these schemas are refused from now on: seizure 1-0-7")
            try (schema + "  ").write(toFile: folder + "/seizure.schema.json", atomically: true, encoding: .utf8)
            exchange.process?.signal(SIGHUP)
            try await exchange.waitForLog("give what changed a new version", times: 2)
            await client.close()
            #expect(exchange.terminate() == 0)
        }

        @Test func `a directory that cannot be used changes nothing, and the hub says where it is wrong`() async throws
        {
            let exchange = try TestExchange(["GT/publisher"])
            try await exchange.start()
            try "{\"members\":[\n  {\"id\":\"Guatemala\"}]}".write(
                toFile: exchange.folder + "/members.jsonc", atomically: true, encoding: .utf8)
            exchange.process?.signal(SIGHUP)
            let deadline = ContinuousClock.now + .seconds(5)
            while !exchange.log.contains("not taken over"), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(exchange.log.contains("members.jsonc:2:"), "\(exchange.log)")
            let client = try exchange.client("GT/publisher")
            #expect(try await client.connect().member == "GT")
            await client.close()
        }

        @Test func `a second hub on the same folder is refused`() async throws {
            let exchange = try TestExchange(["GT/publisher"])
            try await exchange.start()
            let text = try String(contentsOfFile: exchange.configurationFile, encoding: .utf8)
            try text.replacing(exchange.endpoint, with: "tcp://127.0.0.1:0").write(
                toFile: exchange.folder + "/second.jsonc", atomically: true, encoding: .utf8)
            let result = try Self.run(exchange, ["-c", exchange.folder + "/second.jsonc"])
            #expect(result.status != 0)
            #expect(result.errors.contains("data/log"), "names the folder: \(result.errors)")
            #expect(exchange.process?.exitStatus == nil)
        }

        @Test func `a port that is taken is named`() async throws {
            let exchange = try TestExchange(["GT/publisher"])
            try await exchange.start()
            let text = try String(contentsOfFile: exchange.configurationFile, encoding: .utf8)
            try text.replacing("\"data\"", with: "\"other\"").write(
                toFile: exchange.folder + "/second.jsonc", atomically: true, encoding: .utf8)
            let result = try Self.run(exchange, ["-c", exchange.folder + "/second.jsonc"])
            #expect(result.status != 0)
            #expect(result.errors.contains(exchange.endpoint), "\(result.errors)")
        }

        static let configurationErrors: [(change: (old: String, new: String), place: String)] = [
            (("\"name\": \"test\"", "\"name\": \"\""), "hub.jsonc:3:"),
            (("\"listen\"", "\"lisen\""), "hub.jsonc:3:"),
            (("\"data\"", "\"data\" 1"), "hub.jsonc:3:"),
            (("\"members.jsonc\"", "\"nowhere.jsonc\""), "nowhere.jsonc"),
            (("\"data\"", "\"members.jsonc\""), "members.jsonc is a file, and a folder is needed"),
            (("\"data\"", "\"members.jsonc/data\""), "members.jsonc/data: Not a directory"),
            (("keys/hub.key_secret", "keys/nobody.key_secret"), "nobody.key_secret"),
            (("keys/hub.key_secret", "keys/hub.key"), "hub.key_secret"),
            (("tcp://127.0.0.1:0", "tcp://127.0.0.1:65536"), "hub.jsonc:3:"),
            (("\"listen\": [", "\"listen\": [\"tcp://127.0.0.1:0\", "), "hub.jsonc:3:"),
        ]

        @Test(arguments: configurationErrors.indices)
        func `check-config names the place of what is wrong`(index: Int) throws {
            let row = Self.configurationErrors[index]
            let exchange = try TestExchange(["GT/publisher"])
            #expect(try Self.run(exchange, ["check-config", "-c", exchange.configurationFile]).status == 0)
            let text = try String(contentsOfFile: exchange.configurationFile, encoding: .utf8)
            try text.replacing(row.change.old, with: row.change.new).write(
                toFile: exchange.configurationFile, atomically: true, encoding: .utf8)
            let result = try Self.run(exchange, ["check-config", "-c", exchange.configurationFile])
            #expect(result.status != 0)
            #expect(result.errors.contains(row.place), "\(result.errors)")
        }

        @Test func `a data directory that cannot be made is named with the system's reason`() throws {
            let exchange = try TestExchange(["GT/publisher"])
            let text = try String(contentsOfFile: exchange.configurationFile, encoding: .utf8)
            try text.replacing("\"data\"", with: "\"/proc/nowhere\"").write(
                toFile: exchange.configurationFile, atomically: true, encoding: .utf8)
            let result = try Self.run(exchange, ["-c", exchange.configurationFile])
            #expect(result.status != 0)
            #expect(
                result.errors.contains("the data directory /proc/nowhere cannot be made: No such file or directory"),
                "\(result.errors)")
        }

        @Test func `a secret key that others can read is refused`() throws {
            let exchange = try TestExchange(["GT/publisher"])
            chmod(exchange.folder + "/keys/hub.key_secret", 0o644)
            let result = try Self.run(exchange, ["check-config", "-c", exchange.configurationFile])
            #expect(result.status != 0)
            #expect(result.errors.contains("hub.key_secret"), "\(result.errors)")
        }

        @Test(.enabled(if: SmallDisk.isPossible, "no file system can be mounted here"))
        func `a full disk refuses what does not fit, keeps what was promised, and lets the hub go on later`()
            async throws
        {
            let exchange = try TestExchange(["GT/publisher", "CR/desk"])
            try FileManager.default.createDirectory(
                atPath: exchange.folder + "/data", withIntermediateDirectories: true)
            let disk = try SmallDisk(at: exchange.folder + "/data", megabytes: 4)
            defer { disk.unmount() }
            try await exchange.start()
            let publisher = BusyPublisher(try exchange.client("GT/publisher"), origin: "GT", narrativeBytes: 2_000)
            try await publisher.start()
            let process = try #require(exchange.process)
            let deadline = ContinuousClock.now + .seconds(40)
            while process.exitStatus == nil, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(process.exitStatus != nil, "a hub whose journal has failed ends, to be started anew")
            #expect(exchange.log.contains("journal failed"), "\(exchange.log.suffix(1_000))")
            try disk.grow(megabytes: 96)
            try await exchange.start()
            try await publisher.finish()
            #expect(await publisher.faults == [])
            let promises = await publisher.promises
            let desk = BusyDesk(try exchange.client("CR/desk"))
            try await desk.start("all", topics: [">"])
            #expect(try await desk.waitFor(promises.count))
            #expect(await desk.alerts.allSatisfy { promises[$0.key] == $0.promise })
            await desk.finish()
            #expect(exchange.terminate() == 0)
        }

        private static func run(
            _ exchange: TestExchange, _ arguments: [String]
        ) throws -> (status: Int32?, errors: String) {
            let file = "\(exchange.folder)/run-\(UUID().uuidString).log"
            let process = try ChildProcess(Programs.path("cordond"), arguments, output: file, errors: file)
            let status = process.wait(within: .seconds(20))
            return (status, (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
        }
    }
}
