import JSONSchema
import Testing

@Suite("Versions of schemas")
struct SchemaVersionTests {
    @Test(
        "a version is three numbers, the first of at least one",
        arguments: [
            ("1-0-0", true), ("1-2-0", true), ("12-0-345", true), ("0-1-0", false), ("1-0", false), ("1-0-0-0", false),
            ("1.0.0", false), ("01-0-0", false), ("1-00-0", false), ("1-0-", false), ("", false), ("v1-0-0", false),
            ("1-0-x", false), ("1--0", false), ("-1-0-0", false), ("1-0-9999999", false), ("1-0-٣", false),
        ])
    func parsing(text: String, isVersion: Bool) {
        let version = SchemaVersion(text)
        #expect((version != nil) == isVersion)
        if let version { #expect(version.description == text) }
    }

    @Test("versions are ordered number by number")
    func order() throws {
        let ordered = ["1-0-0", "1-0-2", "1-0-10", "1-2-0", "1-10-0", "2-0-0", "10-0-0"]
        let versions = try ordered.map { try #require(SchemaVersion($0)) }
        #expect(versions.shuffled().sorted() == versions)
    }

    @Test("only an addition promises to accept what came before")
    func promise() throws {
        let old = SchemaVersion(model: 1, revision: 2, addition: 3)
        #expect(SchemaVersion(model: 1, revision: 2, addition: 4).promisesToAccept(old))
        #expect(!SchemaVersion(model: 1, revision: 3, addition: 0).promisesToAccept(old))
        #expect(!SchemaVersion(model: 2, revision: 0, addition: 0).promisesToAccept(old))
    }

    @Test(
        "a schema's URI tells its family and version",
        arguments: [
            ("https://customs.example/schemas/seizure/1-2-0", "https://customs.example/schemas/seizure", "seizure"),
            ("https://customs.example/schemas/seizure/1-2-0#", "https://customs.example/schemas/seizure", "seizure"),
            ("urn/seizure/1-2-0", "urn/seizure", "seizure"),
        ])
    func uri(text: String, family: String, name: String) throws {
        let uri = try #require(VersionedSchemaURI(text))
        #expect(uri.family == family)
        #expect(uri.name == name)
        #expect(uri.version == SchemaVersion("1-2-0"))
        #expect("\(uri)" == family + "/1-2-0")
    }

    @Test(
        "a URI without a version is none", arguments: ["https://customs.example/seizure", "1-2-0", "/1-2-0", "a/1-2"])
    func noVersion(text: String) { #expect(VersionedSchemaURI(text) == nil) }

    @Test("versions of a schema that demand their own names are compared as if they had one")
    func ownNames() throws {
        func schema(_ version: String, _ more: String) -> [UInt8] {
            Array(
                """
                {"$id": "https://x.example/a/\(version)", "type": "object", "required": ["schema"],
                 "properties": {"schema": {"const": "https://x.example/a/\(version)"}, \(more)},
                 "additionalProperties": false}
                """.utf8)
        }
        var old = SchemaRegistry()
        try old.add(schema("1-0-0", #""n": {"type": "integer"}"#), name: "old")
        var new = SchemaRegistry()
        try new.add(schema("1-0-1", #""n": {"type": "number"}"#), name: "new")
        let writer = try old.compile("https://x.example/a/1-0-0")
        let plain = try new.compile("https://x.example/a/1-0-1")
        let renamed = try new.compile("https://x.example/a/1-0-1", readingOwnNameAs: "https://x.example/a/1-0-0")
        #expect(!SchemaCompatibility.answer(old: writer, new: plain).isCompatible)
        #expect(SchemaCompatibility.answer(old: writer, new: renamed).isCompatible)
        #expect(!SchemaCompatibility.answer(old: writer, new: renamed, direction: .full).isCompatible)
    }
}
