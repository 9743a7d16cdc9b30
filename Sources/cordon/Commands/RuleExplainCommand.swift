import CommandLine
import JSONDocument
import RuleLanguage

/// `cordon rule explain`: why a rule matches an alert, or why not.
enum RuleExplainCommand {
    private static let rule = Positional<String>("RULE", help: "The rule, a CEL expression.")
    private static let alerts = Positional<FileArgument>(
        "ALERT", help: "Alerts as JSON or JSON Lines; - for standard input.")

    static let command = Command(
        "explain", summary: "Say why a rule matches an alert, or why not.",
        discussion: """
            Prints for each alert whether the rule matches, and below it the conditions that decided with the alert's \
            values: of a conjunction that misses those that miss, of a list the element that decided or came nearest.
            """,
        flags: [RuleVocabulary.folder], positionals: [rule, alerts],
        examples: [
            CommandExample(
                "cordon rule explain \"goods.exists(g, hs.within(g.hs, '2402'))\" alert.json",
                "see which line of the goods decided")
        ], run: run)

    private static let alertBytesMax = 1 << 20

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let console = arguments.console
        let rule = try RuleVocabulary.rule(
            arguments[rule], named: "rule", try RuleVocabulary.declarations(arguments[RuleVocabulary.folder]), console)
        var source = try AlertSource(arguments[alerts])
        let name = source.name
        var document = JSONDocument(limits: JSONLimits(bytesMax: alertBytesMax))
        var unread = 0
        var count = 0
        try await source.forEach { item in
            count += 1
            do throws(JSONSyntaxError) {
                try document.parse(item.bytes)
            } catch {
                unread += 1
                console.note("\(name):\(item.line): \(error)")
                return
            }
            let text = rule.explain(on: document.root).text(showingValuesOf: document.root)
            let lines = text.split(separator: "\n").map { Terminal.safe(String($0)) }
            try console.print("\(name):\(item.line): " + lines.joined(separator: "\n"))
        }
        if count == 0 { throw CommandFailure(.noInput, "there is no alert in \(name)") }
        return unread == 0 ? .ok : .dataRefused
    }
}
