/// The completion script for bash.
struct BashCompletion {
    let name: String
    let tree: [CommandPath]

    var text: String {
        let function = ShellText.identifier([name])
        return """
            # bash completion for \(name)
            \(function)() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
                local path=\(ShellText.quoted(name)) index words=""
                # Bash breaks words at '=': --flag=value arrives as three.
                if [[ $current == "=" ]]; then
                    current=""
                elif [[ $previous == "=" && $COMP_CWORD -ge 2 ]]; then
                    previous="${COMP_WORDS[COMP_CWORD-2]}"
                fi
                for ((index = 1; index < COMP_CWORD; index++)); do
                    case "$path ${COMP_WORDS[index]}" in
            \(descents)
                    esac
                done
                COMPREPLY=()
                case "$path" in
            \(tree.map(branch).joined(separator: "\n"))
                esac
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -F \(function) \(name)

            """
    }

    private var descents: String {
        let paths = tree.dropFirst().map { ShellText.quoted($0.text) }
        guard !paths.isEmpty else { return "            *) ;;" }
        return "            \(paths.joined(separator: " | "))) path=\"$path ${COMP_WORDS[index]}\" ;;"
    }

    private func branch(_ path: CommandPath) -> String {
        let flags = path.flags.filter { !$0.isHidden }
        let values = flags.compactMap { flag -> String? in
            guard let value = flag.value else { return nil }
            let names = ([flag.longName] + (flag.short.map { ["-\($0)"] } ?? [])).map(ShellText.quoted)
            return "                \(names.joined(separator: " | "))) \(reply(value)); return ;;"
        }
        let flagWords = flags.map(\.longName).joined(separator: " ")
        let words =
            path.command.visibleSubcommands.map(\.name)
            + path.command.positionalSpecifications.flatMap(\.value.choices)
        let positional = path.command.positionalSpecifications.first { $0.value.completion != .none }
        let offer = "words=\(ShellText.quoted(words.joined(separator: " ")))"
        let otherwise = positional.map { "\(reply($0.value)); return" } ?? offer
        return """
                    \(ShellText.quoted(path.text)))
                        case "$previous" in
            \(values.joined(separator: "\n"))
                            *) ;;
                        esac
                        if [[ $current == -* ]]; then
                            words=\(ShellText.quoted(flagWords))
                        else
                            \(otherwise)
                        fi
                        ;;
            """
    }

    /// The command that completes one value.
    private func reply(_ value: ValueSpecification) -> String {
        if !value.choices.isEmpty {
            let words = ShellText.quoted(value.choices.joined(separator: " "))
            return "COMPREPLY=($(compgen -W \(words) -- \"$current\"))"
        }
        let paths = "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen"
        return switch value.completion {
        case .none: "COMPREPLY=()"
        case .files: "\(paths) -f -- \"$current\")"
        case .directories: "\(paths) -d -- \"$current\")"
        }
    }
}
