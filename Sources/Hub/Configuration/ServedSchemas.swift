internal import AlertModel
internal import AlertSchemas
internal import Foundation
internal import JSONDocument
internal import JSONSchema

/// The schemas of alerts that a hub serves: those inside the program, and those of the folder that its configuration
/// names.
enum ServedSchemas {
    /// The most files that are read.
    static let filesMax = 256
    private static let suffix = ".schema.json"

    /// Reads, compiles and compares the schemas.
    ///
    /// - Throws: `ConfigurationError` for what cannot be read or compiled, and for each version that breaks with the
    ///   one before it and is not named as breaking.
    static func load(_ configuration: HubConfiguration) throws(ConfigurationError) -> AlertSchemaSet {
        let files = try configuration.schemaDirectory.map(read) ?? []
        let set: AlertSchemaSet
        let breaks: [AlertSchemaSet.Break]
        do throws(SchemaCompileError) {
            set = try AlertSchemaSet(additional: files)
            breaks = try set.breaks()
        } catch {
            throw ConfigurationError(
                file: error.name, position: error.position, "\(error.message) (at #\(error.location))")
        }
        var findings: [ConfigurationError.Finding] = []
        for (uri, position) in configuration.breakingSchemas.sorted(by: { $0.key < $1.key })
        where set.entry(uri) == nil {
            findings.append(
                .init(
                    file: configuration.file, position: position,
                    message: "no schema of alerts has the \"$id\" '\(uri)'"))
        }
        for found in breaks where configuration.breakingSchemas[found.entry.uri] == nil {
            findings.append(finding(found))
        }
        guard findings.isEmpty else { throw ConfigurationError(findings) }
        return set
    }

    /// Reads the schemas again, for a hub that runs: none that it serves or served may have changed, as schemas are
    /// immutable. `served` has their texts by URI.
    static func load(_ configuration: HubConfiguration, after served: [String: [UInt8]])
        throws(ConfigurationError) -> AlertSchemaSet
    {
        let set = try load(configuration)
        let changed = set.entries.filter { entry in
            served[entry.uri].map { $0 != entry.file.bytes } ?? false
        }
        guard changed.isEmpty else {
            throw ConfigurationError(
                changed.map { entry in
                    .init(
                        file: entry.file.path, position: nil,
                        message: """
                            \(entry.name.name) \(entry.name.version) was served since the hub started, and is another text now; \
                            give what changed a new version
                            """)
                })
        }
        return set
    }

    private static func read(_ folder: String) throws(ConfigurationError) -> [AlertSchemas.File] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String })
        else { throw ConfigurationError(file: folder, "is no folder that can be read; \"schemas\" names it") }
        let chosen = names.filter { $0.hasSuffix(suffix) }.sorted()
        guard chosen.count <= filesMax else {
            throw ConfigurationError(file: folder, "has \(chosen.count) schemas; at most \(filesMax) are read")
        }
        var files: [AlertSchemas.File] = []
        for name in chosen {
            let path = folder + "/" + name
            files.append(AlertSchemas.File(path: path, bytes: try ConfigurationFile.read(path)))
        }
        return files
    }

    // MARK: Breaks

    /// What is wrong with a version, at the keyword that refuses the counter-example where that stands in its file.
    private static func finding(_ found: AlertSchemaSet.Break) -> ConfigurationError.Finding {
        let older = found.predecessor.name.version
        let remedy =
            "give way in the schema, or name \(found.entry.uri) in \"schemas\".\"breaking\" of the hub's configuration"
        switch found.answer {
        case .compatible: preconditionFailure("a compatible version is no break")
        case .incompatible(let example):
            let finding = example.findings.first
            let text = example.document.replacing("\"\(found.predecessor.uri)\"", with: "\"\(found.entry.uri)\"")
            return .init(
                file: found.entry.file.path, position: position(finding?.absoluteKeywordLocation, in: found.entry),
                message: """
                    \(found.entry.name.name) \(found.entry.name.version) refuses what \(older) accepts: \
                    \(finding?.message ?? "a document"); \(remedy); \
                    the counter-example: \(text)
                    """)
        case .undecided(let undecided):
            return .init(
                file: found.entry.file.path, position: position(undecided.location, in: found.entry),
                message: """
                    it cannot be decided whether \(found.entry.name.name) \(found.entry.name.version) accepts whatever \
                    \(older) accepts, because of \(undecided); \(remedy)
                    """)
        }
    }

    /// The place of a keyword in a version's own file, else that of its `$id`.
    private static func position(_ location: String?, in entry: AlertSchemaSet.Entry) -> JSONTextPosition? {
        let limits = JSONLimits(bytesMax: SchemaLimits.schemaBytesMax)
        guard let document = try? JSONDocument(parsing: entry.file.bytes, limits: limits) else { return nil }
        if let location, location.hasPrefix(entry.uri + "#"),
            let pointer = JSONPointer(String(location.dropFirst(entry.uri.count + 1))),
            let place = document.root.resolve(pointer)
        {
            return place.position
        }
        return (document.root["$id"] ?? document.root).position
    }
}
