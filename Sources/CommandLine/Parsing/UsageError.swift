internal import Telemetry

/// A command line that cannot be understood: what is wrong and what would be right. Ends with `ExitCode.usage`.
public struct UsageError: Error, Equatable, CustomStringConvertible {
    /// The words of the command that was understood so far.
    public var command: String
    /// What is wrong, the flag or argument first; foreign text in it is escaped.
    public var message: String
    /// What would be right, if it can be told.
    public var help: String?

    /// For a command's own checks across flags: the flags concerned first, then what is wrong.
    public init(command: String, message: String, help: String? = nil) {
        self.command = command
        self.message = message
        self.help = help
    }

    /// The message and the help in one line.
    public var description: String { help.map { "\(message); \($0)" } ?? message }

    /// A foreign word in quotation marks, bounded and escaped.
    static func quoted(_ word: String) -> String {
        // Scalars and not characters: one character can carry any number of marks.
        let scalarsMax = 60
        let short = String(word.unicodeScalars.prefix(scalarsMax))
        return "\"\(ControlEscapes.escaped(short))\(short.utf8.count < word.utf8.count ? "…" : "")\""
    }

    static func unknownCommand(_ word: String, below path: CommandPath) -> UsageError {
        let names = path.command.visibleSubcommands.map(\.name)
        let nearest = Spelling.nearest(to: word, among: names)
        let help = nearest.map { "did you mean \(path.text) \($0)?" } ?? "known are \(names.joined(separator: ", "))"
        return UsageError(command: path.text, message: "\(path.text) has no command \(quoted(word))", help: help)
    }

    static func unknownFlag(_ written: String, of path: CommandPath) -> UsageError {
        let names = path.flags.filter { !$0.isHidden }.map(\.longName)
        let nearest = Spelling.nearest(to: written, among: names)
        return UsageError(
            command: path.text, message: "\(path.text) has no flag \(quoted(written))",
            help: nearest.map { "did you mean \($0)?" })
    }

    static func badValue(
        _ word: String, of subject: String, _ problem: ArgumentProblem, _ command: String
    ) -> UsageError {
        UsageError(
            command: command, message: "\(subject) takes \(problem.expectation), not \(quoted(word))",
            help: problem.suggestion.map { "did you mean \($0)?" })
    }
}
