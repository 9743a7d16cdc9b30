/// What a shell offers where a value is expected.
public enum ValueCompletion: Sendable {
    /// Nothing: the value is free.
    case none
    /// Names of files.
    case files
    /// Names of directories.
    case directories
}

/// A type that a word of the command line can be read as.
public protocol ArgumentValue: Sendable {
    /// The word that stands for the value in help, in capitals: `N`, `FILE`.
    static var valueName: String { get }
    /// What a right value is, to follow "takes": `a whole number such as 10`.
    static var expectation: String { get }
    /// All values there are, if they are few; offered by completion and named in help.
    static var choices: [String] { get }
    /// What a shell offers.
    static var completion: ValueCompletion { get }
    /// Reads the word, nil where it is no such value.
    init?(argument: String)
    /// The word that reads as this value, shown as a default.
    var argumentText: String { get }
}

extension ArgumentValue {
    /// None: the values are not few.
    public static var choices: [String] { [] }
    /// Nothing.
    public static var completion: ValueCompletion { .none }
}

extension ArgumentValue where Self: CustomStringConvertible {
    /// The description.
    public var argumentText: String { description }
}

extension ArgumentValue where Self: CaseIterable & RawRepresentable, RawValue == String {
    /// `CHOICE`.
    public static var valueName: String { "CHOICE" }
    /// The choices, joined.
    public static var expectation: String { WordList.alternatives(choices) }
    /// The raw values of all cases.
    public static var choices: [String] { allCases.map(\.rawValue) }
    /// The case of that raw value.
    public init?(argument: String) { self.init(rawValue: argument) }
    /// The raw value.
    public var argumentText: String { rawValue }
}

extension String: ArgumentValue {
    /// `TEXT`.
    public static var valueName: String { "TEXT" }
    /// Any text.
    public static var expectation: String { "a text" }
    /// The word itself.
    public init?(argument: String) { self = argument }
}

extension Int: ArgumentValue {
    /// `N`.
    public static var valueName: String { "N" }
    /// A whole number.
    public static var expectation: String { "a whole number such as 10" }
    /// Decimal digits, with a minus sign perhaps.
    public init?(argument: String) { self.init(argument, radix: 10) }
}

extension UInt64: ArgumentValue {
    /// `N`.
    public static var valueName: String { "N" }
    /// A whole number that is not negative.
    public static var expectation: String { "a whole number from 0 on, such as 10" }
    /// Decimal digits.
    public init?(argument: String) { self.init(argument, radix: 10) }
}

extension UInt16: ArgumentValue {
    /// `N`.
    public static var valueName: String { "N" }
    /// A port's range.
    public static var expectation: String { "a whole number from 0 to 65535" }
    /// Decimal digits.
    public init?(argument: String) { self.init(argument, radix: 10) }
}

extension Double: ArgumentValue {
    /// `NUMBER`.
    public static var valueName: String { "NUMBER" }
    /// A number.
    public static var expectation: String { "a number such as 0.5" }
    /// A finite decimal number.
    public init?(argument: String) {
        guard let value = Double(argument), value.isFinite else { return nil }
        self = value
    }
}

/// The path of a file, or `-` for standard input or output.
public struct FileArgument: ArgumentValue, Hashable {
    /// The path as given.
    public var path: String
    /// Takes a path.
    public init(_ path: String) { self.path = path }
    /// Takes a path that is not empty.
    public init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        path = argument
    }
    /// Whether it means standard input or output.
    public var isStandardStream: Bool { path == "-" }
    /// `FILE`.
    public static var valueName: String { "FILE" }
    /// A path.
    public static var expectation: String { "the path of a file" }
    /// Files.
    public static var completion: ValueCompletion { .files }
    /// The path.
    public var argumentText: String { path }
}

/// The path of a directory.
public struct DirectoryArgument: ArgumentValue, Hashable {
    /// The path as given.
    public var path: String
    /// Takes a path.
    public init(_ path: String) { self.path = path }
    /// Takes a path that is not empty.
    public init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        path = argument
    }
    /// `DIRECTORY`.
    public static var valueName: String { "DIRECTORY" }
    /// A path.
    public static var expectation: String { "the path of a directory" }
    /// Directories.
    public static var completion: ValueCompletion { .directories }
    /// The path.
    public var argumentText: String { path }
}
