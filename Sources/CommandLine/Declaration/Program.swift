/// A program: its commands declared once, from which parsing, help, manual page and completion derive.
public struct Program: Sendable {
    /// The command all others stand below; its name is the program's.
    public let root: Command
    /// What `--version` prints behind the name.
    public let version: String

    /// Declares a program. `--help`, `--version`, `--color` and, where there are commands, `help`, `completion` and
    /// `manual` come by themselves. `run` is what the program does without a command.
    public init(
        _ name: String, version: String, summary: String, discussion: String = "",
        flags: [any FlagDeclaration] = [], examples: [CommandExample] = [], commands: [Command] = [],
        run: Command.Run? = nil
    ) {
        self.version = version
        let builtIn = commands.isEmpty ? [] : [BuiltIn.helpCommand, BuiltIn.completionCommand, BuiltIn.manualCommand]
        root = Command(
            name, summary: summary, discussion: discussion, flags: flags + BuiltIn.flags, examples: examples,
            subcommands: commands + builtIn, run: run)
    }

    /// The program's name.
    public var name: String { root.name }

    /// What is wrong with the declarations: names used twice, a positional argument behind one that takes all. A
    /// test of the program expects none.
    public var faults: [String] { faults(of: CommandPath(root: root)) }

    private func faults(of path: CommandPath) -> [String] {
        var faults: [String] = []
        func noteRepeated(_ words: [String], _ kind: String) {
            var seen: Set<String> = []
            for word in words where !seen.insert(word).inserted { faults.append("\(path.text): two \(kind) \(word)") }
        }
        noteRepeated(path.flags.map(\.longName), "flags")
        noteRepeated(path.flags.compactMap { $0.short.map { "-\($0)" } }, "flags")
        noteRepeated(path.command.subcommands.map(\.name), "commands")
        let positionals = path.command.positionalSpecifications
        noteRepeated(positionals.map(\.name), "positional arguments")
        for (index, positional) in positionals.enumerated().dropLast() where positional.isRest {
            faults.append("\(path.text): nothing can stand behind \(positional.synopsis) (argument \(index + 1))")
        }
        for (former, latter) in zip(positionals, positionals.dropFirst()) where former.least == 0 && latter.least > 0 {
            faults.append("\(path.text): \(latter.synopsis) must be given, but stands behind \(former.synopsis)")
        }
        if path.command.subcommands.isEmpty && path.command.run == nil {
            faults.append("\(path.text): has neither commands nor anything to run")
        }
        for flag in path.command.flagSpecifications where flag.value != nil && flag.help.isEmpty {
            faults.append("\(path.text): \(flag.longName) has no help")
        }
        return faults + path.command.subcommands.flatMap { self.faults(of: path.appending($0)) }
    }

    /// The path of the command called by `words`, nil where there is none.
    func path(to words: [String]) -> CommandPath? {
        var path = CommandPath(root: root)
        for word in words {
            guard let next = path.command.subcommands.first(where: { $0.name == word }) else { return nil }
            path = path.appending(next)
        }
        return path
    }
}
