/// What every program understands without declaring it.
enum BuiltIn {
    static let help = Flag<Bool>("help", short: "h", help: "Show this help and exit.")
    static let version = Flag<Bool>("version", help: "Show the version and exit.")
    static let color = Flag<ColorChoice>(
        "color", value: "WHEN", default: .auto, help: "Colour the output: auto, always or never.")

    static let flags: [any FlagDeclaration] = [color, help, version]

    private static let words = Positional<[String]>("command", help: "The command to explain.")

    static let helpCommand = Command(
        "help", summary: "Explain a command.", group: "Help", positionals: [words],
        run: { arguments in
            let words = arguments[Self.words]
            guard let path = arguments.program.path(to: words) else {
                var known = CommandPath(root: arguments.program.root)
                for word in words {
                    guard let next = known.command.subcommands.first(where: { $0.name == word }) else {
                        throw UsageError.unknownCommand(word, below: known)
                    }
                    known = known.appending(next)
                }
                return .internalFault
            }
            try arguments.console.print(HelpText(path, terminal: arguments.console.outputTerminal).text)
            return .ok
        })

    private static let shell = Positional<Shell>("shell", help: "The shell: bash, zsh or fish.")

    static let completionCommand = Command(
        "completion", summary: "Print a completion script for a shell.",
        discussion: """
            Load it from the shell's start-up file, or put it where the shell looks for completions.
            """,
        group: "Help", positionals: [shell],
        run: { arguments in
            try arguments.console.print(arguments.program.completionScript(for: arguments[shell]))
            return .ok
        })

    static let manualCommand = Command(
        "manual", summary: "Print the manual page, for man.", group: "Help", isHidden: true,
        run: { arguments in
            try arguments.console.print(arguments.program.manualPage())
            return .ok
        })
}

/// A shell for which there is completion.
public enum Shell: String, CaseIterable, ArgumentValue {
    /// GNU Bash.
    case bash
    /// The Z shell.
    case zsh
    /// The friendly interactive shell.
    case fish
}
