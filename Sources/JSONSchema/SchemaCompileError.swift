public import JSONDocument

/// Why a schema was refused, and where in which file.
public struct SchemaCompileError: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// The file is not JSON.
        case notJSON = "not-json"
        /// A keyword's value has the wrong type or is out of range.
        case invalidKeyword = "invalid-keyword"
        /// A reference leads to nothing that is registered.
        case unresolvableReference = "unresolvable-reference"
        /// A reference leads back to itself without descending into the document.
        case referenceCycle = "reference-cycle"
        /// A regular expression is malformed, or cannot be matched in linear time.
        case invalidPattern = "invalid-pattern"
        /// No such format is registered.
        case unknownFormat = "unknown-format"
        /// `$schema` names a dialect, or `$vocabulary` requires a vocabulary, that this validator does not know.
        case unknownDialect = "unknown-dialect"
        /// Two schemas claim one identifier or anchor.
        case duplicateIdentifier = "duplicate-identifier"
        /// The schema exceeds one of `SchemaLimits`.
        case tooLarge = "too-large"
    }

    /// The kind of refusal.
    public let code: Code
    /// The name under which the schema was added: usually a file's path.
    public let name: String
    /// The place in that file.
    public let position: JSONTextPosition
    /// The place in that file, as a pointer.
    public let location: JSONPointer
    /// What is wrong and what would be right.
    public let message: String

    /// A refusal by its parts: for those who demand more of a schema than that it compiles.
    public init(code: Code, name: String, position: JSONTextPosition, location: JSONPointer, message: String) {
        self.code = code
        self.name = name
        self.position = position
        self.location = location
        self.message = message
    }
}

extension SchemaCompileError: CustomStringConvertible {
    /// `file:line:column: message (at #/pointer)`.
    public var description: String { "\(name):\(position): \(message) (at #\(location))" }
}

/// Something in a schema that is allowed but most likely a slip.
public struct SchemaWarning: Equatable, Sendable, CustomStringConvertible {
    /// The name under which the schema was added.
    public let name: String
    /// The place in that file.
    public let position: JSONTextPosition
    /// The place in that file, as a pointer.
    public let location: JSONPointer
    /// What looks wrong and what was probably meant.
    public let message: String

    /// `file:line:column: message (at #/pointer)`.
    public var description: String { "\(name):\(position): \(message) (at #\(location))" }
}
