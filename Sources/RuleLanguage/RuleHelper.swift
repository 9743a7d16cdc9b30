/// A function of a rule's subject matter, beside those of the language: `hs.within(g.hs, '2402')`.
///
/// A helper is written in the language itself and put in the place of its call when a rule is read. So it costs what
/// its definition costs, is checked like any other part of the rule, is found by the index, and is explained down to
/// the condition that decided.
public struct RuleHelper: Sendable {
    /// What a parameter takes.
    public enum Parameter: Sendable, Equatable {
        /// Any expression; the definition speaks of it by this name.
        case expression(String)
        /// A text written out in the rule, which the definition is made from.
        case text(String)

        /// The parameter's name.
        public var name: String {
            switch self {
            case .expression(let name), .text(let name): name
            }
        }
    }

    /// What a call stands for.
    public enum Expansion: Sendable {
        /// An expression of the language over the alert's fields and the parameters that take expressions.
        case expression(String)
        /// A text that the helper does not take: which of the texts, what is wrong and what would be right.
        case refused(text: Int, message: String, replacement: String?)
    }

    /// Its name: a word, or two with a dot between.
    public let name: String
    /// What it takes, in order.
    public let parameters: [Parameter]
    /// What it says, in one sentence.
    public let summary: String
    /// A rule that uses it.
    public let example: String
    /// Gives the definition for the texts that were written out.
    let expand: @Sendable ([String]) -> Expansion

    /// A helper. Definitions with macros take no expressions, and name their variables with a `_` before, so that no
    /// variable hides another.
    public init(
        _ name: String, _ parameters: [Parameter], summary: String, example: String,
        expand: @escaping @Sendable ([String]) -> Expansion
    ) {
        self.name = name
        self.parameters = parameters
        self.summary = summary
        self.example = example
        self.expand = expand
    }

    /// How it is called.
    public var usage: String {
        let shown = parameters.map { parameter in
            if case .text(let name) = parameter { "'\(name)'" } else { parameter.name }
        }
        return "\(name)(\(shown.joined(separator: ", ")))"
    }
}

/// Helpers by their names.
public struct RuleHelpers: Sendable {
    /// The helpers, as they were given.
    public let all: [RuleHelper]
    private let byName: [String: RuleHelper]

    /// A table of helpers; of two with one name the first counts.
    public init(_ helpers: [RuleHelper] = []) {
        all = helpers
        byName = Dictionary(helpers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The helper of a name, nil where there is none.
    public subscript(name: String) -> RuleHelper? { byName[name] }

    /// The second words of the helpers that have a first.
    func members(of word: String) -> [String] {
        all.compactMap { $0.name.hasPrefix(word + ".") ? String($0.name.dropFirst(word.count + 1)) : nil }
    }
}
