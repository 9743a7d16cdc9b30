import CommandLine
import RuleLanguage

/// The rules that `--where` and `--rules` give, as a subscription files them.
extension ReceivingFlags {
    /// Whether rules are given.
    static func givesRules(_ arguments: ParsedArguments) -> Bool {
        arguments.isGiven(rule) || arguments.isGiven(rules)
    }

    /// The rule, or the list of rules; empty for none. What is no CEL is refused before the hub is asked; whether there
    /// are such fields and helpers the hub says, whose schemas may be later than those of this program.
    static func checkedRule(_ arguments: ParsedArguments) throws -> String {
        var entries = arguments[rule].enumerated().map { index, text in
            RuleList.Entry(name: "where-\(index + 1)", text: text)
        }
        for entry in entries { try check(entry.text, named: "--where", arguments.console) }
        if let file = arguments[rules] {
            let list = try list(file)
            for entry in list.entries {
                try check(entry.text, named: "\(file.path), rule \(entry.name)", arguments.console)
            }
            entries += list.entries
        }
        guard entries.count != 1 || arguments.isGiven(rules) else { return entries[0].text }
        guard !entries.isEmpty else { return "" }
        if let entry = entries.first(where: { $0.text.contains("\n") }) {
            throw UsageError(
                command: arguments.commandWords.joined(separator: " "),
                message: "of several rules each stands on one line, and \(entry.name) does not",
                help: "write it on one line")
        }
        guard entries.count <= RuleList.rulesMax else {
            throw CommandFailure(.dataRefused, "a subscription has at most \(RuleList.rulesMax) rules")
        }
        return RuleList(entries).text
    }

    private static func list(_ file: FileArgument) throws(CommandFailure) -> RuleList {
        let bytes = try ByteInput.whole(file)
        // A list that is filed begins with a comment; a file need not.
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        do throws(RuleList.Fault) {
            return try RuleList(text)
        } catch {
            throw CommandFailure(.dataRefused, "\(file.path):\(error.line): \(Terminal.safe(error.message))")
        }
    }

    private static func check(_ text: String, named name: String, _ console: Console) throws(CommandFailure) {
        let report = RuleReport(text)
        guard report.errors.contains(where: { [.syntax, .literal, .pattern].contains($0.code) }) else { return }
        let snippets = RuleVocabulary.snippets(report.errors, of: text, named: name, on: console.errorTerminal)
        throw CommandFailure(.dataRefused, "the rule does not compile", details: snippets.joined(separator: "\n"))
    }
}
