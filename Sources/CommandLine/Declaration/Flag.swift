/// A flag of any type, as commands list them.
public protocol FlagDeclaration: Sendable {
    /// The flag as data.
    var specification: FlagSpecification { get }
}

/// A flag, declared once: the value by which commands declare it is also the key by which they read it.
///
/// The type says how the flag behaves:
///
///     let json    = Flag<Bool>("json", help: "Print JSON lines.")                          // stands or not
///     let count   = Flag<Int?>("count", short: "n", help: "Stop after N alerts.")          // may have a value
///     let timeout = Flag<Duration>("timeout", default: .seconds(5), help: "How long …")    // always has a value
///     let hub     = Flag<String>(required: "hub", environment: "CORDON_HUB", help: "…")    // must be given
///     let topics  = Flag<[String]>("topic", short: "t", help: "…")                         // may be repeated
///     let verbose = Flag<Int>(counted: "verbose", short: "v", help: "Say more.")           // -vv
///
/// A value comes from the command line, else from the environment variable, else from the default.
public struct Flag<Output: Sendable>: FlagDeclaration {
    /// The flag as data.
    public let specification: FlagSpecification
    let read: @Sendable ([any Sendable]) -> Output?

    /// A flag that stands or not.
    public init(
        _ name: String, short: Character? = nil, environment: String? = nil, isHidden: Bool = false, help: String
    ) where Output == Bool {
        specification = FlagSpecification(
            name: name, short: short, arity: .toggle, value: nil, help: help, defaultText: nil,
            environment: environment, isRequired: false, isHidden: isHidden)
        read = { !$0.isEmpty }
    }

    /// A flag that counts how often it stands.
    public init(counted name: String, short: Character? = nil, help: String) where Output == Int {
        specification = FlagSpecification(
            name: name, short: short, arity: .counted, value: nil, help: help, defaultText: nil,
            environment: nil, isRequired: false, isHidden: false)
        read = { $0.count }
    }

    /// A flag that may be given a value. `accepts` narrows what is right, and `expecting` says to what.
    public init<Value: ArgumentValue>(
        _ name: String, short: Character? = nil, value: String? = nil, environment: String? = nil,
        isHidden: Bool = false, help: String, expecting: String? = nil, accepts: (@Sendable (Value) -> Bool)? = nil
    ) where Output == Value? {
        specification = FlagSpecification(
            name: name, short: short, arity: .single,
            value: ValueSpecification(Value.self, name: value, expecting: expecting, accepts: accepts), help: help,
            defaultText: nil, environment: environment, isRequired: false, isHidden: isHidden)
        read = { .some($0.last as? Value) }
    }

    /// A flag that always has a value, `default` where none is given.
    public init(
        _ name: String, short: Character? = nil, value: String? = nil, default defaultValue: Output,
        environment: String? = nil, isHidden: Bool = false, help: String, expecting: String? = nil,
        accepts: (@Sendable (Output) -> Bool)? = nil
    ) where Output: ArgumentValue {
        specification = FlagSpecification(
            name: name, short: short, arity: .single,
            value: ValueSpecification(Output.self, name: value, expecting: expecting, accepts: accepts), help: help,
            defaultText: defaultValue.argumentText, environment: environment, isRequired: false, isHidden: isHidden)
        read = { $0.last as? Output ?? defaultValue }
    }

    /// A flag that must be given, here or by the environment.
    public init(
        required name: String, short: Character? = nil, value: String? = nil, environment: String? = nil, help: String,
        expecting: String? = nil, accepts: (@Sendable (Output) -> Bool)? = nil
    ) where Output: ArgumentValue {
        specification = FlagSpecification(
            name: name, short: short, arity: .single,
            value: ValueSpecification(Output.self, name: value, expecting: expecting, accepts: accepts), help: help,
            defaultText: nil, environment: environment, isRequired: true, isHidden: false)
        read = { $0.last as? Output }
    }

    /// A flag that may be repeated; the environment variable holds values separated by commas.
    public init<Value: ArgumentValue>(
        _ name: String, short: Character? = nil, value: String? = nil, environment: String? = nil,
        isRequired: Bool = false, help: String, expecting: String? = nil, accepts: (@Sendable (Value) -> Bool)? = nil
    ) where Output == [Value] {
        specification = FlagSpecification(
            name: name, short: short, arity: .repeated,
            value: ValueSpecification(Value.self, name: value, expecting: expecting, accepts: accepts), help: help,
            defaultText: nil, environment: environment, isRequired: isRequired, isHidden: false)
        read = { $0.compactMap { $0 as? Value } }
    }
}
