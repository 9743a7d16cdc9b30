extension Program {
    /// The manual page of section 1 in the `man` macros, for `cordon manual | man -l -`.
    public func manualPage() -> String {
        ManualPage(program: self).text
    }
}

/// Writes the manual page of a program.
private struct ManualPage {
    let program: Program

    var text: String {
        let root = CommandPath(root: program.root)
        let title = Self.escaped(program.name.uppercased())
        var lines = [".TH \(title) 1 \"\" \"\(Self.escaped("\(program.name) \(program.version)"))\""]
        lines += [".SH NAME", "\(Self.escaped(program.name)) \\- \(Self.escaped(program.root.summary))"]
        lines += [".SH SYNOPSIS", ".B \(Self.escaped(HelpText.synopsis(of: root)))"]
        if !program.root.discussion.isEmpty {
            lines.append(".SH DESCRIPTION")
            lines += Self.paragraphs(program.root.discussion)
        }
        let commands = root.visibleTree.dropFirst().filter { $0.command.run != nil }
        if !commands.isEmpty {
            lines.append(".SH COMMANDS")
            lines += commands.flatMap(section)
        }
        lines.append(".SH OPTIONS")
        lines += flags(program.root.flagSpecifications)
        lines += examples(program.root.examples, heading: ".SH EXAMPLES")
        lines += environment(root)
        lines.append(".SH EXIT STATUS")
        for code in ExitCode.allCases { lines += [".TP", ".B \(code.rawValue)", Self.escaped(code.meaning)] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ path: CommandPath) -> [String] {
        var lines = [".SS \"\(Self.escaped(path.text))\"", ".B \(Self.escaped(HelpText.synopsis(of: path)))", ".PP"]
        lines.append(Self.escaped(path.command.summary))
        lines += Self.paragraphs(path.command.discussion)
        for positional in path.command.positionalSpecifications {
            lines += [".TP", ".I \(Self.escaped(positional.synopsis))", Self.escaped(positional.help)]
        }
        lines += flags(path.commands.dropFirst().reversed().flatMap(\.flagSpecifications))
        lines += examples(path.command.examples, heading: ".PP\nExamples:")
        return lines
    }

    private func flags(_ flags: [FlagSpecification]) -> [String] {
        flags.filter { !$0.isHidden }.flatMap { flag in
            let names = (flag.short.map { "\\fB\\-\($0)\\fR, " } ?? "") + "\\fB\(Self.escaped(flag.longName))\\fR"
            let value = flag.value.map { " \\fI\(Self.escaped($0.name))\\fR" } ?? ""
            return [".TP", names + value, Self.escaped(flag.help + HelpText.facts(of: flag))]
        }
    }

    private func examples(_ examples: [CommandExample], heading: String) -> [String] {
        guard !examples.isEmpty else { return [] }
        let entries = examples.flatMap { example in
            let line = [".PP", ".RS 4", ".nf", Self.escaped(example.line), ".fi", ".RE"]
            return [".PP", Self.escaped(example.explanation)] + line
        }
        return [heading] + entries
    }

    private func environment(_ root: CommandPath) -> [String] {
        var seen: Set<String> = []
        let flags = root.visibleTree.flatMap(\.command.flagSpecifications).filter { flag in
            flag.environment.map { seen.insert($0).inserted } ?? false
        }
        let own = flags.flatMap { flag in
            [".TP", ".B \(Self.escaped(flag.environment ?? ""))", Self.escaped("Stands for \(flag.longName).")]
        }
        return [".SH ENVIRONMENT"] + own
            + [".TP", ".B NO_COLOR", "Set to anything, forbids colours unless \\fB\\-\\-color always\\fR is given."]
    }

    private static func paragraphs(_ text: String) -> [String] {
        TextWrap.paragraphs(of: text).flatMap { paragraph in
            let isLiteral = paragraph.allSatisfy { $0.hasPrefix("  ") }
            let lines = paragraph.map(escaped)
            return isLiteral ? [".PP", ".nf"] + lines + [".fi"] : [".PP"] + lines
        }
    }

    /// Text that `troff` sets as it is: no escapes, no requests, and dashes that can be copied.
    private static func escaped(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var escaped = line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : ""
            for character in line {
                switch character {
                case "\\": escaped += "\\e"
                case "-": escaped += "\\-"
                case "\"": escaped += "\\(dq"
                default: escaped.append(character)
                }
            }
            return escaped
        }.joined(separator: "\n")
    }
}
