internal import Glibc

/// The two outputs of a program and the terminals behind them.
public struct Console: Sendable {
    /// Standard output: results.
    public var output: any TextOutput
    /// Standard error: messages to people.
    public var errors: any TextOutput
    /// The terminal behind standard output.
    public var outputTerminal: Terminal
    /// The terminal behind standard error.
    public var errorTerminal: Terminal

    /// Takes the outputs.
    public init(
        output: any TextOutput, errors: any TextOutput, outputTerminal: Terminal = Terminal(isTerminal: false),
        errorTerminal: Terminal = Terminal(isTerminal: false)
    ) {
        self.output = output
        self.errors = errors
        self.outputTerminal = outputTerminal
        self.errorTerminal = errorTerminal
    }

    /// The process's own. Output that goes into a pipe or a file is buffered: whoever follows events flushes.
    public static func standard(environment: [String: String]) -> Console {
        let outputTerminal = Terminal(fileDescriptor: STDOUT_FILENO, environment: environment)
        return Console(
            output: FileOutput(descriptor: STDOUT_FILENO, isBuffered: !outputTerminal.isTerminal),
            errors: FileOutput(descriptor: STDERR_FILENO, isBuffered: false),
            outputTerminal: outputTerminal,
            errorTerminal: Terminal(fileDescriptor: STDERR_FILENO, environment: environment))
    }

    /// The same with the colours the command line chose.
    func colored(_ choice: ColorChoice, environment: [String: String]) -> Console {
        var console = self
        guard choice != .auto else { return console }
        for path in [\Console.outputTerminal, \Console.errorTerminal] as [WritableKeyPath<Console, Terminal>] {
            console[keyPath: path].hasColor = Terminal.decideColor(
                choice, isTerminal: console[keyPath: path].isTerminal, environment: environment)
        }
        return console
    }

    /// Writes a line of results.
    public func print(_ line: String) throws(OutputFailure) {
        try output.write(line.hasSuffix("\n") ? line : line + "\n")
    }

    /// Tells the person something beside the results; what cannot be told is dropped.
    public func note(_ line: String) {
        try? errors.write(line.hasSuffix("\n") ? line : line + "\n")
    }
}
