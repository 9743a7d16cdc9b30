/// The completion script for fish.
struct FishCompletion {
    let name: String
    let tree: [CommandPath]

    private var function: String { "_" + ShellText.identifier([name]) + "_path" }

    var text: String {
        let paths = tree.dropFirst().map { ShellText.quotedForFish($0.text) }
        let descent =
            paths.isEmpty
            ? "" : "            case \(paths.joined(separator: " "))\n                set path \"$path $word\"\n"
        return """
            # fish completion for \(name)
            function \(function)
                set -l path \(ShellText.quotedForFish(name))
                set -l words (commandline -opc)
                for word in $words[2..-1]
                    switch "$path $word"
            \(descent)        end
                end
                echo $path
            end
            complete -c \(name) -f
            \(tree.flatMap(lines).joined(separator: "\n"))

            """
    }

    private func lines(_ path: CommandPath) -> [String] {
        let condition = ShellText.quotedForFish("test (\(function)) = \"\(path.text)\"")
        let start = "complete -c \(name) -n \(condition)"
        let flags = path.flags.filter { !$0.isHidden }.map { flag in
            let short = flag.short.map { " -s \(ShellText.quotedForFish(String($0)))" } ?? ""
            let value = flag.value.map { " -r\(offered($0))" } ?? ""
            return "\(start)\(short) -l \(flag.name)\(value) -d \(ShellText.quotedForFish(ShellText.brief(flag.help)))"
        }
        let commands = path.command.visibleSubcommands.map { command in
            "\(start) -a \(command.name) -d \(ShellText.quotedForFish(ShellText.brief(command.summary)))"
        }
        let positionals = path.command.positionalSpecifications.compactMap { positional -> String? in
            let offer = offered(positional.value)
            return offer.isEmpty ? nil : start + offer
        }
        return flags + commands + positionals
    }

    private func offered(_ value: ValueSpecification) -> String {
        if !value.choices.isEmpty { return " -a \(ShellText.quotedForFish(value.choices.joined(separator: " ")))" }
        switch value.completion {
        case .none: return ""
        case .files: return " -F"
        case .directories: return " -a '(__fish_complete_directories)'"
        }
    }
}
