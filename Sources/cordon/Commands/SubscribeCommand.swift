import CommandLine
import CordonClient
import ExchangeProtocol
import JSONDocument
import Synchronization

/// `cordon subscribe`: a durable subscription, printed.
enum SubscribeCommand {
    private static let name = Positional<String>(
        "NAME", help: "The subscription's name among your own.",
        expecting: "a name of 1 to \(ProtocolLimits.subscriptionNameBytesMax) bytes",
        accepts: { (1...ProtocolLimits.subscriptionNameBytesMax).contains($0.utf8.count) })
    private static let from = Flag<StartArgument?>(
        "from", help: "Where to begin: cursor, behind what was confirmed last, or earliest, latest, a position, a time."
    )
    private static let cursor = Flag<FileArgument?>(
        "cursor", help: "Keep the position in this file as well, and begin behind it.")
    private static let forget = Flag<Bool>("forget", help: "Delete the subscription and its cursor at the hub.")

    static let command = Command(
        "subscribe", summary: "Receive alerts by a durable subscription, none lost.",
        discussion: """
            The hub keeps the subscription under its name, with a cursor. An alert is confirmed once it is written out: \
            in the file where output goes to a file, with the reader of a pipe else. Whatever ends the program, the next \
            one goes on behind the last confirmed alert. Without --topic and --where a known subscription keeps its own.

            \(ReceivingFlags.formatHelp)
            """,
        group: "Receiving", flags: [from, cursor, forget] + ReceivingFlags.all, positionals: [name],
        examples: [
            CommandExample(
                "cordon subscribe desk --topic 'seizure.drugs.>' >> alerts.jsonl", "collect alerts in a file"),
            CommandExample(
                "cordon subscribe desk --where 'tlp != \"RED\" && goods.exists(g, g.category == \"drugs.cocaine\")'",
                "receive what a rule asks for"),
            CommandExample(
                "cordon subscribe desk --rules rules.tsv --why", "receive what any of a file's rules asks for"),
            CommandExample("cordon subscribe desk --from earliest", "begin anew with all that the hub keeps"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let configuration = try HubAccess.configuration(arguments)
        if arguments[forget] { return try await forget(arguments, configuration) }
        let topics = try ReceivingFlags.checkedTopics(arguments)
        let rule = try ReceivingFlags.checkedRule(arguments)
        let store = arguments[cursor].map { FileCursorStore(path: $0.path) }
        let reception = try Reception(arguments, isDurable: true, cursor: store)
        let isAsked = !topics.isEmpty || ReceivingFlags.givesRules(arguments)
        let name = arguments[name]
        return try await reception.perform(configuration) { client in
            var (topics, rule) = (topics, rule)
            if !isAsked, let filed = try await FiledSubscription.named(name, at: client) {
                (topics, rule) = (filed.topics, filed.rule)
            }
            return try await client.subscribe(
                name, topics: topics.isEmpty ? [">"] : topics, rule: rule, from: arguments[from]?.start ?? .cursor,
                options: ReceivingFlags.options(arguments), store: store, timeout: ReceivingFlags.answerTimeMax,
                onWait: WaitNote(arguments.console, "the subscription \(Terminal.safe(name))").note)
        }
    }

    private static func forget(
        _ arguments: ParsedArguments, _ configuration: ClientConfiguration
    ) async throws -> ExitCode {
        let name = arguments[name]
        do {
            let client = try CordonClient(configuration)
            try await client.connect(timeout: ReceivingFlags.answerTimeMax)
            guard let filed = try await FiledSubscription.named(name, at: client) else {
                throw CommandFailure(.noInput, "there is no subscription \(Terminal.safe(name)) at the hub")
            }
            let subscription = try await client.subscribe(
                name, topics: filed.topics, rule: filed.rule, timeout: ReceivingFlags.answerTimeMax)
            let isForgotten = await subscription.end(forget: true)
            await client.close()
            guard isForgotten else { throw CommandFailure(.unavailable, "the hub could not be told to forget it") }
        } catch let error as CordonError {
            throw CommandFailure(error)
        }
        arguments.console.note("\(Terminal.safe(name)) is forgotten")
        return .ok
    }
}

/// Tells the person at the terminal, once, why something takes so long.
private final class WaitNote: Sendable {
    private let console: Console
    private let subject: String
    private let isTold = Mutex(false)

    init(_ console: Console, _ subject: String) {
        self.console = console
        self.subject = subject
    }

    func note(_ reason: CordonError) {
        let isFirst = isTold.withLock { isTold in
            defer { isTold = true }
            return !isTold
        }
        if isFirst { console.note("waiting for \(subject): \(Terminal.safe(reason.text))") }
    }
}

/// What the hub keeps of a subscription.
struct FiledSubscription {
    let topics: [String]
    let rule: String

    /// The caller's subscription of this name; nil where the hub has none.
    static func named(_ name: String, at client: CordonClient) async throws(CordonError) -> FiledSubscription? {
        let welcome = try await client.connect()
        let answer = try await client.request("subscriptions", timeout: ReceivingFlags.answerTimeMax)
        guard let document = try? JSONDocument(parsing: answer, limits: JSONLimits(bytesMax: answer.count)),
            document.root.kind == .array
        else { return nil }
        for entry in document.root.elements where entry["name"]?.string == name {
            guard entry["principal"]?.string == "\(welcome.member)/\(welcome.principal)" else { continue }
            let topics = entry["topics"]?.elements.compactMap { $0.string } ?? []
            return FiledSubscription(topics: topics, rule: entry["rule"]?.string ?? "")
        }
        return nil
    }
}
