import AlertSchemas
import CommandLine
import Foundation
import JSONDocument
import JSONSchema

/// `cordon schema list`: the schemas of alerts that are known, with their versions.
enum SchemaListCommand {
    private static let json = Flag<Bool>("json", help: "Print a JSON object for each schema.")
    private static let folder = Flag<DirectoryArgument?>(
        "registry", value: "DIR", help: "List the .json files of this folder too.")

    static let command = Command(
        "list", summary: "List the schemas of alerts.",
        discussion: "Those inside the program, and those of a folder: by family, each in the order of its versions.",
        flags: [json, folder],
        examples: [
            CommandExample("cordon schema list --registry schemas", "list those of a folder, too")
        ],
        run: run)

    private struct Row {
        let uri: String
        let version: VersionedSchemaURI?
        let title: String
        let from: String
    }

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        var rows = KnownSchema.embedded.map { row($0.uri, $0.file.bytes, from: "inside") }
        if let folder = arguments[folder] {
            let known = Set(rows.map(\.uri))
            for path in try SchemaFiles.paths(in: folder.path, ending: ".json") {
                let text = try ByteInput.whole(FileArgument(path))
                var registry = SchemaRegistry()
                do throws(SchemaCompileError) {
                    let uri = try registry.add(text, name: path)
                    if !known.contains(uri) { rows.append(row(uri, text, from: path)) }
                } catch {
                    throw CommandFailure(.dataRefused, "a schema is refused", details: error.description)
                }
            }
        }
        rows.sort { one, other in
            guard let left = one.version, let right = other.version else { return one.uri < other.uri }
            return left < right
        }
        try print(rows, arguments)
        return .ok
    }

    private static func row(_ uri: String, _ text: [UInt8], from: String) -> Row {
        let limits = JSONLimits(bytesMax: SchemaLimits.schemaBytesMax)
        var title = ""
        if let document = try? JSONDocument(parsing: text, limits: limits) {
            title = document.root["title"]?.string ?? ""
        }
        return Row(uri: uri, version: VersionedSchemaURI(uri), title: title, from: from)
    }

    private static func print(_ rows: [Row], _ arguments: ParsedArguments) throws {
        let console = arguments.console
        guard arguments[json] else {
            var table = Table([
                .init("SCHEMA", isFlexible: false), .init("VERSION", isFlexible: false), .init("TITLE"),
                .init("URI", isFlexible: false), .init("FROM"),
            ])
            for row in rows {
                table.append([
                    row.version?.name ?? "-", row.version?.version.description ?? "-", row.title, row.uri, row.from,
                ])
            }
            return try console.print(table.text(on: console.outputTerminal))
        }
        for row in rows {
            var writer = JSONWriter()
            writer.object { object in
                object.member("uri", row.uri)
                if let version = row.version {
                    object.member("family", version.family)
                    object.member("version", version.version.description)
                }
                object.member("title", row.title)
                object.member("from", row.from)
            }
            try console.print(writer.text)
        }
    }
}
