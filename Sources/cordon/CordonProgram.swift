import CommandLine

/// `cordon`: what publishers, desks and operators type.
enum CordonProgram {
    static let version = "0.1.0"

    static let program = Program(
        "cordon", version: version, summary: "Publish, receive and judge alerts of a customs alert exchange.",
        discussion: """
            Commands that speak to a hub need to know where it is and who you are: give a context file with \
            --context, or the parts of one with --hub, --hub-key and --key.

            Exit codes: 0 all accepted; 64 usage; 65 something was refused; 66 no input; 69 the hub is away; \
            77 not allowed; 130 interrupted.
            """,
        flags: HubAccess.flags,
        examples: [
            CommandExample("cordon hub init exchange", "write a ready folder for a hub and a handful of members"),
            CommandExample("cordon check alerts.jsonl", "judge alerts without a hub"),
        ],
        commands: [
            KeysCommand.command, HubInitCommand.command, CheckCommand.command, SchemaCommand.command,
            RuleCommand.command, PublishCommand.command, SubscribeCommand.command, TailCommand.command,
            StatusCommand.command,
            ImportCommand.command, SimulateCommand.command,
        ])
}
