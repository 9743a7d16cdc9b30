/// The completion script for zsh: one function a command, called from the one above it.
struct ZshCompletion {
    let name: String
    let tree: [CommandPath]

    var text: String {
        let main = ShellText.identifier([name])
        return """
            #compdef \(name)
            # zsh completion for \(name)
            \(tree.map(function).joined(separator: "\n\n"))

            if [[ "${funcstack[1]}" == "\(main)" ]]; then
                \(main) "$@"
            else
                compdef \(main) \(name)
            fi

            """
    }

    private func function(_ path: CommandPath) -> String {
        let flags = path.flags.filter { !$0.isHidden }.map(specification)
        let subcommands = path.command.visibleSubcommands
        let arguments =
            subcommands.isEmpty
            ? path.command.positionalSpecifications.map(specification)
            : ["'1:command:->command'", "'*::argument:->argument'"]
        let list = (flags + arguments).map { "        \($0)" }.joined(separator: " \\\n")
        var lines = [
            "\(ShellText.identifier(path.words))() {",
            "    local curcontext=\"$curcontext\" state line",
            "    typeset -A opt_args",
            "    _arguments -C -s -S \\\n\(list)",
        ]
        if !subcommands.isEmpty {
            let described = subcommands.map { ShellText.quoted("\($0.name):\(ShellText.brief($0.summary))") }
            lines += [
                "    case $state in",
                "        command)",
                "            local -a commands=(\(described.joined(separator: " ")))",
                "            _describe command commands ;;",
                "        argument)",
                "            case $line[1] in",
            ]
            lines += subcommands.map { command in
                "                \(ShellText.quoted(command.name))) \(ShellText.identifier(path.appending(command).words)) ;;"
            }
            lines += ["            esac ;;", "    esac"]
        }
        return (lines + ["}"]).joined(separator: "\n")
    }

    private func specification(_ flag: FlagSpecification) -> String {
        let help = "[\(Self.escaped(ShellText.brief(flag.help)))]"
        let isRepeated = flag.arity == .repeated || flag.arity == .counted
        let long = flag.longName + (flag.value == nil ? "" : "=")
        let value = flag.value.map { ":\(Self.escaped($0.name)):\(action($0))" } ?? ""
        let star = isRepeated ? "*" : ""
        guard let short = flag.short else { return ShellText.quoted(star + long + help + value) }
        let exclusion = isRepeated ? "\\*" : ShellText.quoted("(-\(short) \(flag.longName))")
        let shortName = "-\(short)" + (flag.value == nil ? "" : "+")
        return "\(exclusion){\(shortName),\(long)}\(ShellText.quoted(help + value))"
    }

    private func specification(_ positional: PositionalSpecification) -> String {
        let place = positional.isRest ? "*:" : positional.least == 0 ? "::" : ":"
        return ShellText.quoted("\(place)\(Self.escaped(positional.name)):\(action(positional.value))")
    }

    private func action(_ value: ValueSpecification) -> String {
        if !value.choices.isEmpty { return "(\(value.choices.joined(separator: " ")))" }
        switch value.completion {
        case .none: return " "
        case .files: return "_files"
        case .directories: return "_files -/"
        }
    }

    /// Text in a specification of `_arguments`, where colons and brackets count.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(":", with: "\\:").replacing("[", with: "\\[")
            .replacing("]", with: "\\]")
    }
}
