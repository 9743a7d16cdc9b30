/// A command line worth showing, and what it does.
public struct CommandExample: Sendable {
    /// The line as one would type it.
    public var line: String
    /// What it does, one sentence.
    public var explanation: String

    /// Takes a line and its explanation.
    public init(_ line: String, _ explanation: String) {
        self.line = line
        self.explanation = explanation
    }
}

/// A command as data: its names and words, its arguments, and what it runs.
///
/// A command with `subcommands` is a group; its flags are understood by all below it.
public struct Command: Sendable {
    /// What a command does with its arguments. Throws `CommandFailure` for what a user can mend.
    public typealias Run = @Sendable (ParsedArguments) async throws -> ExitCode

    /// The word that calls it.
    public var name: String
    /// One sentence for lists of commands.
    public var summary: String
    /// Paragraphs for its own help, separated by empty lines; may be empty.
    public var discussion: String
    /// The heading under which the list of commands shows it, nil for `Commands`.
    public var group: String?
    /// Whether lists leave it out.
    public var isHidden: Bool
    /// Its flags.
    public var flags: [any FlagDeclaration]
    /// Its positional arguments in order.
    public var positionals: [any PositionalDeclaration]
    /// Command lines worth showing.
    public var examples: [CommandExample]
    /// The commands below it.
    public var subcommands: [Command]
    /// What it runs; nil for a group, which then shows its help and ends with `usage`.
    public var run: Run?

    /// Declares a command.
    public init(
        _ name: String, summary: String, discussion: String = "", group: String? = nil, isHidden: Bool = false,
        flags: [any FlagDeclaration] = [], positionals: [any PositionalDeclaration] = [],
        examples: [CommandExample] = [], subcommands: [Command] = [], run: Run? = nil
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.group = group
        self.isHidden = isHidden
        self.flags = flags
        self.positionals = positionals
        self.examples = examples
        self.subcommands = subcommands
        self.run = run
    }

    var flagSpecifications: [FlagSpecification] { flags.map(\.specification) }
    var positionalSpecifications: [PositionalSpecification] { positionals.map(\.specification) }
    var visibleSubcommands: [Command] { subcommands.filter { !$0.isHidden } }
}

/// A command with the way to it from the program: what help, completion and errors speak about.
struct CommandPath: Sendable {
    /// The program first, the command itself last; never empty.
    private(set) var commands: [Command]

    init(root: Command) { commands = [root] }

    var command: Command { commands[commands.count - 1] }
    var words: [String] { commands.map(\.name) }
    var text: String { words.joined(separator: " ") }

    func appending(_ command: Command) -> CommandPath {
        var path = self
        path.commands.append(command)
        return path
    }

    /// The command's own flags, then those of the groups above it, nearest first.
    var flags: [FlagSpecification] { commands.reversed().flatMap(\.flagSpecifications) }

    /// The flags of the groups above the command.
    var inheritedFlags: [FlagSpecification] { commands.dropLast().reversed().flatMap(\.flagSpecifications) }

    /// The path and every path below it that is not hidden, in the order declared.
    var visibleTree: [CommandPath] { [self] + command.visibleSubcommands.flatMap { appending($0).visibleTree } }
}
