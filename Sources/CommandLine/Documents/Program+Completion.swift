extension Program {
    /// The completion script for a shell, derived from the declarations.
    public func completionScript(for shell: Shell) -> String {
        let tree = CommandPath(root: root).visibleTree
        return switch shell {
        case .bash: BashCompletion(name: name, tree: tree).text
        case .zsh: ZshCompletion(name: name, tree: tree).text
        case .fish: FishCompletion(name: name, tree: tree).text
        }
    }
}

/// Writing for shells.
enum ShellText {
    /// A word in single quotes for bash and zsh.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// A word in single quotes for fish, where backslashes count inside them.
    static func quotedForFish(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    /// The name of a shell function.
    static func identifier(_ words: [String]) -> String {
        "_"
            + words.joined(separator: "__").map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
            .map(String.init).joined()
    }

    /// The first sentence, as completion menus have one line.
    static func brief(_ text: String) -> String {
        let end = text.firstRange(of: ". ")?.lowerBound ?? text.endIndex
        return String(text[..<end]).trimmingSuffix(".")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        last == suffix ? String(dropLast()) : self
    }
}
