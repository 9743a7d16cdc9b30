public import JSONSchema

/// What rules may speak of: the fields of an alert, against which they are checked when they are filed, and helpers.
public struct RuleDeclarations: Sendable {
    /// The alert; nil where rules may speak of any fields.
    public var root: RuleObjectType?
    /// Functions beside those of the language.
    public var helpers: RuleHelpers
    /// What texts of a format look like, by the format's name: what a field is compared with must look so too.
    public var formats: [String: Format]
    /// What is often written for codes, in small letters, and the codes that may be meant: `guatemala` for `GT`.
    public var otherWords: [String: [String]]

    /// Declarations of an alert's fields, of helpers, and of what helps to say what a wrong rule means.
    public init(
        root: RuleObjectType?, helpers: RuleHelpers = RuleHelpers(), formats: [Format] = [],
        otherWords: [String: [String]] = [:]
    ) {
        self.root = root
        self.helpers = helpers
        self.formats = Dictionary(formats.map { ($0.name, $0) }) { first, _ in first }
        self.otherWords = otherWords
    }

    /// The one of some codes that is meant by another word, nil where none is known.
    func meant(by word: String, among codes: [String]) -> String? {
        otherWords[word.lowercased()]?.first { codes.contains($0) }
    }
}
