import CommandLine
import CordonClient
import ExchangeProtocol

/// `cordon tail`: alerts as they come, with no cursor.
enum TailCommand {
    private static let from = Flag<StartArgument?>(
        "from", help: "Where to begin: latest, the default, or earliest, a position, a time.",
        expecting: "latest, earliest, a position such as 1200, or a time such as 2026-03-14T15:00:00Z",
        accepts: { $0.start != .cursor })

    static let command = Command(
        "tail", summary: "Watch alerts as they come.",
        discussion: """
            The hub keeps nothing of it. A reader that is too slow is told which positions it missed.

            \(ReceivingFlags.formatHelp)
            """,
        group: "Receiving", flags: [from] + ReceivingFlags.all,
        examples: [
            CommandExample("cordon tail --topic '*.drugs.>'", "watch everything about drugs"),
            CommandExample("cordon tail -F '{time} {origin} {kind} {goods.0.category}'", "watch in a form of your own"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let configuration = try HubAccess.configuration(arguments)
        let topics = try ReceivingFlags.checkedTopics(arguments)
        let rule = try ReceivingFlags.checkedRule(arguments)
        let reception = try Reception(arguments, isDurable: false)
        return try await reception.perform(configuration) { client in
            try await client.tail(
                topics: topics.isEmpty ? [">"] : topics, rule: rule, from: arguments[from]?.start ?? .latest,
                options: ReceivingFlags.options(arguments), timeout: ReceivingFlags.answerTimeMax)
        }
    }
}
