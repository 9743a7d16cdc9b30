import AlertModel
import AlertSchemas
import Foundation
import Testing

@testable import Hub

@Suite("The schemas that a hub serves")
struct ServedSchemaTests {
    private static let base = "https://cordon.example/schemas/seizure/"

    /// A folder with a hub's configuration and schemas of seizures, gone with the last reference.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "cordon-schemas-\(UUID().uuidString)")

        init(_ settings: String = #""schemas": {"directory": "schemas"}"#) throws {
            try FileManager.default.createDirectory(
                at: url.appending(path: "schemas/more"), withIntermediateDirectories: true)
            try write(
                """
                {
                    "name": "h", "listen": ["tcp://127.0.0.1:0"], "dataDirectory": "d",
                    "keyFile": "k", "membersFile": "m",
                    \(settings)
                }
                """, to: "hub.jsonc")
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func write(_ text: String, to path: String) throws {
            try Data(text.utf8).write(to: url.appending(path: path))
        }

        /// Writes the schema of seizures as another version, with some of its text replaced.
        func seizure(_ version: String, at path: String, replacing old: String = "", by new: String = "") throws {
            let bytes = try #require(AlertSchemas.bytes(of: "alert/seizure.schema.json"))
            var text = String(decoding: bytes, as: UTF8.self)
            if !old.isEmpty { text = text.replacing(old, with: new) }
            try write(text.replacing(base + "1-0-0", with: base + version), to: path)
        }

        func load() throws -> [String] {
            try ServedSchemas.load(HubConfiguration(file: url.appending(path: "hub.jsonc").path)).entries.map(\.uri)
        }

        /// What is wrong with the configuration, nil where nothing is.
        func refusal() -> String? {
            do {
                _ = try load()
                return nil
            } catch {
                return "\(error)".replacing(url.path + "/", with: "")
            }
        }
    }

    @Test("a hub without a folder serves what is inside the program")
    func embedded() throws {
        #expect(try Folder(#""log": {}"#).load().count == 5)
    }

    @Test("further versions are served beside the first, wherever in the folder they stand")
    func folder() throws {
        let folder = try Folder()
        try folder.seizure("1-0-1", at: "schemas/a.schema.json", replacing: #""maxItems": 20"#, by: #""maxItems": 21"#)
        try folder.seizure("1-0-0", at: "schemas/more/same.schema.json")
        try folder.write("no schema", to: "schemas/README.md")
        let uris = try folder.load()
        #expect(uris.count == 6)
        #expect(uris.contains(Self.base + "1-0-1"))
    }

    @Test("a version that breaks with the one before it is refused, with the place and a counter-example")
    func breaking() throws {
        let folder = try Folder()
        try folder.seizure("1-0-1", at: "schemas/a.schema.json", replacing: "\"outbound\",", by: "")
        let refusal = try #require(folder.refusal())
        #expect(refusal.hasPrefix("schemas/a.schema.json:"))
        let place = try #require(
            refusal.firstMatch(of: /a\.schema\.json:(\d+):(\d+): seizure 1-0-1 refuses what 1-0-0/))
        #expect(Int(place.1) ?? 0 > 50)
        #expect(refusal.contains(#""direction":"outbound""#))
        #expect(refusal.contains(#""schema":"\#(Self.base)1-0-1""#))
        #expect(refusal.contains("\"breaking\""))
    }

    @Test("a breaking version is served where the configuration says so")
    func allowed() throws {
        let folder = try Folder(#""schemas": {"directory": "schemas", "breaking": ["\#(Self.base)2-0-0"]}"#)
        try folder.seizure("2-0-0", at: "schemas/a.schema.json", replacing: "\"outbound\",", by: "")
        #expect(folder.refusal() == nil)
    }

    @Test(
        "what cannot be served is said with its place",
        arguments: [
            (#""schemas": {"directory": "none"}"#, "none: is no folder"),
            (#""schemas": {}"#, "hub.jsonc:4:16: "),
            (
                #""schemas": {"directory": "schemas", "breaking": ["https://cordon.example/x/1-0-0"]}"#,
                "hub.jsonc:4:54: no schema of alerts has the \"$id\" 'https://cordon.example/x/1-0-0'"
            ),
        ])
    func refused(settings: String, says: String) throws {
        let refusal = try #require(try Folder(settings).refusal())
        #expect(refusal.contains(says), "\(refusal)")
    }

    @Test("a schema that is changed under its identifier is refused")
    func changed() throws {
        let folder = try Folder()
        try folder.seizure("1-0-0", at: "schemas/a.schema.json", replacing: "\"outbound\",", by: "")
        let refusal = try #require(folder.refusal())
        #expect(refusal.hasPrefix("schemas/a.schema.json:3:"), "\(refusal)")
        #expect(refusal.contains("never changes"))
    }

    @Test("a schema that is no JSON, or does not compile, is refused with its place")
    func broken() throws {
        let folder = try Folder()
        try folder.write("{\n  \"type\": 1\n", to: "schemas/a.schema.json")
        #expect(folder.refusal()?.hasPrefix("schemas/a.schema.json:") == true)
        try folder.seizure(
            "1-0-1", at: "schemas/a.schema.json", replacing: "\"type\": \"object\"", by: "\"type\": \"objekt\"")
        #expect(folder.refusal()?.contains("there is no type 'objekt'") == true)
    }
}
