public import JSONDocument

/// Why a mapping cannot be used.
public struct ImportMappingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mapping's file or name.
    public let source: String
    /// The place in it; nil where the whole is meant.
    public let position: JSONTextPosition?
    /// What is wrong, and what would be right.
    public let message: String

    /// `source:line:column: message`.
    public var description: String { position.map { "\(source):\($0): \(message)" } ?? "\(source): \(message)" }
}
