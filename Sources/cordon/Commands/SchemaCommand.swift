import CommandLine

/// `cordon schema`: everything about schemas that needs no hub.
enum SchemaCommand {
    static let command = Command(
        "schema", summary: "Work with JSON Schemas.", group: "Publishing",
        subcommands: [
            SchemaListCommand.command, SchemaShowCommand.command, SchemaCheckCommand.command,
            SchemaCompatCommand.command, SchemaJudgeCommand.command,
        ])
}
