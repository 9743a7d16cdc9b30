import CommandLine

/// `cordon rule`: rules tried out without a hub.
enum RuleCommand {
    static let command = Command(
        "rule", summary: "Try out rules without a hub.", group: "Receiving",
        subcommands: [RuleCheckCommand.command, RuleExplainCommand.command, RuleMatchCommand.command])
}
