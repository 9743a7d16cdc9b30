import AlertModel
import CommandLine
import JSONDocument
import JSONSchema

/// `cordon schema judge`: holds any documents against any schema of draft 2020-12.
enum SchemaJudgeCommand {
    /// The largest document, in bytes.
    static let documentBytesMax = 64 << 20

    private static let schema = Positional<FileArgument>("SCHEMA", help: "The schema, of JSON Schema draft 2020-12.")
    private static let files = Positional<[FileArgument]>(
        "FILE", least: 0, help: "Documents as JSON or JSON Lines; - for standard input, which is the default.")
    private static let formats = Flag<Bool>(
        "formats", help: "Assert formats: those of the standard and those of alerts; others are refused.")
    private static let folder = Flag<DirectoryArgument?>(
        "registry", value: "DIR", help: "The .json files of this folder are what references may lead to.")
    private static let form = Flag<OutputFormArgument>(
        "output", short: "o", value: "FORM", default: .basic, help: "How much each line says: flag, basic or detailed.")

    static let command = Command(
        "judge", summary: "Judge documents by a JSON Schema.",
        discussion: """
            Prints one line a document: {"valid":true}, or false with the findings, each with its place in the document \
            and in the schema. The forms are those of JSON Schema Core 2020-12, section 12.4. Nothing is ever fetched: \
            what the schema refers to must stand in the schema itself or in the folder of --registry.

            Exit codes: 0 all valid; 65 some are not, or the schema is refused; 66 no input.
            """,
        flags: [formats, folder, form], positionals: [schema, files],
        examples: [
            CommandExample("cordon schema judge alert.schema.json alerts.jsonl", "judge a file of documents"),
            CommandExample(
                "zcat old.gz | cordon schema judge seizure.json --formats --registry schemas -o flag | grep -c false",
                "count what a schema refuses"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        var schemas = SchemaFiles()
        let uri = try schemas.add(arguments[schema].path)
        if let folder = arguments[folder] { try schemas.add(folder: folder.path) }
        let options = arguments[formats] ? AlertSchemaSet.options : .annotatingFormats
        let compiled = try schemas.compile(uri, options: options)
        for warning in compiled.warnings { arguments.console.note("warning: \(warning)") }
        var judge = DocumentJudge(schema: compiled)
        var (valid, invalid) = (0, 0)
        let inputs = arguments[files].isEmpty ? [FileArgument("-")] : arguments[files]
        for input in inputs {
            var source = try AlertSource(
                input, splitter: AlertSplitter(unwrapsArrays: false, bytesMax: documentBytesMax))
            try await source.forEach { item in
                let findings = judge.findings(item.bytes)
                if findings.isEmpty { valid += 1 } else { invalid += 1 }
                var writer = JSONWriter()
                writer.verdict(findings, in: arguments[form].form)
                try arguments.console.print(writer.text)
            }
        }
        if valid + invalid == 0 { throw CommandFailure(.noInput, "there is no document to judge") }
        return invalid == 0 ? .ok : .dataRefused
    }
}

/// Reads and judges one document after the other.
private struct DocumentJudge: ~Copyable {
    let schema: CompiledSchema
    private var document = JSONDocument(limits: JSONLimits(bytesMax: SchemaJudgeCommand.documentBytesMax))
    private var validator = SchemaValidator()

    init(schema: CompiledSchema) { self.schema = schema }

    mutating func findings(_ text: [UInt8]) -> [Finding] {
        do throws(JSONSyntaxError) {
            let tape = try document.parse(text)
            return validator.findings(tape, against: schema)
        } catch {
            return [Finding(error)]
        }
    }
}
