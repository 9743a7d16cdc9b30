import CommandLine
import JSONDocument
import JSONSchema
import RuleIndex
import RuleLanguage

/// `cordon rule match`: which of many rules match which alerts.
enum RuleMatchCommand {
    private static let rules = Positional<FileArgument>(
        "RULES", help: "Rules, a line each: an identifier, a tab and the rule; - for standard input.")
    private static let alerts = Positional<FileArgument>("ALERTS", help: "Alerts as JSON or JSON Lines.")
    private static let schema = Flag<FileArgument?>(
        "schema", value: "FILE",
        help: "A JSON Schema that the alerts must satisfy, and against which the rules are checked.")
    private static let linear = Flag<Bool>(
        "linear", help: "Evaluate every rule on every alert, without the index: slow, and the same answer.")

    static let command = Command(
        "match", summary: "Say which rules match which alerts.",
        discussion: """
            Prints a line for each alert: the identifiers of the rules that match it, in the order of the rules' file, \
            separated by spaces. A rule that does not compile, and an alert that cannot be read, is reported and \
            counts as matching nothing.
            """,
        flags: [schema, linear], positionals: [rules, alerts],
        examples: [
            CommandExample("cordon rule match rules.tsv alerts.jsonl", "match through the index"),
            CommandExample(
                "diff <(cordon rule match r.tsv a.jsonl) <(cordon rule match --linear r.tsv a.jsonl)",
                "hold the index against the evaluator"),
        ], run: run)

    /// The largest alert that is read, in bytes.
    private static let alertBytesMax = 1 << 20

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        if arguments[rules].isStandardStream, arguments[alerts].isStandardStream {
            throw UsageError(
                command: "rule match", message: "RULES and ALERTS cannot both be standard input",
                help: "name a file for one of them")
        }
        let schema = try arguments[schema].map { try compiled($0) }
        let file = try RuleFile(arguments[rules], schema: schema, console: arguments.console)
        var matcher = RuleFileMatcher(file: file, isLinear: arguments[linear])
        var document = JSONDocument(limits: JSONLimits(bytesMax: alertBytesMax))
        var validator = SchemaValidator()
        var unread = 0
        var source = try AlertSource(arguments[alerts])
        let name = source.name
        try await source.forEach { item in
            let fault = try judge(item, &document, schema, &validator)
            if let fault {
                unread += 1
                arguments.console.note("\(name):\(item.line): \(fault)")
                try arguments.console.print("")
            } else {
                try arguments.console.print(matcher.line(for: document.root))
            }
        }
        let refused = file.refusedCount
        if refused + unread > 0 { arguments.console.note("\(refused) rules and \(unread) alerts refused") }
        return refused + unread == 0 ? .ok : .dataRefused
    }

    /// Reads an alert into the document; what is wrong with it, nil where nothing is.
    private static func judge(
        _ item: AlertSource.Item, _ document: inout JSONDocument, _ schema: CompiledSchema?,
        _ validator: inout SchemaValidator
    ) throws -> String? {
        do throws(JSONSyntaxError) {
            try document.parse(item.bytes)
        } catch {
            return "\(error)"
        }
        guard let schema else { return nil }
        let findings = validator.findings(document.tape, against: schema)
        return findings.isEmpty ? nil : findings.map { "\($0.instanceLocation) \($0.message)" }.joined(separator: "; ")
    }

    private static func compiled(_ argument: FileArgument) throws -> CompiledSchema {
        let text = try ByteInput.whole(argument)
        do throws(SchemaCompileError) {
            return try CompiledSchema(text, name: argument.path)
        } catch {
            throw CommandFailure(.dataRefused, "\(error)")
        }
    }
}

/// The rules of a file, matched through the index or one by one.
struct RuleFileMatcher {
    private let file: RuleFile
    private var index: RuleIndex?
    private var matches: [RuleID] = []

    init(file: RuleFile, isLinear: Bool) {
        self.file = file
        guard !isLinear else {
            index = nil
            return
        }
        var index = RuleIndex()
        let rules = file.rules
        index.insert(count: rules.count) { (RuleID(rawValue: UInt32($0)), rules[$0]) }
        self.index = index
    }

    /// The identifiers of the rules that match an alert, in the order of the file.
    mutating func line(for root: JSONNode) -> String {
        if index != nil {
            index?.match(root: root, into: &matches)
            return matches.map { file.identifiers[Int($0.rawValue)] }.joined(separator: " ")
        }
        return zip(file.identifiers, file.rules).filter { $0.1.matches(root) }.map(\.0).joined(separator: " ")
    }
}
