import CommandLine

/// `cordon schema show`: the text of a schema.
enum SchemaShowCommand {
    private static let schema = Positional<String>(
        "SCHEMA", help: "A schema inside the program: seizure, seizure/1-0-0 or its URI.")

    static let command = Command(
        "show", summary: "Print a schema.", positionals: [schema],
        examples: [
            CommandExample("cordon schema show seizure", "print the newest schema of seizures"),
            CommandExample(
                "cordon schema show seizure/1-0-0 > seizure.schema.json", "begin a version of one's own"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let found = try KnownSchema(arguments[schema], folder: nil)
        try arguments.console.print(String(decoding: found.text, as: UTF8.self))
        return .ok
    }
}
