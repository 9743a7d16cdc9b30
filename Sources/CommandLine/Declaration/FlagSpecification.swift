/// How often a flag may stand and whether it takes a value.
public enum FlagArity: Sendable {
    /// Stands or not; no value.
    case toggle
    /// Counts how often it stands: `-vv`.
    case counted
    /// One value; the last one given counts, so that an alias can be overruled.
    case single
    /// A value each time it stands; all count.
    case repeated
}

/// A word that was refused.
public struct ArgumentProblem: Error, Sendable {
    /// What would be right, to follow "takes".
    public var expectation: String
    /// The nearest right word, if one is near.
    public var suggestion: String?
}

/// What help, completion and the parser know of the value of a flag or a positional argument.
public struct ValueSpecification: Sendable {
    /// The word that stands for it in help.
    public var name: String
    /// What a right value is.
    public var expectation: String
    /// All values there are, if they are few.
    public var choices: [String]
    /// What a shell offers.
    public var completion: ValueCompletion
    /// Reads and checks a word.
    public var parse: @Sendable (String) -> Result<any Sendable, ArgumentProblem>

    /// Describes the values of `type`; `accepts` narrows them, `expecting` then says to what.
    public init<Value: ArgumentValue>(
        _ type: Value.Type, name: String? = nil, expecting: String? = nil,
        accepts: (@Sendable (Value) -> Bool)? = nil
    ) {
        let expectation = expecting ?? Value.expectation
        self.name = name ?? Value.valueName
        self.expectation = expectation
        choices = Value.choices
        completion = Value.completion
        parse = { word in
            guard let value = Value(argument: word), accepts?(value) ?? true else {
                let suggestion = Spelling.nearest(to: word, among: Value.choices)
                return .failure(ArgumentProblem(expectation: expectation, suggestion: suggestion))
            }
            return .success(value)
        }
    }
}

/// A flag as data: all that help, completion, manual page and parser derive from.
public struct FlagSpecification: Sendable {
    /// The long name without dashes.
    public var name: String
    /// The short name.
    public var short: Character?
    /// How often it may stand.
    public var arity: FlagArity
    /// Its value; nil for toggles and counts.
    public var value: ValueSpecification?
    /// One or more sentences.
    public var help: String
    /// The default as help shows it.
    public var defaultText: String?
    /// The environment variable read where the flag does not stand.
    public var environment: String?
    /// Whether it must be given, on the command line or by the environment.
    public var isRequired: Bool
    /// Whether help and completion leave it out.
    public var isHidden: Bool

    /// The name as it is written: `--count`.
    public var longName: String { "--" + name }
}

/// A positional argument as data.
public struct PositionalSpecification: Sendable {
    /// The name as help shows it, in lower case.
    public var name: String
    /// Its value.
    public var value: ValueSpecification
    /// One or more sentences.
    public var help: String
    /// The least number of words it takes.
    public var least: Int
    /// Whether it takes all that remain.
    public var isRest: Bool

    /// The name as a synopsis writes it: `<file>`, `[file]`, `<file>…`, `[file]…`.
    public var synopsis: String {
        (least > 0 ? "<\(name)>" : "[\(name)]") + (isRest ? "…" : "")
    }
}
