import CordonClient
import Glibc

/// Publishes alerts from standard input, one JSON text a line, and prints what became of each.
///
///     example-publisher ENDPOINT HUB.key OWN.key_secret OUTBOX < alerts.jsonl
///
/// What was read is in the outbox before it is sent: kill the program, start it again, and it goes on.
@main struct Publisher {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 5 else {
            complain("usage: \(arguments[0]) ENDPOINT HUB.key OWN.key_secret OUTBOX < alerts.jsonl")
            exit(64)
        }
        do {
            let hub = try HubAddress(endpoint: arguments[1], publicKeyFile: arguments[2])
            let configuration = try ClientConfiguration(hub: hub, keyFile: arguments[3], outboxPath: arguments[4])
            try await publish(CordonClient(configuration))
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    static func publish(_ client: CordonClient) async throws {
        // Asked for first, so that the receipts of what an earlier run left in the outbox are printed too.
        let receipts = await client.receipts()
        let printing = Task {
            for try await batch in receipts {
                for receipt in batch { print(describe(receipt)) }
                fflush(nil)
            }
        }
        do throws(CordonError) {
            try await client.connect()
        } catch {
            guard error.code == .hubAway else { throw error }
            complain("\(error); alerts wait in the outbox")
        }
        var input = LineReader()
        while let lines = input.next() {
            try await client.publish(lines.map { OutgoingAlert($0) })
        }
        try await client.flush(timeout: .seconds(3_600))
        await client.close()
        try await printing.value
    }

    static func describe(_ receipt: AlertReceipt) -> String {
        switch receipt.outcome {
        case .accepted(let position, let leafHash): "\(receipt.number) accepted \(position) \(leafHash)"
        case .duplicate(let position, let leafHash): "\(receipt.number) duplicate \(position) \(leafHash)"
        case .refused(let error):
            "\(receipt.number) refused \(error) \(String(decoding: receipt.findings, as: UTF8.self))"
        }
    }

    static func complain(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
