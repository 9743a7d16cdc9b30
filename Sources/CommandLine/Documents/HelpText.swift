/// The help of one command, laid out for a terminal.
struct HelpText {
    /// The widest text, in columns: longer lines are hard to read.
    static let columnsMax = 100

    private let path: CommandPath
    private let terminal: Terminal
    private let columns: Int

    init(_ path: CommandPath, terminal: Terminal) {
        self.path = path
        self.terminal = terminal
        columns = min(terminal.columns, Self.columnsMax)
    }

    /// The form of the command line: `cordon keys new [flags] <name>`.
    static func synopsis(of path: CommandPath) -> String {
        var words = path.words
        if !path.command.visibleSubcommands.isEmpty {
            words.append(path.command.run == nil ? "<command>" : "[command]")
        }
        for flag in path.flags where flag.isRequired { words.append("\(flag.longName) \(flag.value?.name ?? "")") }
        words.append("[flags]")
        words += path.command.positionalSpecifications.map(\.synopsis)
        return words.joined(separator: " ")
    }

    /// All sections.
    var text: String {
        var sections = [wrapped(path.command.summary, indent: 0)]
        sections.append(heading("Usage") + "  " + Self.synopsis(of: path))
        if !path.command.discussion.isEmpty { sections.append(wrapped(path.command.discussion, indent: 0)) }
        sections += commandSections
        if !path.command.positionals.isEmpty {
            sections.append(heading("Arguments") + entries(path.command.positionalSpecifications.map(Self.entry)))
        }
        sections += flagSections
        if !path.command.examples.isEmpty { sections.append(heading("Examples") + examples) }
        if !path.command.visibleSubcommands.isEmpty {
            sections.append("\(path.text) <command> --help explains a command.")
        }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private func heading(_ title: String) -> String { terminal.styled("\(title):", .bold) + "\n" }

    private func wrapped(_ text: String, indent: Int) -> String {
        TextWrap.paragraphs(text, columns: columns, indent: indent)
    }

    private var commandSections: [String] {
        var groups: [(title: String, commands: [Command])] = []
        for command in path.command.visibleSubcommands {
            let title = command.group ?? "Commands"
            if let index = groups.firstIndex(where: { $0.title == title }) {
                groups[index].commands.append(command)
            } else {
                groups.append((title, [command]))
            }
        }
        return groups.map { group in
            heading(group.title) + entries(group.commands.map { ($0.name, $0.summary) })
        }
    }

    private var flagSections: [String] {
        let own = path.command.flagSpecifications.filter { !$0.isHidden }
        let inherited = path.inheritedFlags.filter { !$0.isHidden && $0.name != BuiltIn.version.specification.name }
        var sections: [String] = []
        if !own.isEmpty { sections.append(heading("Flags") + entries(own.map(Self.entry))) }
        if !inherited.isEmpty { sections.append(heading("Common flags") + entries(inherited.map(Self.entry))) }
        return sections
    }

    private static func entry(_ positional: PositionalSpecification) -> (String, String) {
        (positional.synopsis, positional.help)
    }

    private static func entry(_ flag: FlagSpecification) -> (String, String) {
        let short = flag.short.map { "-\($0), " } ?? "    "
        let value = flag.value.map { " \($0.name)" } ?? ""
        return (short + flag.longName + value, flag.help + facts(of: flag))
    }

    /// What follows the help sentence: default, environment variable, whether required or repeated.
    static func facts(of flag: FlagSpecification) -> String {
        var facts: [String] = []
        if let choices = flag.value?.choices, !choices.isEmpty, !choices.allSatisfy(flag.help.contains) {
            facts.append("one of \(choices.joined(separator: ", "))")
        }
        if flag.isRequired { facts.append("required") }
        if flag.arity == .repeated || flag.arity == .counted { facts.append("may be repeated") }
        if let text = flag.defaultText { facts.append("default \(text)") }
        if let variable = flag.environment { facts.append("environment \(variable)") }
        return facts.isEmpty ? "" : " [\(facts.joined(separator: "; "))]"
    }

    /// Two columns; a term that is too wide stands on a line of its own, on a narrow terminal every term.
    private func entries(_ entries: [(term: String, text: String)]) -> String {
        let columnsForTwoMin = 60
        let termColumnsMax = columns < columnsForTwoMin ? 4 : 28
        let width = entries.map { DisplayWidth.of($0.term) }.filter { $0 <= termColumnsMax }.max() ?? termColumnsMax
        let margin = 2 + width + 2
        return entries.map { term, text in
            let lines = TextWrap.lines(text, columns: max(20, columns - margin))
            let isTooWide = DisplayWidth.of(term) > width
            let padding = String(repeating: " ", count: isTooWide ? 0 : width - DisplayWidth.of(term))
            let start = "  " + terminal.styled(term, .cyan) + padding
            let gap = isTooWide ? "\n" + String(repeating: " ", count: margin) : "  "
            return start + gap + lines.joined(separator: "\n" + String(repeating: " ", count: margin))
        }.joined(separator: "\n")
    }

    private var examples: String {
        path.command.examples.map { example in
            wrapped(example.explanation, indent: 2) + "\n    " + terminal.styled("$ " + example.line, .green)
        }.joined(separator: "\n\n")
    }
}
