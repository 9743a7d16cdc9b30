import CommandLine
import CordonClient
import Glibc

/// `cordon publish`: hands alerts to a hub, and tells of each what became of it.
enum PublishCommand {
    private static let files = Positional<[FileArgument]>(
        "FILE", help: "Alerts as JSON, JSON Lines or a JSON array; - or nothing for standard input.")
    private static let outbox = Flag<FileArgument?>(
        "outbox", help: "Keep alerts in this file until they have their receipt, over losses and restarts.")
    private static let timeout = Flag<Duration>(
        "timeout", default: .seconds(30), help: "How long to wait for the hub, and for a receipt, before giving up.")
    private static let quiet = Flag<Bool>("quiet", short: "q", help: "Print nothing but errors.")
    private static let json = Flag<Bool>("json", help: "Print receipts as JSON Lines, on a terminal too.")

    static let command = Command(
        "publish", summary: "Publish alerts, and print a receipt for each.",
        discussion: """
            Alerts from a stream are published as they come. Publishing the same file again is safe: what the hub has \
            already is answered as a duplicate. A receipt that says accepted means that the alert is on the hub's disk.

            Exit codes: 0 everything is at the hub; 65 something was refused; 66 no alerts; 69 the hub is away; 77 the \
            key is unknown, or all that was refused was refused for want of a right; 130 interrupted.
            """,
        group: "Publishing", flags: [outbox, timeout, quiet, json], positionals: [files],
        examples: [
            CommandExample("cordon publish alerts.jsonl", "publish a file"),
            CommandExample("cordon simulate --rate 10/s | cordon publish -", "publish a stream as it comes"),
            CommandExample(
                "cordon publish alerts.jsonl | jq -c 'select(.outcome==\"refused\")'", "see what was refused, and why"),
        ], run: run)

    /// From this size on, input is long: accepted alerts get no line on a terminal, but a bar shows how far it is.
    private static let longInputBytesMin = 256 << 10

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let named = try inputs(arguments)
        let configuration = try HubAccess.configuration(arguments, outbox: arguments[outbox])
        let sources = try named.map { try AlertSource($0) }
        let byteCount = sources.reduce(Int?.some(0)) { total, source in
            total.flatMap { total in source.byteCount.map { total + $0 } }
        }
        let run = PublishRun(
            sources: sources, byteCount: byteCount, timeout: arguments[timeout], console: arguments.console,
            style: style(arguments, byteCount), isQuiet: arguments[quiet], outbox: arguments[outbox]?.path)
        return try await run.perform(configuration)
    }

    private static func inputs(_ arguments: ParsedArguments) throws -> [FileArgument] {
        let named = arguments[files]
        guard named.isEmpty else { return named }
        if isatty(STDIN_FILENO) == 0 { return [FileArgument("-")] }
        if arguments[outbox] != nil { return [] }
        throw UsageError(
            command: "cordon publish", message: "there is nothing to publish",
            help: "name files of alerts, or - for standard input")
    }

    private static func style(_ arguments: ParsedArguments, _ byteCount: Int?) -> ReceiptPrinter.Style {
        if arguments[quiet] { return .nothing }
        if arguments[json] || !arguments.console.outputTerminal.isTerminal { return .json }
        return byteCount.map { $0 >= longInputBytesMin } == true ? .refusedOnly : .text
    }
}
