import CommandLine
import JSONDocument
import RuleIndex
import RuleLanguage

/// `cordon rule check`: what a hub would say of a rule.
enum RuleCheckCommand {
    private static let rule = Positional<String>("RULE", help: "The rule, a CEL expression.")
    private static let json = Flag<Bool>("json", help: "Print one JSON object.")

    static let command = Command(
        "check", summary: "Say whether a hub accepts a rule, what it reads, costs, and how it is found.",
        discussion: """
            The rule is held against the schemas of the alerts. What is refused is shown with its place and what would be \
            right; what is accepted is shown with the fields it reads and their types, its cost at worst, and how the \
            hub's index finds it.
            """,
        flags: [json, RuleVocabulary.folder], positionals: [rule],
        examples: [
            CommandExample(
                "cordon rule check \"topic.matches('seizure.drugs.*.GT')\"", "check a rule before it is filed"),
            CommandExample("cordon rule check --json 'kind == \"siezure\"'", "let a program read what is wrong"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let text = arguments[rule]
        let declarations = try RuleVocabulary.declarations(arguments[RuleVocabulary.folder])
        let report = RuleReport(text, declarations: declarations)
        if arguments[json] {
            try arguments.console.print(json(report, declarations))
        } else if let rule = report.rule {
            let terminal = arguments.console.outputTerminal
            for snippet in RuleVocabulary.snippets(report.warnings, of: text, named: "rule", on: terminal) {
                try arguments.console.print(snippet)
            }
            try arguments.console.print(summary(rule, declarations))
        } else {
            _ = try RuleVocabulary.rule(text, named: "rule", declarations, arguments.console)
        }
        return report.rule == nil ? .dataRefused : .ok
    }

    private static func summary(_ rule: Rule, _ declarations: RuleDeclarations) -> String {
        let fields = rule.fields(declarations)
        let width = fields.map(\.path.count).max() ?? 0
        let rows = fields.map { field in
            "  " + field.path + String(repeating: " ", count: width - field.path.count + 2) + field.type
        }
        let canonical = rule.description
        var lines = ["accepted: \(Terminal.safe(rule.text))"]
        if canonical != rule.text { lines.append("in full:  \(Terminal.safe(canonical))") }
        lines.append("reads:")
        lines += rows.isEmpty ? ["  nothing: it says the same of every alert"] : rows
        lines.append("costs:    at most \(rule.cost) of \(RuleLimits.costMax) steps on an alert")
        lines.append("found:")
        lines += filing(rule).map { "  " + $0 }
        return lines.joined(separator: "\n")
    }

    /// How the index finds the rule, in its own words.
    private static func filing(_ rule: Rule) -> [String] {
        RuleIndex().plan(of: rule).description.split(separator: "\n").map(String.init)
    }

    private static func json(_ report: RuleReport, _ declarations: RuleDeclarations) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.member("accepted", report.rule != nil)
            if let rule = report.rule {
                object.member("canonical", rule.description)
                object.member("cost", rule.cost)
                object.name("fields")
                object.array { list in
                    for field in rule.fields(declarations) {
                        list.object {
                            $0.member("path", field.path)
                            $0.member("type", field.type)
                        }
                    }
                }
                object.name("found")
                object.array { list in for line in filing(rule) { list.string(line) } }
            }
            object.name("findings")
            object.array { list in for fault in report.errors + report.warnings { write(fault, to: &list) } }
        }
        return writer.text
    }

    private static func write(_ fault: RuleError, to list: inout JSONWriter) {
        list.object {
            $0.member("severity", fault.severity.rawValue)
            $0.member("code", fault.code.rawValue)
            $0.member("message", fault.message)
            $0.member("line", fault.position.line)
            $0.member("column", fault.position.column)
            $0.member("offset", fault.byteRange.lowerBound)
            $0.member("length", fault.byteRange.count)
            if let replacement = fault.replacement { $0.member("replacement", replacement) }
        }
    }
}
