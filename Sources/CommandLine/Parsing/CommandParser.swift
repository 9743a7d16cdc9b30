/// What a command line asks for.
enum Invocation: Sendable {
    /// Run the command with these values.
    case run(CommandPath, flags: [String: [any Sendable]], positionals: [String: [any Sendable]])
    /// Show the command's help.
    case help(CommandPath)
    /// Show the help because the command is only a group: a usage error.
    case helpForGroup(CommandPath)
    /// Show the version.
    case version
}

/// Reads a command line, word by word.
///
/// `--flag value`, `--flag=value`, `-n 3`, `-n3`, combined short flags `-vq`, and `--` behind which all is positional.
/// Flags may stand before, between and behind positional arguments. A word like `-5` is a positional argument or a
/// value unless a flag has that name.
struct CommandParser {
    /// The most words a command line may have.
    static let wordsMax = 65_536

    private var path: CommandPath
    private let environment: [String: String]
    private var rest: ArraySlice<String>
    private var flagWords: [String: [String]] = [:]
    private var positionalWords: [String] = []
    private var wantsHelp = false
    private var wantsVersion = false

    private init(_ program: Program, _ arguments: [String], _ environment: [String: String]) {
        path = CommandPath(root: program.root)
        rest = arguments[...]
        self.environment = environment
    }

    /// Reads the words behind the program's name.
    static func parse(
        _ arguments: [String], of program: Program, environment: [String: String]
    ) throws(UsageError) -> Invocation {
        var parser = CommandParser(program, arguments, environment)
        guard arguments.count <= wordsMax else {
            throw parser.error("there are more than \(wordsMax) arguments")
        }
        return try parser.invocation()
    }

    private mutating func invocation() throws(UsageError) -> Invocation {
        while let word = rest.popFirst(), !wantsHelp {
            if word == "--" {
                positionalWords += rest
                rest = []
            } else if word.hasPrefix("--") {
                try takeLong(word)
            } else if word.hasPrefix("-"), word.count > 1, !isNumber(word) {
                try takeShort(word)
            } else {
                try takeWord(word)
            }
        }
        if wantsHelp { return .help(path) }
        if wantsVersion { return .version }
        guard path.command.run != nil else { return .helpForGroup(path) }
        let resolver = ArgumentResolver(path: path, environment: environment)
        return .run(
            path, flags: try resolver.flagValues(flagWords), positionals: try resolver.positionalValues(positionalWords)
        )
    }

    private mutating func takeWord(_ word: String) throws(UsageError) {
        if positionalWords.isEmpty, let next = path.command.subcommands.first(where: { $0.name == word }) {
            path = path.appending(next)
        } else if path.command.positionals.isEmpty, !path.command.subcommands.isEmpty {
            throw .unknownCommand(word, below: path)
        } else {
            positionalWords.append(word)
        }
    }

    private mutating func takeLong(_ word: String) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let written = String(parts[0])
        guard let flag = path.flags.first(where: { $0.longName == written }) else {
            throw .unknownFlag(written, of: path)
        }
        try take(flag, written: written, attached: parts.count > 1 ? String(parts[1]) : nil)
    }

    private mutating func takeShort(_ word: String) throws(UsageError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            let written = "-\(letter)"
            guard let flag = path.flags.first(where: { $0.short == letter }) else {
                throw .unknownFlag(word.count == 2 ? word : written, of: path)
            }
            guard flag.value != nil else {
                try take(flag, written: written, attached: letters.first == "=" ? String(letters.dropFirst()) : nil)
                continue
            }
            if letters.first == "=" { letters.removeFirst() }
            try take(flag, written: written, attached: letters.isEmpty ? nil : String(letters))
            return
        }
    }

    private mutating func take(_ flag: FlagSpecification, written: String, attached: String?) throws(UsageError) {
        guard let value = flag.value else {
            if let attached {
                throw error("\(written) takes no value, but was given \(UsageError.quoted(attached))")
            }
            flagWords[flag.name, default: []].append("")
            if flag.name == BuiltIn.help.specification.name { wantsHelp = true }
            if flag.name == BuiltIn.version.specification.name { wantsVersion = true }
            return
        }
        if let attached {
            flagWords[flag.name, default: []].append(attached)
        } else if let next = rest.first, !next.hasPrefix("-") || next == "-" || isNumber(next) {
            rest.removeFirst()
            flagWords[flag.name, default: []].append(next)
        } else {
            let right = rest.first.map {
                "write \(flag.longName)=\(UsageError.quoted($0)) if that is the value"
            }
            throw error("\(written) needs a value: \(value.expectation)", help: right)
        }
    }

    /// Whether a word that begins with a dash is a number and no flag.
    private func isNumber(_ word: String) -> Bool {
        guard let digit = word.dropFirst().first, digit.isASCII, digit.isWholeNumber || digit == ".",
            Double(word) != nil
        else { return false }
        return !path.flags.contains { $0.short == digit }
    }

    private func error(_ message: String, help: String? = nil) -> UsageError {
        UsageError(command: path.text, message: message, help: help)
    }
}
