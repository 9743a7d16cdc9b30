public import JSONDocument

/// One thing wrong with a document, and where.
public struct Finding: Equatable, Sendable {
    /// The keyword that is not satisfied, such as `required` or `enum`: stable, for programs. `false` for the schema
    /// that nothing satisfies, `work` for a document that would take too long to judge.
    public let code: String
    /// The place in the document.
    public let instanceLocation: JSONPointer
    /// The keyword as it was reached from the root of the schema, through references.
    public let keywordLocation: JSONPointer
    /// The keyword in the file where it stands: a URI with a pointer as its fragment.
    public let absoluteKeywordLocation: String
    /// The place in the document's text, in bytes.
    public let byteOffset: Int
    /// The place in the document's text, for people.
    public let position: JSONTextPosition
    /// What is wrong and what would be right. Names properties and types, never a value of the document.
    public let message: String

    /// A finding of these parts: for programs that have rules beside a schema's and report both alike.
    public init(
        code: String, instanceLocation: JSONPointer, keywordLocation: JSONPointer, absoluteKeywordLocation: String,
        byteOffset: Int, position: JSONTextPosition, message: String
    ) {
        self.code = code
        self.instanceLocation = instanceLocation
        self.keywordLocation = keywordLocation
        self.absoluteKeywordLocation = absoluteKeywordLocation
        self.byteOffset = byteOffset
        self.position = position
        self.message = message
    }
}

extension Finding: CustomStringConvertible {
    /// `line:column: message`.
    public var description: String { "\(position): \(message)" }
}

extension Finding {
    /// The refusal of a text that is no JSON: its code is `json.` and that of the error.
    public init(_ error: JSONSyntaxError) {
        self.init(
            code: "json.\(error.code.rawValue)", instanceLocation: JSONPointer(), keywordLocation: JSONPointer(),
            absoluteKeywordLocation: "", byteOffset: error.byteOffset, position: error.position,
            message: error.message)
    }
}
