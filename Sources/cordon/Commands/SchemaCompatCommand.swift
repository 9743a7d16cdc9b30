import AlertModel
import CommandLine
import JSONDocument
import JSONSchema

/// `cordon schema compat`: whether versions of a schema go together.
enum SchemaCompatCommand {
    private static let versions = Positional<[String]>(
        "SCHEMA", least: 2,
        help: "Versions, the oldest first: files, or schemas inside the program such as seizure/1-0-0.")
    private static let mode = Flag<CompatibilityMode>(
        "mode", short: "m", value: "MODE", default: .backward,
        help: "backward: new reads old; forward: old reads new; full: both.")
    private static let transitive = Flag<Bool>(
        "transitive", help: "Compare each version with all before it, and not only with the one before it.")
    private static let annotating = Flag<Bool>(
        "no-formats", help: "Take formats as annotations; else they are asserted, as a hub does.")
    private static let json = Flag<Bool>("json", help: "Print a JSON object for each comparison.")

    static let command = Command(
        "compat", summary: "Compare versions of a schema.",
        discussion: """
            Says of each pair of versions whether every document that the one accepts is accepted by the other: \
            compatible, which is proved; incompatible, with a document that one accepts and the other refuses, judged \
            by both before it is shown; or undecided, with the construct that could not be decided, which counts as \
            incompatible. A schema's own URI in a const, by which documents name their schema, counts as equal.

            Exit codes: 0 all compatible; 65 otherwise; 66 no such schema.
            """,
        flags: [mode, transitive, SchemaReplay.flag, SchemaCheckCommand.folder, annotating, json],
        positionals: [versions],
        examples: [
            CommandExample("cordon schema compat seizure/1-0-0 seizure-1-1-0.schema.json", "judge a new version"),
            CommandExample(
                "cordon schema compat v1.json v2.json v3.json --mode full --transitive", "judge a whole history"),
            CommandExample(
                "cordon schema compat seizure new.json --replay alerts.jsonl", "also judge alerts that were kept"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        var schemas: [KnownSchema] = []
        for name in arguments[versions] {
            schemas.append(try KnownSchema(name, folder: arguments[SchemaCheckCommand.folder]))
        }
        let options = arguments[annotating] ? SchemaOptions.annotatingFormats : AlertSchemaSet.options
        var isCompatible = true
        for (index, new) in schemas.enumerated().dropFirst() {
            for old in schemas[(arguments[transitive] ? 0 : index - 1)..<index].reversed() {
                let report = SchemaComparisonReport(
                    old: old, new: new, direction: arguments[mode].direction,
                    answer: SchemaCompatibility.answer(
                        old: try old.compile(options: options),
                        new: try new.compile(ownName: old.uri, options: options), direction: arguments[mode].direction))
                isCompatible = isCompatible && report.answer.isCompatible
                try arguments.console.print(arguments[json] ? report.json : report.text)
            }
        }
        if let newest = schemas.last, let replay = arguments[SchemaReplay.flag] {
            let run = try SchemaReplay(newest, options: options)
            isCompatible = try await run.judge(replay, arguments.console) && isCompatible
        }
        return isCompatible ? .ok : .dataRefused
    }
}

/// Who must be able to read whose documents.
private enum CompatibilityMode: String, CaseIterable, ArgumentValue {
    case backward, forward, full

    var direction: SchemaCompatibility.Direction {
        switch self {
        case .backward: .backward
        case .forward: .forward
        case .full: .full
        }
    }
}
