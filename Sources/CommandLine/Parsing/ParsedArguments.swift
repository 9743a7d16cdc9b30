/// The arguments of a command, read and checked: what its `run` gets.
public struct ParsedArguments: Sendable {
    /// The words that called the command, the program first.
    public let commandWords: [String]
    /// Where output goes.
    public let console: Console
    /// The environment variables.
    public let environment: [String: String]
    /// The program, for commands that speak about it.
    public let program: Program

    let flagValues: [String: [any Sendable]]
    let positionalValues: [String: [any Sendable]]

    /// The value of a flag. Asking for a flag that neither the command nor a group above it declares is a fault of
    /// the program and traps.
    public subscript<Output>(flag: Flag<Output>) -> Output {
        let name = flag.specification.name
        guard let values = flagValues[name], let value = flag.read(values) else {
            preconditionFailure("\(commandWords.joined(separator: " ")) does not declare --\(name)")
        }
        return value
    }

    /// The value of a positional argument; traps where the command does not declare it.
    public subscript<Output>(positional: Positional<Output>) -> Output {
        let name = positional.specification.name
        guard let values = positionalValues[name], let value = positional.read(values) else {
            preconditionFailure("\(commandWords.joined(separator: " ")) does not declare <\(name)>")
        }
        return value
    }

    /// Whether the flag was given on the command line or by the environment, as against its default.
    public func isGiven<Output>(_ flag: Flag<Output>) -> Bool {
        !(flagValues[flag.specification.name] ?? []).isEmpty
    }
}
