import CordonClient
import ExchangeProtocol
import Glibc

/// Appends the alerts of a durable subscription to a file, each exactly once whatever crashes.
///
///     example-desk ENDPOINT HUB.key OWN.key_secret FILE NAME [TOPIC...]
@main struct Desk {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count >= 6 else {
            complain("usage: \(arguments[0]) ENDPOINT HUB.key OWN.key_secret FILE NAME [TOPIC...]")
            exit(64)
        }
        do {
            let hub = try HubAddress(endpoint: arguments[1], publicKeyFile: arguments[2])
            let client = try CordonClient(ClientConfiguration(hub: hub, keyFile: arguments[3]))
            let topics = arguments.count > 6 ? Array(arguments[6...]) : [">"]
            try await client.connect()
            try await record(client, in: AlertFile(path: arguments[4]), name: arguments[5], topics: topics)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    static func record(_ client: CordonClient, in file: AlertFile, name: String, topics: [String]) async throws {
        // The file says where to go on; an empty one begins with the earliest alert that the hub keeps.
        let subscription = try await client.subscribe(name, topics: topics, from: .earliest, store: file)
        for try await event in subscription {
            guard case .alerts(let alerts) = event, let last = alerts.last else { continue }
            try await file.append(alerts)
            await subscription.confirm(through: last.position)
        }
    }

    static func complain(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
