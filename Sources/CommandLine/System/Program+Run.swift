internal import Glibc
internal import Telemetry

extension Program {
    /// Runs the process's command line and ends the process with the code that comes of it.
    public func main() async -> Never {
        SignalWatch.ignoreBrokenPipes()
        let environment = Self.processEnvironment()
        let arguments = Array(Swift.CommandLine.arguments.dropFirst())
        let console = Console.standard(environment: environment)
        exit(await run(arguments, environment: environment, console: console).rawValue)
    }

    /// Runs a command line; `arguments` are the words behind the program's name.
    public func run(_ arguments: [String], environment: [String: String], console: Console) async -> ExitCode {
        var command = name
        do {
            let invocation = try CommandParser.parse(arguments, of: self, environment: environment)
            if case .run(let path, _, _) = invocation { command = path.text }
            let code = try await perform(invocation, environment: environment, console: console)
            try console.output.flush()
            return code
        } catch OutputFailure.closed {
            return .ok
        } catch {
            // What was printed before the failure belongs to the reader.
            try? console.output.flush()
            return report(error, command: command, console: console)
        }
    }

    private func perform(
        _ invocation: Invocation, environment: [String: String], console: Console
    ) async throws -> ExitCode {
        switch invocation {
        case .version:
            try console.print("\(name) \(version)")
            return .ok
        case .help(let path):
            try console.print(HelpText(path, terminal: console.outputTerminal).text)
            return .ok
        case .helpForGroup(let path):
            console.note(HelpText(path, terminal: console.errorTerminal).text)
            return .usage
        case .run(let path, let flags, let positionals):
            let choice = (flags[BuiltIn.color.specification.name]?.last as? ColorChoice) ?? .auto
            let arguments = ParsedArguments(
                commandWords: path.words, console: console.colored(choice, environment: environment),
                environment: environment, program: self, flagValues: flags, positionalValues: positionals)
            guard let run = path.command.run else { return .internalFault }
            return try await run(arguments)
        }
    }

    private func report(_ error: any Error, command: String, console: Console) -> ExitCode {
        let terminal = console.errorTerminal
        func tell(_ message: String, help: String? = nil, details: String? = nil) {
            var text = "\(terminal.styled("error:", .bold, .red)) \(ControlEscapes.escaped(message))\n"
            if let details { text += details.hasSuffix("\n") ? details : details + "\n" }
            if let help { text += "\(terminal.styled("help:", .bold, .cyan)) \(ControlEscapes.escaped(help))\n" }
            console.note(text)
        }
        switch error {
        case let error as UsageError:
            tell(error.message, help: error.help)
            console.note("See \(error.command) --help.")
            return .usage
        case let error as CommandFailure:
            tell(error.message, help: error.help, details: error.details)
            return error.code
        case is CancellationError:
            return .interrupted
        case let error as OutputFailure:
            tell("\(error)")
            return .inputOutput
        default:
            tell("\(command): \(error)")
            return .internalFault
        }
    }

    /// The environment variables of the process; of a name set twice the first counts, as with `getenv`.
    static func processEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, variables[String(parts[0])] == nil { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}
