/// A positional argument of any type, as commands list them.
public protocol PositionalDeclaration: Sendable {
    /// The argument as data.
    var specification: PositionalSpecification { get }
}

/// An argument known by its place, declared once: the value that declares it is the key that reads it.
///
/// The type says how it behaves: `Positional<String>` must be given, `Positional<String?>` may be, and
/// `Positional<[String]>` takes all that remain and stands last.
public struct Positional<Output: Sendable>: PositionalDeclaration {
    /// The argument as data.
    public let specification: PositionalSpecification
    let read: @Sendable ([any Sendable]) -> Output?

    /// An argument that must be given.
    public init(
        _ name: String, help: String, expecting: String? = nil, accepts: (@Sendable (Output) -> Bool)? = nil
    ) where Output: ArgumentValue {
        specification = PositionalSpecification(
            name: name, value: ValueSpecification(Output.self, name: name, expecting: expecting, accepts: accepts),
            help: help, least: 1, isRest: false)
        read = { $0.last as? Output }
    }

    /// An argument that may be given.
    public init<Value: ArgumentValue>(
        _ name: String, help: String, expecting: String? = nil, accepts: (@Sendable (Value) -> Bool)? = nil
    ) where Output == Value? {
        specification = PositionalSpecification(
            name: name, value: ValueSpecification(Value.self, name: name, expecting: expecting, accepts: accepts),
            help: help, least: 0, isRest: false)
        read = { .some($0.last as? Value) }
    }

    /// All arguments that remain, `least` of them or more.
    public init<Value: ArgumentValue>(
        _ name: String, least: Int = 0, help: String, expecting: String? = nil,
        accepts: (@Sendable (Value) -> Bool)? = nil
    ) where Output == [Value] {
        specification = PositionalSpecification(
            name: name, value: ValueSpecification(Value.self, name: name, expecting: expecting, accepts: accepts),
            help: help, least: least, isRest: true)
        read = { $0.compactMap { $0 as? Value } }
    }
}
