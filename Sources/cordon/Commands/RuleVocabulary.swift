import AlertModel
import AlertRules
import CommandLine
import RuleLanguage

/// What rules may speak of, as a hub of this version knows it.
enum RuleVocabulary {
    /// Where a hub has schemas beside those of this program.
    static let folder = Flag<DirectoryArgument?>(
        "schemas", value: "DIR",
        help: "Know the fields of this folder's .schema.json files too, as a hub does whose configuration names it.")

    /// The fields of the embedded schemas and of those of a folder, and the helpers.
    static func declarations(_ folder: DirectoryArgument? = nil) throws -> RuleDeclarations {
        AlertVocabulary.declarations(schemas: try SchemaFiles.served(folder), lists: try CodeLists())
    }

    /// Faults as they are shown: each with its line, a mark below the place, and what would be right.
    static func snippets(_ faults: [RuleError], of text: String, named name: String, on terminal: Terminal) -> [String]
    {
        faults.map { fault in
            Snippet(
                fault.message, severity: fault.severity == .error ? .error : .warning, file: name,
                source: Array(text.utf8), offset: fault.byteRange.lowerBound, length: max(1, fault.byteRange.count),
                help: fault.replacement.map { "perhaps \($0)" }
            ).text(on: terminal)
        }
    }

    /// The rule of a text; faults are shown, warnings told.
    static func rule(
        _ text: String, named name: String, _ declarations: RuleDeclarations, _ console: Console
    ) throws(CommandFailure) -> Rule {
        let report = RuleReport(text, declarations: declarations)
        guard let rule = report.rule else {
            let snippets = snippets(report.errors, of: text, named: name, on: console.errorTerminal)
            throw CommandFailure(.dataRefused, "the rule does not compile", details: snippets.joined(separator: "\n"))
        }
        for snippet in snippets(report.warnings, of: text, named: name, on: console.errorTerminal) {
            console.note(snippet)
        }
        return rule
    }
}
