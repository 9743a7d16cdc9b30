internal import Foundation
internal import Trust

/// A hub in a process of its own, with keys for as many clients as a measurement wants.
final class HubProcess {
    /// Where it listens.
    let endpoint: String
    /// Its public key.
    let key: TransportKey
    /// Keys of its clients, by the names of their principals.
    let clients: [String: TransportKeyPair]
    private let process = Process()
    private let folder: ScratchFolder

    /// Starts the hub that lies beside this program, with one publisher of GT and `desks` desks of CR.
    init(desks: Int) throws {
        folder = try ScratchFolder("hub")
        let hub = TransportKeyPair.generate()
        key = hub.publicKey
        try KeyFile.write(hub, inFolder: folder.path, name: "hub")
        var clients = ["publisher": TransportKeyPair.generate()]
        for desk in 0..<desks { clients["desk-\(desk)"] = .generate() }
        self.clients = clients
        try Self.write(Self.directory(clients), to: folder.path + "/members.jsonc")
        try Self.write(
            """
            {"name": "bench", "listen": ["tcp://127.0.0.1:0"], "dataDirectory": "data",
             "keyFile": "hub.key_secret", "membersFile": "members.jsonc"}
            """, to: folder.path + "/hub.jsonc")
        process.terminationHandler = { [hasEnded] _ in hasEnded.signal() }
        endpoint = try Self.start(process, folder.path)
    }

    private let hasEnded = DispatchSemaphore(value: 0)
    private static let endSecondsMax = 10.0

    deinit {
        process.terminate()
        // A hub that does not drain must not hold up what measures it.
        if hasEnded.wait(timeout: .now() + Self.endSecondsMax) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            hasEnded.wait()
        }
    }

    /// The hub's program: beside this one, or where `CORDON_BIN` says.
    private static var program: URL {
        if let folder = ProcessInfo.processInfo.environment["CORDON_BIN"] {
            return URL(fileURLWithPath: folder).appending(path: "cordond")
        }
        return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "cordond")
    }

    private static func start(_ process: Process, _ folder: String) throws -> String {
        let output = Pipe()
        process.executableURL = program
        process.arguments = ["-c", folder + "/hub.jsonc"]
        process.standardError = output
        do {
            try process.run()
        } catch {
            throw MeasureFailure("\(program.path) cannot be started: build it first")
        }
        var text = ""
        let mark = "endpoint="
        while !text.contains(mark) {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw MeasureFailure("the hub did not start: \(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
        // What the hub says later is read and dropped, or it would wait for a full pipe one day.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        let start = text.range(of: mark)!.upperBound
        return String(text[start...].prefix { !$0.isWhitespace })
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func directory(_ clients: [String: TransportKeyPair]) -> String {
        let publisher = clients["publisher"]!.publicKey.z85.jsonEscaped
        let desks = clients.filter { $0.key != "publisher" }.sorted { $0.key < $1.key }.map {
            """
            {"name": "\($0.key)", "roles": ["desk"], "subscribe": [">"], "clearance": "RED",
             "keys": [{"public": "\($0.value.publicKey.z85.jsonEscaped)"}]}
            """
        }
        return """
            {"members": [
              {"id": "GT", "name": "Guatemala", "principals": [
                {"name": "publisher", "roles": ["publisher"], "publish": [">"], "keys": [{"public": "\(publisher)"}]}]},
              {"id": "CR", "name": "Costa Rica", "principals": [\(desks.joined(separator: ",\n"))]}]}
            """
    }
}

extension String {
    /// The characters of Z85 contain neither a quote nor a backslash; this keeps it true should that change.
    fileprivate var jsonEscaped: String {
        replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    }
}
