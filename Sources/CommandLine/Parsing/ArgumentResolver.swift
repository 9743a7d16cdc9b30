/// Makes checked values of the words of a command line, with the environment behind them.
struct ArgumentResolver {
    let path: CommandPath
    let environment: [String: String]

    /// The values of every flag the command knows, by name; none where only the default applies.
    func flagValues(_ words: [String: [String]]) throws(UsageError) -> [String: [any Sendable]] {
        var values: [String: [any Sendable]] = [:]
        for flag in path.flags {
            if let given = words[flag.name] {
                values[flag.name] = try read(given, of: flag, calledBy: flag.longName)
            } else if let variable = flag.environment, let text = environment[variable], !text.isEmpty {
                values[flag.name] = try readEnvironment(text, of: flag, variable: variable)
            } else if flag.isRequired {
                throw missing(flag)
            } else {
                values[flag.name] = []
            }
        }
        return values
    }

    private func read(
        _ words: [String], of flag: FlagSpecification, calledBy subject: String
    ) throws(UsageError) -> [any Sendable] {
        guard let value = flag.value else { return words.map { _ in true } }
        var values: [any Sendable] = []
        for word in words {
            switch value.parse(word) {
            case .success(let parsed): values.append(parsed)
            case .failure(let problem): throw .badValue(word, of: subject, problem, path.text)
            }
        }
        return values
    }

    private func readEnvironment(
        _ text: String, of flag: FlagSpecification, variable: String
    ) throws(UsageError) -> [any Sendable] {
        let subject = "the environment variable \(variable) (for \(flag.longName))"
        switch flag.arity {
        case .single: return try read([text], of: flag, calledBy: subject)
        case .repeated: return try read(text.split(separator: ",").map(String.init), of: flag, calledBy: subject)
        case .toggle, .counted:
            switch text.lowercased() {
            case "1", "true", "yes", "on": return [true]
            case "0", "false", "no", "off": return []
            default: throw .badValue(text, of: subject, ArgumentProblem(expectation: "1 or 0"), path.text)
            }
        }
    }

    private func missing(_ flag: FlagSpecification) -> UsageError {
        let right = "give \(flag.longName) \(flag.value?.name ?? "")"
        let expectation = flag.value?.expectation ?? "no value"
        return UsageError(
            command: path.text, message: "\(flag.longName) is missing: it takes \(expectation)",
            help: flag.environment.map { "\(right), or set \($0)" } ?? right)
    }

    /// The values of the positional arguments, by name.
    func positionalValues(_ words: [String]) throws(UsageError) -> [String: [any Sendable]] {
        var rest = words[...]
        var values: [String: [any Sendable]] = [:]
        for positional in path.command.positionalSpecifications {
            let taken = rest.prefix(positional.isRest ? rest.count : 1)
            rest = rest.dropFirst(taken.count)
            guard taken.count >= positional.least else {
                throw UsageError(
                    command: path.text,
                    message: "\(positional.synopsis) is missing: it takes \(positional.value.expectation)",
                    help: "the form is \(HelpText.synopsis(of: path))")
            }
            var parsed: [any Sendable] = []
            for word in taken {
                switch positional.value.parse(word) {
                case .success(let value): parsed.append(value)
                case .failure(let problem): throw .badValue(word, of: positional.synopsis, problem, path.text)
                }
            }
            values[positional.name] = parsed
        }
        if let extra = rest.first {
            let form = "the form is \(HelpText.synopsis(of: path))"
            throw UsageError(
                command: path.text, message: "\(UsageError.quoted(extra)) is one argument too many", help: form)
        }
        return values
    }
}
