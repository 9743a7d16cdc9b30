import Attacks
import CordonClient
import Foundation
import ZeroMQ

/// A hub that runs as a program of its own, with keys, members and data in a scratch folder.
final class TestExchange: @unchecked Sendable {
    // Unchecked: one test uses it; what changes is changed by that test's own task.
    let folder: String
    let hubKeys: CurveKeyPair
    private(set) var keys: [String: CurveKeyPair] = [:]
    private(set) var process: ChildProcess?
    private(set) var endpoint = "tcp://127.0.0.1:0"
    private var starts = 0
    private var settings: String

    /// Writes everything a hub needs. Principals are named like `GT/publisher`; what follows the slash says what they
    /// may: publishers publish everything of their member, desks get everything.
    init(_ principals: [String], settings: String = "") throws {
        self.settings = settings
        folder = FileManager.default.temporaryDirectory.path + "/cordon-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/keys", withIntermediateDirectories: true)
        hubKeys = try CurveKeyPair.generate()
        try writeSecret("hub", hubKeys)
        try writePublic("hub", hubKeys)
        for principal in principals { try makeKeys(principal) }
        try writeMembers(principals)
        try writeConfiguration()
    }

    deinit {
        process = nil
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Files

    private func makeKeys(_ principal: String) throws {
        guard keys[principal] == nil else { return }
        let pair = try CurveKeyPair.generate()
        keys[principal] = pair
        try writeSecret(principal.replacing("/", with: "-"), pair)
    }

    private func writeSecret(_ name: String, _ pair: CurveKeyPair) throws {
        let secret = pair.secretKey.withUnsafeZ85 { String(decoding: $0.prefix(40), as: UTF8.self) }
        let text = "curve\n    public-key = \"\(pair.publicKey.z85)\"\n    secret-key = \"\(secret)\"\n"
        let path = "\(folder)/keys/\(name).key_secret"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private func writePublic(_ name: String, _ pair: CurveKeyPair) throws {
        try "curve\n    public-key = \"\(pair.publicKey.z85)\"\n".write(
            toFile: "\(folder)/keys/\(name).key", atomically: false, encoding: .utf8)
    }

    /// Writes the directory of these principals; the hub reads it at its start and at SIGHUP.
    func writeMembers(_ principals: [String], subscribe: String = ">") throws {
        var members: [String: [String]] = [:]
        for principal in principals {
            try makeKeys(principal)
            let parts = principal.split(separator: "/").map(String.init)
            let role = parts[1].hasPrefix("publisher") ? "publisher" : parts[1].hasPrefix("desk") ? "desk" : "operator"
            let rights =
                switch role {
                case "publisher": ",\"publish\":[\">\"]"
                case "desk": ",\"subscribe\":[\"\(subscribe)\"],\"clearance\":\"RED\""
                default: ""
                }
            members[parts[0], default: []].append(
                """
                {"name":"\(parts[1])","roles":["\(role)"],"keys":[{"public":"\(keys[principal]!.publicKey.z85)"}]\(rights)}
                """)
        }
        let list = members.sorted { $0.key < $1.key }.map {
            "{\"id\":\"\($0)\",\"name\":\"Customs of \($0)\",\"principals\":[\($1.joined(separator: ","))]}"
        }
        try "{\"members\":[\(list.joined(separator: ",\n"))],\"groups\":{}}".write(
            toFile: folder + "/members.jsonc", atomically: true, encoding: .utf8)
    }

    private func writeConfiguration() throws {
        let text = """
            // A hub of a test.
            {
              "name": "test", "listen": ["\(endpoint)"], "dataDirectory": "data",
              "keyFile": "keys/hub.key_secret", "membersFile": "members.jsonc"\(settings)
            }
            """
        try text.write(toFile: folder + "/hub.jsonc", atomically: true, encoding: .utf8)
    }

    var configurationFile: String { folder + "/hub.jsonc" }

    /// What the hub wrote to standard error since its last start.
    var log: String { Self.text(of: logFile) }

    /// How often the hub says since its last start that it cut somebody who misbehaved.
    var cuts: Int { Self.cuts(in: log) }

    private static func text(of file: String) -> String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

    private static func cuts(in log: String) -> Int {
        log.split(separator: "\n").count {
            $0.contains("cut a peer that misbehaved") || $0.contains("cut a connection that sent much")
        }
    }

    /// How often a hub of this exchange, whichever start it had, says that it cut somebody who misbehaved.
    var cutsEver: Int {
        (1...max(1, starts)).reduce(0) { $0 + Self.cuts(in: Self.text(of: "\(folder)/hub-\($1).log")) }
    }

    private var logFile: String { "\(folder)/hub-\(starts).log" }

    // MARK: The hub

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts the hub and waits until it listens; again at the same port after an end.
    func start() async throws {
        starts += 1
        process = try ChildProcess(
            Programs.path("cordond"), ["-c", configurationFile], output: "/dev/null", errors: logFile)
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let found = log.firstMatch(of: /endpoint=(tcp:\/\/[0-9.:]+)/) {
                if endpoint != found.1 {
                    endpoint = String(found.1)
                    try writeConfiguration()
                }
                return
            }
            if let status = process?.exitStatus { throw Failure(description: "the hub ended with \(status): \(log)") }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Failure(description: "the hub does not listen: \(log)")
    }

    /// Waits until the hub wrote something to its log, so many times.
    func waitForLog(_ text: String, times: Int = 1) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while log.ranges(of: text).count < times {
            guard ContinuousClock.now < deadline else {
                throw Failure(description: "the hub never said \(text): \(log)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Ends the hub at once, as a power cut would.
    func kill() {
        process?.signal(SIGKILL)
        _ = process?.wait(within: .seconds(10))
        process = nil
    }

    /// Asks the hub to end; its exit status.
    func terminate() -> Int32? {
        process?.signal(SIGTERM)
        return process?.wait(within: .seconds(20))
    }

    var port: UInt16 { UInt16(endpoint.split(separator: ":").last ?? "") ?? 0 }

    /// The hub as an attacker sees it.
    var attacked: AttackedHub { AttackedHub(endpoint: endpoint, publicKey: hubKeys.publicKey) }

    // MARK: Clients

    /// A client of a principal.
    func client(_ principal: String, outbox: String? = nil) throws -> CordonClient {
        let hub = HubAddress(endpoint: endpoint, publicKey: hubKeys.publicKey)
        var configuration = ClientConfiguration(hub: hub, keys: keys[principal]!, outboxPath: outbox)
        configuration.retryPauseMin = .milliseconds(100)
        configuration.retryPauseMax = .milliseconds(500)
        return try CordonClient(configuration)
    }
}
