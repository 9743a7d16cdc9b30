import AlertModel
import AlertSchemas
import Foundation
import JSONDocument
import JSONSchema
import TestSupport
import Testing

@Suite("The files of schemas")
struct SchemaFileTests {
    static let folder = SharedData.packageRoot.appending(path: "schemas")
    static let schemaFiles = AlertSchemas.all.filter { $0.path.hasSuffix(".schema.json") }.map(\.path)

    private static func document(_ path: String) throws -> JSONDocument {
        try JSONDocument(
            parsing: try #require(AlertSchemas.bytes(of: path)), limits: JSONLimits(bytesMax: 1 << 20))
    }

    @Test("every schema and code list of the folder is embedded as it stands")
    func embedded() throws {
        var found: [String] = []
        for folder in ["alert", "config", "codelists", "imports"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: folder).path) {
                let path = "\(folder)/\(name)"
                found.append(path)
                let bytes = Array(try Data(contentsOf: Self.folder.appending(path: path)))
                #expect(AlertSchemas.bytes(of: path) == bytes, "\(path)")
            }
        }
        #expect(found.sorted() == AlertSchemas.all.map(\.path).sorted())
    }

    @Test("every schema names itself with a version of three numbers", arguments: schemaFiles)
    func identified(path: String) throws {
        let document = try Self.document(path)
        let identifier = try #require(document.root["$id"]?.string)
        let name = try #require(path.split(separator: "/").last?.split(separator: ".").first)
        #expect(identifier.hasPrefix("https://cordon.example/schemas/"))
        #expect(identifier.hasSuffix("\(name)/1-0-0"))
        #expect(document.root["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test("every member has title, description and examples, and a bound on its size", arguments: schemaFiles)
    func described(path: String) throws {
        let document = try Self.document(path)
        var checked = 0
        if let definitions = document.root["$defs"] {
            for (_, schema) in definitions.members { Self.check(schema, isNamed: true, &checked) }
        }
        for (_, schema) in document.root["properties"].members {
            Self.check(schema, isNamed: schema["const"] == nil, &checked)
        }
        #expect(checked > 3)
    }

    @Test(
        "a configuration is held against its schema",
        arguments: [
            (#"{"name": "h", "listen": ["tcp://h:1"], "dataDirectory": "d", "keyFile": "k", "membersFile": "m"}"#, 0),
            (#"{"name": "h", "listen": ["tcp://[::1]:1"], "dataDirectory": "d", "keyFile": "k"}"#, 1),
            (#"{"name": "h", "listen": [], "dataDirectory": "d", "keyFile": "k", "membersFile": "m", "lstn": 1}"#, 2),
        ])
    func configuration(text: String, findings: Int) throws {
        let schema = try #require(try AlertSchemaSet.configuration("config/hub.schema.json"))
        let document = try JSONDocument(parsing: Array(text.utf8))
        var validator = SchemaValidator()
        let found = validator.findings(document.tape, against: schema)
        #expect(found.count == findings, "\(found)")
        #expect(schema.warnings.isEmpty)
    }

    @Test("every schema of the alerts and of the directory compiles without a warning")
    func compiled() throws {
        let set = try AlertSchemaSet()
        #expect(set.entries.map(\.kind) == AlertKind.allCases)
        for entry in set.entries { #expect(entry.schema.warnings.isEmpty, "\(entry.schema.warnings)") }
        #expect(set.latest(.seizure)?.uri == "https://cordon.example/schemas/seizure/1-0-0")
        let members = try #require(try AlertSchemaSet.configuration("config/members.schema.json"))
        #expect(members.warnings.isEmpty)
        #expect(try AlertSchemaSet.configuration("config/none.schema.json") == nil)
    }

    private static func check(_ schema: JSONNode, isNamed: Bool, _ checked: inout Int) {
        checked += 1
        let place: Comment = "\(schema.pointer)"
        let isReference = schema["$ref"] != nil
        if isNamed, !(isReference && schema.childCount == 1) {
            #expect(schema["title"]?.string?.isEmpty == false, place)
            #expect(schema["description"]?.string?.isEmpty == false, place)
            #expect((schema["examples"]?.childCount ?? 0) > 0, place)
        }
        switch schema["type"]?.string {
        case "boolean":
            break
        case "string":
            #expect(schema["maxLength"] != nil || schema["enum"] != nil, place)
        case "array":
            #expect(schema["maxItems"] != nil, place)
            if let items = schema["items"] { check(items, isNamed: items["type"]?.string != nil, &checked) }
        case "integer", "number":
            #expect(schema["maximum"] != nil && (schema["minimum"] ?? schema["exclusiveMinimum"]) != nil, place)
        case "object":
            #expect(
                schema["additionalProperties"] != nil || schema["maxProperties"] != nil || schema["oneOf"] != nil, place
            )
        default:
            #expect(isReference || schema["const"] != nil, place)
        }
        for branch in schema["oneOf"].elements { check(branch, isNamed: false, &checked) }
        for (_, property) in schema["properties"].members { check(property, isNamed: true, &checked) }
    }
}

extension Optional where Wrapped == JSONNode {
    /// The members of an object, none where there is no value.
    fileprivate var members: [(name: JSONNode, value: JSONNode)] { map { Array($0.members) } ?? [] }
    /// The elements of an array, none where there is no value.
    fileprivate var elements: [JSONNode] { map { Array($0.elements) } ?? [] }
}
