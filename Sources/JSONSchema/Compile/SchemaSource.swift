internal import JSONDocument

/// One schema file: its text and tape, kept as long as anything compiled from it.
final class SchemaSource: @unchecked Sendable {
    // Unchecked: the document is parsed once, in the initialiser, and never written again.

    /// The name for people: usually a file's path.
    let name: String
    /// The absolute URI it is known by when it does not say so itself.
    let retrievalURI: String
    let tape: JSONTape
    private let document: JSONDocument

    init(text: [UInt8], name: String, retrievalURI: String) throws(SchemaCompileError) {
        let limits = JSONLimits(bytesMax: SchemaLimits.schemaBytesMax)
        do throws(JSONSyntaxError) {
            document = try JSONDocument(parsing: text, limits: limits)
        } catch {
            throw SchemaCompileError(
                code: .notJSON, name: name, position: error.position, location: JSONPointer(), message: error.message)
        }
        self.name = name
        self.retrievalURI = retrievalURI
        tape = document.tape
    }

    func node(_ index: Int) -> JSONNode { JSONNode(tape: tape, index: index) }

    /// The refusal of what stands at a node.
    func error(_ code: SchemaCompileError.Code, at index: Int, _ message: String) -> SchemaCompileError {
        SchemaCompileError(
            code: code, name: name, position: node(index).position, location: tape.location(of: index),
            message: message)
    }

    func warning(at index: Int, _ message: String) -> SchemaWarning {
        SchemaWarning(
            name: name, position: node(index).position, location: tape.location(of: index), message: message)
    }
}

/// A node of one of the sources of a compiled schema.
struct SchemaPlace: Hashable, Sendable {
    /// Index of the source.
    let source: Int
    /// Index of the node on its tape.
    let node: Int
}
