import AlertModel
import AlertSchemas
import CommandLine
import Foundation
import JSONDocument
import JSONSchema

/// A schema as the command line names it: a file, or one that the program carries inside, by its URI or the end of it.
struct KnownSchema {
    /// The name for people: a file's path or a URI.
    let name: String
    /// The schema's URI.
    let uri: String
    /// Where it comes from: a file's path, or the path below `schemas`.
    let path: String
    let text: [UInt8]
    /// What its references lead to.
    let registry: SchemaRegistry

    /// The version that its URI tells.
    var version: VersionedSchemaURI? { VersionedSchemaURI(uri) }

    /// Finds a schema; references lead to the files of `folder`, and to the schemas inside the program.
    init(_ argument: String, folder: DirectoryArgument?) throws(CommandFailure) {
        var files = SchemaFiles()
        if FileManager.default.fileExists(atPath: argument) {
            uri = try files.add(argument)
            path = argument
            name = argument
            text = Array(FileManager.default.contents(atPath: argument) ?? Data())
            if let folder { try files.add(folder: folder.path) }
            registry = Self.completed(files.registry)
            return
        }
        if let folder { try files.add(folder: folder.path) }
        let all = Self.completed(files.registry)
        guard let found = Self.matching(argument, in: all) else {
            throw CommandFailure(
                .noInput, "there is no schema '\(argument)': neither a file nor a schema that is known",
                help: "cordon schema list names those that are known")
        }
        uri = found
        name = found
        let embedded = Self.embedded.first { $0.uri == found }
        path = embedded?.file.path ?? found
        text = embedded?.file.bytes ?? []
        registry = all
    }

    /// Compiles it; with `ownName`, as if it had the name of another version.
    func compile(ownName: String? = nil, options: SchemaOptions) throws(CommandFailure) -> CompiledSchema {
        do throws(SchemaCompileError) {
            guard let ownName else { return try registry.compile(uri, options: options) }
            return try registry.compile(uri, readingOwnNameAs: ownName, options: options)
        } catch {
            throw CommandFailure(.dataRefused, "the schema is refused", details: error.description)
        }
    }

    // MARK: Inside the program

    /// The schemas of alerts that the program carries inside, with their URIs.
    static let embedded: [(uri: String, file: AlertSchemas.File)] = AlertSchemas.alerts.compactMap { file in
        var registry = SchemaRegistry()
        return (try? registry.add(file.bytes, name: file.path)).map { ($0, file) }
    }

    /// A registry with the schemas inside the program added, but for URIs that it has.
    static func completed(_ registry: SchemaRegistry) -> SchemaRegistry {
        var registry = registry
        let known = Set(registry.uris)
        for (uri, file) in embedded where !known.contains(uri) { _ = try? registry.add(file.bytes, name: file.path) }
        return registry
    }

    /// The latest schema whose URI is, or ends in, a name: `seizure/1-0-0`, or `seizure` for the newest version.
    private static func matching(_ name: String, in registry: SchemaRegistry) -> String? {
        let uris = registry.uris
        if uris.contains(name) { return name }
        if let exact = uris.first(where: { $0.hasSuffix("/" + name) }) { return exact }
        return uris.compactMap { VersionedSchemaURI($0) }.filter { $0.name == name || $0.family == name }.max()?
            .description
    }
}
