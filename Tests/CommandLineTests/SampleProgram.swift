import CommandLine

/// A program with one of everything, and the flags that read it.
enum Sample {
    static let hub = Flag<String>(
        "hub", value: "ADDRESS", default: "tcp://127.0.0.1:7400", environment: "SAMPLE_HUB",
        help: "The hub to speak to.")
    static let verbose = Flag<Int>(counted: "verbose", short: "v", help: "Say more.")

    static let count = Flag<Int?>(
        "count", short: "n", help: "Stop after this many alerts.", expecting: "a whole number from 1 on",
        accepts: { $0 > 0 })
    static let format = Flag<Format>("format", short: "F", default: .table, help: "How to print alerts.")
    static let json = Flag<Bool>("json", short: "j", environment: "SAMPLE_JSON", help: "Print JSON lines.")
    static let timeout = Flag<Duration>("timeout", default: .seconds(5), help: "Give up after this long.")
    static let topics = Flag<[String]>(
        "topic", short: "t", environment: "SAMPLE_TOPICS", help: "Only alerts of this topic. Patterns are allowed.")
    static let limit = Flag<ByteCount?>("limit", isHidden: true, help: "The greatest alert.")
    static let files = Positional<[FileArgument]>("file", least: 1, help: "Files of alerts, - for standard input.")

    static let key = Flag<FileArgument>(
        required: "key", short: "k", environment: "SAMPLE_KEY", help: "Where the key goes.")
    static let member = Positional<String>("member", help: "The member.", expecting: "two capital letters such as GT") {
        $0.count == 2 && $0.allSatisfy { ("A"..."Z").contains($0) }
    }
    static let note = Positional<Int?>("note", help: "A number for the note: [any], it's free.")

    enum Format: String, CaseIterable, ArgumentValue { case table, card, raw }

    /// Prints what it read, so that tests see it.
    static let publish = Command(
        "publish", summary: "Publish alerts.", discussion: "Each file holds one alert or many, as JSON lines.",
        flags: [count, format, json, timeout, topics, limit], positionals: [files],
        examples: [CommandExample("sample publish -n 3 alerts.jsonl", "Publish the first three alerts of a file.")],
        run: { arguments in
            let parts = [
                "count=\(arguments[count].map(String.init) ?? "nil")", "format=\(arguments[format].rawValue)",
                "json=\(arguments[json])", "timeout=\(arguments[timeout].argumentText)", "topics=\(arguments[topics])",
                "limit=\(arguments[limit]?.argumentText ?? "nil")", "files=\(arguments[files].map(\.path))",
                "hub=\(arguments[hub])", "verbose=\(arguments[verbose])", "given=\(arguments.isGiven(timeout))",
            ]
            try arguments.console.print(parts.joined(separator: " "))
            return .ok
        })

    static let newKey = Command(
        "new", summary: "Make a key pair.", flags: [key], positionals: [member, note],
        run: { arguments in
            let note = arguments[note].map(String.init) ?? "nil"
            try arguments.console.print("key=\(arguments[key].path) member=\(arguments[member]) note=\(note)")
            return .ok
        })

    static let fail = Command(
        "fail", summary: "Fail.", isHidden: true,
        run: { _ in
            throw CommandFailure(
                .dataRefused, "refused: \u{1B}[2J\nerror: forged", help: "mend it", details: "  the place")
        })

    static let program = Program(
        "sample", version: "1.2.3", summary: "A program with one of everything.",
        discussion: "It's here to be tested: every kind of flag stands somewhere.", flags: [hub, verbose],
        commands: [
            publish,
            Command(
                "keys", summary: "Manage keys.", group: "Administration",
                subcommands: [newKey, Command("list", summary: "List keys.", run: { _ in .notAllowed })]),
            fail,
        ])

    /// Runs a line split at spaces and returns the code and both outputs.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], terminal: Terminal = Terminal(isTerminal: false)
    ) async -> (code: ExitCode, output: String, errors: String) {
        let (output, errors) = (MemoryOutput(), MemoryOutput())
        let console = Console(output: output, errors: errors, outputTerminal: terminal, errorTerminal: terminal)
        let code = await program.run(arguments, environment: environment, console: console)
        return (code, output.text, errors.text)
    }

    static func run(_ line: String, environment: [String: String] = [:]) async -> (
        code: ExitCode, output: String, errors: String
    ) {
        await run(line.split(separator: " ").map(String.init), environment: environment)
    }
}
