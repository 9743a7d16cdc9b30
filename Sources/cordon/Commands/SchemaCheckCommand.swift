import AlertModel
import AlertSchemas
import CommandLine
import Foundation
import JSONDocument
import JSONSchema

/// `cordon schema check`: whether a schema can be published.
enum SchemaCheckCommand {
    static let folder = Flag<DirectoryArgument?>(
        "registry", value: "DIR", help: "The .json files of this folder are what references may lead to.")
    private static let breaking = Flag<Bool>(
        "breaking", help: "Do not mind that the version before it accepts more.")
    private static let files = Positional<[FileArgument]>("FILE", least: 1, help: "Schema files.")

    static let command = Command(
        "check", summary: "Judge a schema before it is published.",
        discussion: """
            Compiles the schema as a hub does, with formats asserted; judges the documents of its own "examples"; asks \
            of the schema of a kind of alerts that its "$id" ends in a version and that alerts name it; and compares \
            it with the version before it, where that is known.

            Exit codes: 0 good; 65 something is wrong with it; 66 no such file.
            """,
        flags: [folder, breaking, SchemaReplay.flag], positionals: [files],
        examples: [
            CommandExample("cordon schema check seizure-1-1-0.schema.json", "before handing it to the operator"),
            CommandExample(
                "cordon schema check seizure-2-0-0.schema.json --breaking --replay alerts.jsonl",
                "see how many alerts of the past a breaking version refuses"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        var isGood = true
        for file in arguments[files] {
            let schema = try KnownSchema(file.path, folder: arguments[folder])
            let compiled = try schema.compile(options: AlertSchemaSet.options)
            for warning in compiled.warnings { arguments.console.note("warning: \(warning)") }
            if schema.version == nil {
                arguments.console.note("warning: \(file.path): its \"$id\" ends in no version such as 1-0-0")
            }
            var findings = examples(of: schema, compiled)
            findings += asAlertSchema(schema)
            for finding in findings { try arguments.console.print(finding) }
            var hasBreak = false
            if let older = predecessor(of: schema, arguments), !arguments[breaking] {
                let report = SchemaComparisonReport(
                    old: older, new: schema, direction: .backward,
                    answer: SchemaCompatibility.answer(
                        old: try older.compile(options: AlertSchemaSet.options),
                        new: try schema.compile(ownName: older.uri, options: AlertSchemaSet.options)))
                hasBreak = !report.answer.isCompatible
                try arguments.console.print(report.text)
                if hasBreak { try arguments.console.print(advice(older, schema)) }
            }
            var isReplayed = true
            if let replay = arguments[SchemaReplay.flag] {
                let run = try SchemaReplay(schema, options: AlertSchemaSet.options)
                isReplayed = try await run.judge(replay, arguments.console)
            }
            let isPublishable = findings.isEmpty && !hasBreak && isReplayed
            isGood = isGood && isPublishable
            if isPublishable { try arguments.console.print("\(file.path): good, \(schema.uri)") }
        }
        return isGood ? .ok : .dataRefused
    }

    /// What the numbers of the version should say, where the schema breaks with the one before.
    private static func advice(_ older: KnownSchema, _ schema: KnownSchema) -> String {
        let promises = older.version.flatMap { old in schema.version?.version.promisesToAccept(old.version) } ?? false
        return promises
            ? "only ADDITION rose, which promises that nothing is refused: raise REVISION or MODEL, or give way"
            : "a hub serves it only where its configuration names it in \"schemas\".\"breaking\""
    }

    /// The documents of `examples` that the schema refuses.
    private static func examples(of schema: KnownSchema, _ compiled: CompiledSchema) -> [String] {
        let limits = JSONLimits(bytesMax: SchemaLimits.schemaBytesMax)
        guard let document = try? JSONDocument(parsing: schema.text, limits: limits),
            let examples = document.root["examples"]
        else { return [] }
        var validator = SchemaValidator()
        var found: [String] = []
        for (index, example) in examples.elements.enumerated() {
            var writer = JSONWriter()
            writer.value(example)
            guard let parsed = try? JSONDocument(parsing: writer.bytes, limits: limits),
                let finding = validator.findings(parsed.tape, against: compiled, max: 1).first
            else { continue }
            found.append(
                "\(schema.path):\(example.position): the example \(index) is refused: \(finding.message) "
                    + "(\(finding.code) at \(finding.instanceLocation))")
        }
        return found
    }

    /// What the exchange asks of the schema of a kind of alerts.
    private static func asAlertSchema(_ schema: KnownSchema) -> [String] {
        let file = AlertSchemas.File(path: schema.path, bytes: schema.text)
        do throws(SchemaCompileError) {
            _ = try AlertSchemaSet(additional: [file])
            return []
        } catch {
            // What it refers to may stand in the folder, of which the set knows nothing.
            return error.code == .unresolvableReference ? [] : [error.description]
        }
    }

    /// The latest version before a schema's own that is known.
    private static func predecessor(of schema: KnownSchema, _ arguments: ParsedArguments) -> KnownSchema? {
        guard let own = schema.version else { return nil }
        let older = schema.registry.uris.compactMap { VersionedSchemaURI($0) }
            .filter { $0.family == own.family && $0.version < own.version }.max()
        return older.flatMap { try? KnownSchema($0.description, folder: arguments[folder]) }
    }
}
