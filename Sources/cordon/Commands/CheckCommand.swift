import AlertModel
import AlertSchemas
import CommandLine
import ExchangeProtocol
import Foundation
import JSONDocument
import JSONSchema

/// `cordon check`: judges alerts as a hub would, without one.
enum CheckCommand {
    private static let files = Positional<[FileArgument]>(
        "FILE", least: 1, help: "Alerts as JSON, JSON Lines or a JSON array; - for standard input.")
    private static let json = Flag<Bool>("json", help: "Print a JSON object for each alert.")
    private static let form = Flag<OutputFormArgument?>(
        "output", short: "o", value: "FORM",
        help: "Print for each alert a verdict in a form of JSON Schema: flag, basic or detailed.")
    private static let folder = Flag<DirectoryArgument?>(
        "schemas", value: "DIR",
        help: "Judge by the .schema.json files of this folder as well, as a hub does whose configuration names it.")
    private static let longest = Flag<ByteCount>(
        "alert-bytes-max", default: ByteCount(ProtocolLimits.alertBytesDefault),
        help: "The longest alert that the hub takes.",
        expecting: "a size up to \(ProtocolLimits.alertBytesMax) bytes, such as 64KiB",
        accepts: { (1...ProtocolLimits.alertBytesMax).contains($0.bytes) })
    private static let past = Flag<Bool>(
        "any-time", help: "Do not refuse what has expired or is dated in the future.")

    static let command = Command(
        "check", summary: "Judge alerts without a hub.",
        discussion: "Says of each alert all that a hub would find wrong with it, and what would be right.",
        group: "Publishing",
        flags: [json, form, folder, longest, past], positionals: [files],
        examples: [
            CommandExample("cordon check alert.json", "judge one alert"),
            CommandExample("cordon check --json alerts.jsonl | jq 'select(.accepted|not)'", "find what is refused"),
            CommandExample("cordon check --output detailed alert.json", "show the findings by the schema's keywords"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let options = AlertJudge.Options(alertBytesMax: arguments[longest].bytes)
        let schemas = try SchemaFiles.served(arguments[folder])
        var judge = AlertJudge(schemas: schemas, lists: try CodeLists(), options: options)
        let now = arguments[past] ? nil : Int64(Date().timeIntervalSince1970 * 1_000)
        var accepted = 0
        var refused = 0
        for argument in arguments[files] {
            var source = try AlertSource(argument)
            let name = source.name
            try await source.forEach { item in
                let verdict = judge.judge(item.bytes, now: now)
                if case .accepted = verdict { accepted += 1 } else { refused += 1 }
                try report(verdict, item, name, arguments)
            }
        }
        if accepted + refused == 0 { throw CommandFailure(.noInput, "there is no alert to judge") }
        arguments.console.note("\(accepted) good, \(refused) refused")
        return refused == 0 ? .ok : .dataRefused
    }

    private static func report(
        _ verdict: AlertVerdict, _ item: AlertSource.Item, _ file: String, _ arguments: ParsedArguments
    ) throws {
        if let form = arguments[form] {
            return try arguments.console.print(text(verdict, item, file, in: form.form))
        }
        if arguments[json] { return try arguments.console.print(text(verdict, item, file)) }
        switch verdict {
        case .accepted(let summary):
            for warning in summary.warnings { try show(warning, item, file, arguments) }
        case .refused(let refusal):
            for finding in refusal.findings { try show(finding, item, file, arguments) }
            if refusal.isTruncated { arguments.console.note("\(file):\(item.line): there is more") }
        }
    }

    private static func show(
        _ finding: AlertFinding, _ item: AlertSource.Item, _ file: String, _ arguments: ParsedArguments
    ) throws {
        // Lines before the alert are put back as empty ones, so that the snippet counts as the file does.
        let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: item.line - 1)
        let snippet = Snippet(
            finding.message, severity: finding.severity == .error ? .error : .warning, file: file,
            source: padding + item.bytes, offset: padding.count + finding.byteOffset,
            length: length(of: finding, in: item.bytes), label: finding.pointer.isEmpty ? nil : finding.pointer,
            help: "rule \(finding.code)")
        try arguments.console.print(snippet.text(on: arguments.console.outputTerminal))
    }

    /// How much of the text a finding underlines: the value, as far as it is a scalar.
    private static func length(of finding: AlertFinding, in bytes: [UInt8]) -> Int {
        guard let document = try? JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: bytes.count)),
            let pointer = JSONPointer(finding.pointer), let node = document.root.resolve(pointer),
            node.byteOffset == finding.byteOffset, node.kind != .object, node.kind != .array
        else { return 1 }
        return node.byteRange.count
    }

    /// A verdict as JSON Schema has it, of errors alone: warnings do not make an alert invalid.
    private static func text(
        _ verdict: AlertVerdict, _ item: AlertSource.Item, _ file: String, in form: OutputForm
    ) -> String {
        var errors: [Finding] = []
        if case .refused(let refusal) = verdict {
            errors = refusal.findings.filter { $0.severity == .error }.map { Finding($0) }
        }
        var writer = JSONWriter()
        writer.object { object in
            object.member("file", file)
            object.member("line", item.line)
            object.verdictMembers(errors, in: form)
        }
        return writer.text
    }

    private static func text(_ verdict: AlertVerdict, _ item: AlertSource.Item, _ file: String) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.member("file", file)
            object.member("line", item.line)
            switch verdict {
            case .accepted(let summary):
                object.member("accepted", true)
                object.member("id", summary.id.description)
                object.name("topics")
                object.array { list in for topic in summary.topics { list.string(topic.description) } }
                object.name("findings")
                object.array { list in for finding in summary.warnings { finding.write(to: &list) } }
            case .refused(let refusal):
                object.member("accepted", false)
                if let id = refusal.id { object.member("id", id.description) }
                object.name("findings")
                object.array { list in for finding in refusal.findings { finding.write(to: &list) } }
            }
        }
        return writer.text
    }
}

extension Finding {
    /// What was found wrong with an alert, in the form that schemas' findings have.
    fileprivate init(_ finding: AlertFinding) {
        self.init(
            code: finding.code, instanceLocation: JSONPointer(finding.pointer) ?? JSONPointer(),
            keywordLocation: JSONPointer(finding.keywordLocation) ?? JSONPointer(),
            absoluteKeywordLocation: finding.absoluteKeywordLocation, byteOffset: finding.byteOffset,
            position: finding.position, message: finding.message)
    }
}
