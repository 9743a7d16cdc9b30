import AlertModel
import AlertSchemas
import CommandLine
import Foundation
import JSONDocument
import JSONSchema

/// Schema files on disk: each is known by its `$id` and by the `file:` URI of its place, so that files may refer to each
/// other either way.
struct SchemaFiles {
    /// What references may lead to.
    private(set) var registry = SchemaRegistry()
    private var uris: [String: String] = [:]

    /// Adds a file, once, and returns its URI.
    @discardableResult
    mutating func add(_ path: String) throws(CommandFailure) -> String {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        if let known = uris[url.path] { return known }
        let text = try ByteInput.whole(FileArgument(path))
        do throws(SchemaCompileError) {
            let uri = try registry.add(text, name: path, uri: url.absoluteString)
            uris[url.path] = uri
            return uri
        } catch {
            throw Self.failure(error)
        }
    }

    /// Adds every `.json` file of a folder and those below it.
    mutating func add(folder: String) throws(CommandFailure) {
        for path in try Self.paths(in: folder, ending: ".json") { try add(path) }
    }

    /// The schemas inside the program, and those of a folder, as a hub serves them.
    static func served(_ folder: DirectoryArgument?) throws(CommandFailure) -> AlertSchemaSet {
        let files = try folder.map { folder throws(CommandFailure) in try alertSchemas(in: folder.path) } ?? []
        do throws(SchemaCompileError) {
            return try AlertSchemaSet(additional: files)
        } catch {
            throw failure(error)
        }
    }

    /// The schemas of alerts in a folder and those below it: the files that a hub reads of the folder that its
    /// configuration names.
    static func alertSchemas(in folder: String) throws(CommandFailure) -> [AlertSchemas.File] {
        try paths(in: folder, ending: ".schema.json").map { path throws(CommandFailure) in
            AlertSchemas.File(path: path, bytes: try ByteInput.whole(FileArgument(path)))
        }
    }

    /// The files of a folder and those below it whose names end so, in order.
    static func paths(in folder: String, ending suffix: String) throws(CommandFailure) -> [String] {
        let root = URL(fileURLWithPath: folder, isDirectory: true)
        guard let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isDirectoryKey]),
            (try? root.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
        else { throw CommandFailure(.noInput, "\(folder) is no folder that can be read") }
        return found.compactMap { ($0 as? URL)?.path }.filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// The schema of a URI that `add` returned.
    func compile(_ uri: String, options: SchemaOptions) throws(CommandFailure) -> CompiledSchema {
        do throws(SchemaCompileError) {
            return try registry.compile(uri, options: options)
        } catch {
            throw Self.failure(error)
        }
    }

    /// A refusal with the place in the schema file, shown with a caret where the file can be read.
    static func failure(_ error: SchemaCompileError) -> CommandFailure {
        var failure = CommandFailure(.dataRefused, error.description)
        if let source = FileManager.default.contents(atPath: error.name) {
            let snippet = Snippet(
                error.message, file: error.name, source: Array(source), line: error.position.line,
                column: error.position.column, label: "\(error.code.rawValue) at #\(error.location)")
            failure.message = "the schema is refused"
            failure.details = snippet.text(on: Terminal(isTerminal: false))
        }
        return failure
    }
}
