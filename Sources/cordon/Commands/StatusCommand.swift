import CommandLine
import CordonClient
import JSONDocument

/// `cordon status`: what a hub says of itself.
enum StatusCommand {
    private static let sessions = Flag<Bool>("sessions", help: "Who is connected.")
    private static let subscriptions = Flag<Bool>("subscriptions", help: "What is subscribed, and who is behind.")
    private static let refusals = Flag<Bool>("refusals", help: "What was refused lately, and why.")
    private static let json = Flag<Bool>("json", help: "Print the hub's answer as JSON; of lists, an object a line.")
    private static let limit = Flag<Int>(
        "limit", value: "N", default: 20, help: "At most so many refusals.", expecting: "a whole number from 1 to 500",
        accepts: { (1...500).contains($0) })
    private static let timeout = Flag<Duration>(
        "timeout", default: .seconds(10), help: "How long to wait for the hub.")

    static let command = Command(
        "status", summary: "Show what a hub says of itself.",
        discussion: """
            Operators see every session, subscription and refusal; everybody else sees their own. Exit code 69 says that \
            the hub is away.
            """,
        group: "Operating", flags: [sessions, subscriptions, refusals, json, limit, timeout],
        examples: [
            CommandExample("cordon status", "see the hub at a glance"),
            CommandExample(
                "cordon status --refusals --json | jq -r .code | sort | uniq -c", "count reasons of refusal"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let lists = [(sessions, "sessions"), (subscriptions, "subscriptions"), (refusals, "refusals")]
        let wished = lists.filter { arguments[$0.0] }.map(\.1)
        guard wished.count <= 1 else {
            throw UsageError(
                command: "cordon status", message: "--\(wished[0]) and --\(wished[1]) exclude each other",
                help: "ask for one list at a time")
        }
        let verb = wished.first ?? "status"
        let argument = verb == "refusals" ? "{\"limit\": \(arguments[limit])}" : "{}"
        let answer = try await ask(verb, Array(argument.utf8), arguments)
        var document = JSONDocument(limits: JSONLimits(bytesMax: max(1, answer.count)))
        guard (try? document.parse(answer)) != nil else {
            throw CommandFailure(.unavailable, "the hub's answer to \(verb) is not JSON")
        }
        let console = arguments.console
        if arguments[json] {
            for element in document.root.kind == .array ? Array(document.root.elements) : [document.root] {
                var writer = JSONWriter()
                writer.value(element)
                try console.print(writer.text)
            }
            return .ok
        }
        let root = document.root
        let text =
            switch verb {
            case "sessions": StatusLists.sessions(root, on: console.outputTerminal)
            case "subscriptions": StatusLists.subscriptions(root, on: console.outputTerminal)
            case "refusals": StatusLists.refusals(root, on: console.outputTerminal)
            default: StatusSummary(root, terminal: console.outputTerminal).text
            }
        try console.print(text)
        return .ok
    }

    private static func ask(
        _ verb: String, _ argument: [UInt8], _ arguments: ParsedArguments
    ) async throws -> [UInt8] {
        let configuration = try HubAccess.configuration(arguments)
        do throws(CordonError) {
            let client = try CordonClient(configuration)
            try await client.connect(timeout: arguments[timeout])
            let answer = try await client.request(verb, argument, timeout: arguments[timeout])
            await client.close()
            return answer
        } catch {
            throw CommandFailure(error)
        }
    }
}
