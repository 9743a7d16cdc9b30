import AlertModel
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("The file of members")
struct DirectoryFileTests {
    private static let now: Int64 = 1_790_000_000_000

    private static let good = """
        // The exchange of the example.
        {
          "$schema": "members.schema.json",
          "members": [
            {
              "id": "GT", "name": "Superintendencia de Administración Tributaria",
              "principals": [
                {
                  "name": "desk-1", "roles": ["desk"],
                  "keys": [{"public": "\(ManualKeys.clientPublic)", "notBefore": "2026-01-01T00:00:00Z"}],
                  "subscribe": ["seizure.>", "*.drugs.*.HN"], "clearance": "AMBER+STRICT",
                },
              ],
            },
            {"id": "ORG-RILO", "name": "Regional office", "principals": [
              {"name": "import", "roles": ["publisher", "operator"], "publish": [">"], "publishFor": ["GT"],
               "exercises": "never", "disabled": true, "keys": [{"public": "\(ManualKeys.serverPublic)"}]}]},
          ],
          "groups": {"sica": ["GT", "ORG-RILO"]},
        }
        """

    private func read(_ text: String, vocabulary: DirectoryVocabulary? = nil) throws -> DirectoryFile.Proposal {
        try DirectoryFile.read(Array(text.utf8), file: "members.jsonc", now: Self.now, vocabulary: vocabulary)
    }

    private func findings(_ text: String) throws -> [String] {
        let error = try #require(throws: DirectoryFileError.self) { try read(text) }
        return error.findings.map(\.description)
    }

    @Test("a good file becomes a directory, without warnings")
    func goodFile() throws {
        let proposal = try read(Self.good)
        let directory = proposal.directory
        #expect(proposal.warnings == [])
        #expect(directory.revision == 0)
        #expect(directory.members.map(\.id.description) == ["GT", "ORG-RILO"])
        let desk = try #require(directory.principal(named: principalName("GT/desk-1")))
        #expect(desk.entry.clearance == .amberStrict)
        #expect(desk.entry.roles == .desk)
        #expect(desk.entry.keys.first?.notBefore == 1_767_225_600_000)
        #expect(desk.entry.subscribe.patterns.map(\.description) == ["seizure.>", "*.drugs.*.HN"])
        #expect(desk.groups.map(\.description) == ["sica"])
        let office = try #require(directory.principal(named: principalName("ORG-RILO/import")))
        #expect(office.entry.clearance == .green, "what nobody stated is what the community may read")
        #expect(office.entry.isDisabled)
        #expect(office.entry.exercises == .never)
        #expect(office.entry.publishFor.map(\.description) == ["GT"])
    }

    /// A file with one member GT and one principal whose fields are `fields`, on line 1.
    private func principal(_ fields: String) -> String {
        "{\"members\":[{\"id\":\"GT\",\"name\":\"x\",\"principals\":[{\(fields)}]}]}"
    }

    private static let key = "\"keys\":[{\"public\":\"\(ManualKeys.clientPublic)\"}]"
    private static let desk = "\"name\":\"a\",\"roles\":[\"desk\"],\"subscribe\":[\">\"],"

    @Test(
        "what is wrong in a principal is said, with what would be right",
        arguments: [
            ("\"roles\":[\"desk\"]," + key, "must have the field name"),
            ("\"name\":\"a\"," + key, "must have the field roles"),
            ("\"name\":\"a\",\"roles\":[\"desk\"]", "must have the field keys"),
            ("\"name\":\"A\",\"roles\":[\"desk\"]," + key, "must be a principal's name"),
            ("\"name\":\"-a\",\"roles\":[\"desk\"]," + key, "must be a principal's name"),
            ("\"name\":7,\"roles\":[\"desk\"]," + key, "must be a principal's name"),
            ("\"name\":\"a\",\"roles\":\"desk\"," + key, "must be an array of roles"),
            ("\"name\":\"a\",\"roles\":[]," + key, "must have a role"),
            ("\"name\":\"a\",\"roles\":[\"dsek\"]," + key, "did you mean \"desk\"?"),
            ("\"name\":\"a\",\"roles\":[\"boss\"]," + key, "must be one of \"publisher\", \"desk\", \"operator\""),
            ("\"name\":\"a\",\"roles\":[\"desk\",\"desk\"]," + key, "listed twice"),
            (desk + "\"keys\":[]", "must have a key"),
            (desk + "\"keys\":{}", "must be an array of keys"),
            (desk + "\"keys\":[{}]", "must have the field public"),
            (desk + "\"keys\":[{\"public\":\"short\"}]", "40 characters of Z85"),
            (desk + "\"keys\":[{\"pubic\":\"\(ManualKeys.clientPublic)\"}]", "did you mean public?"),
            (desk + "\"keys\":[{\"public\":\"\(String(repeating: "0", count: 40))\"}]", "everybody could use"),
            (desk + "\"keys\":[{\"public\":\"\(ManualKeys.clientPublic)\",\"notAfter\":\"2027\"}]", "RFC 3339"),
            (
                desk + "\"keys\":[{\"public\":\"\(ManualKeys.clientPublic)\",\"notBefore\":\"2028-01-01T00:00:00Z\","
                    + "\"notAfter\":\"2028-01-01T00:00:00Z\"}]", "notAfter must be later than notBefore"
            ),
            (desk + key + ",\"subscribe\":\"x\"", "stands twice"),
            (desk + key + ",\"publish\":[\"seizure.drugs\"]", "four tokens"),
            (desk + key + ",\"publish\":[\"seizure.*x.a.GT\"]", "wildcard"),
            (desk + key + ",\"publish\":[\"seizure.drugs.a.gt\"]", "origin"),
            (desk + key + ",\"publish\":[\">\",\">\"]", "listed twice"),
            (desk + key + ",\"publish\":[1]", "topic pattern in quotes"),
            (desk + key + ",\"publishFor\":[\"gt\"]", "must be a member"),
            (desk + key + ",\"clearance\":\"WHITE\"", "must be one of \"CLEAR\""),
            (desk + key + ",\"clearance\":\"amber\"", "did you mean \"AMBER\"?"),
            (desk + key + ",\"clearence\":\"RED\"", "did you mean clearance?"),
            (desk + key + ",\"exercises\":true", "must be one of \"allowed\""),
            (desk + key + ",\"disabled\":\"no\"", "must be true or false"),
            (desk + key + ",\"admin\":true", "no field of this name"),
        ])
    func badPrincipals(fields: String, expected: String) throws {
        let findings = try findings(principal(fields))
        #expect(findings.contains { $0.contains(expected) }, "\(findings)")
        #expect(findings.allSatisfy { $0.hasPrefix("members.jsonc:1:") })
    }

    @Test(
        "what is wrong in the rest of the file is said",
        arguments: [
            ("", "members.jsonc:1:1"), ("[]", "must be an object"), ("{}", "must have the field members"),
            ("{\"members\":{}}", "must be an array of members"),
            ("{\"members\":[],\"group\":{}}", "did you mean groups?"),
            ("{\"members\":[{\"id\":\"gt\",\"name\":\"x\",\"principals\":[]}]}", "must be a member"),
            ("{\"members\":[{\"id\":\"ORG-\",\"name\":\"x\",\"principals\":[]}]}", "must be a member"),
            ("{\"members\":[{\"id\":\"GT\",\"principals\":[]}]}", "must have the field name"),
            ("{\"members\":[{\"id\":\"GT\",\"name\":\"\",\"principals\":[]}]}", "1 to 160 bytes"),
            ("{\"members\":[],\"groups\":[]}", "must be an object"),
            ("{\"members\":[],\"groups\":{\"Caricom\":[]}}", "must be a group's name"),
            ("{\"members\":[],\"groups\":{\"caricom\":[\"BB\"]}}", "BB is not a member"),
            ("{\"members\":[]", "members.jsonc:1:"), ("{\"members\":[]} {}", "members.jsonc:1:"),
            ("/* never closed", "members.jsonc:1:1"),
        ])
    func badFiles(text: String, expected: String) throws {
        let findings = try findings(text)
        #expect(findings.contains { $0.contains(expected) }, "\(findings)")
    }

    @Test("all that is wrong is said at once, in the order of the file, with line and column")
    func allFindings() throws {
        let text = """
            {
              "members": [
                {"id": "GT", "name": "x", "principals": [
                  {"name": "a", "roles": ["desk"], "keys": [{"public": "\(ManualKeys.clientPublic)"}]},
                  {"name": "a", "roles": ["desk"], "keys": [{"public": "\(ManualKeys.clientPublic)"}]}
                ]},
                {"id": "GT", "nmae": "x", "principals": []}
              ],
              "groups": {"sica": ["GT", "GT", "HN"]}
            }
            """
        let findings = try findings(text).filter { !$0.contains("warning") }
        #expect(
            findings.map { $0.split(separator: " ").first.map(String.init) } == [
                "members.jsonc:5:7:", "members.jsonc:5:49:", "members.jsonc:7:5:", "members.jsonc:7:12:",
                "members.jsonc:7:18:", "members.jsonc:9:29:", "members.jsonc:9:35:",
            ], "\(findings.joined(separator: "\n"))")
        #expect(findings[0].contains("GT/a is listed already, at 4:7"))
        #expect(findings[1].contains("also that of GT/a, at 4:49"))
        #expect(findings.allSatisfy { !$0.contains(ManualKeys.clientPublic) })
    }

    @Test("what is most likely a mistake is a warning")
    func warnings() throws {
        let text = """
            {"members": [{"id": "GT", "name": "x", "principals": [
              {"name": "a", "roles": ["desk"], "publish": [">"], "publishFor": ["GT", "SV", "ORG-NONE"],
               "keys": [{"public": "\(ManualKeys.clientPublic)", "notAfter": "2020-01-01T00:00:00Z"}]}]}],
             "groups": {"none": []}}
            """
        let proposal = try read(text)
        let warnings = proposal.warnings.map(\.description)
        #expect(warnings.allSatisfy { $0.contains(": warning: ") })
        for expected in [
            "role desk and no pattern in subscribe", "gives no right without the role publisher",
            "names the principal's own member", "ORG-NONE is not a member", "expired at 2020-01-01T00:00:00Z",
            "every key has expired", "the group is empty",
        ] {
            #expect(warnings.contains { $0.contains(expected) }, "\(expected)")
        }
        #expect(warnings.count == 7)
    }

    @Test("countries and categories are held to the lists where those are at hand")
    func vocabulary() throws {
        let categories = try CategoryTree()
        guard let countries = try? CountryCodes() else { return }
        let lists = DirectoryVocabulary(countries: countries, categories: categories)
        let text = principal(
            Self.desk.replacingOccurrences(
                of: "\">\"", with: "\"seizure.drug.>\",\"*.drugs.cocain.*\",\"seizure.drugs.cocaine.GT\"") + Self.key)
        let warnings = try read(text, vocabulary: lists).warnings.map(\.message)
        #expect(warnings.count == 2)
        #expect(warnings.contains { $0.contains("did you mean drugs?") })
        #expect(warnings.contains { $0.contains("did you mean cocaine?") })
        let nowhere = text.replacingOccurrences(of: "\"id\":\"GT\"", with: "\"id\":\"ZZ\"")
        #expect(throws: DirectoryFileError.self) { try read(nowhere, vocabulary: lists) }
    }

    @Test("hostile files end with findings, bounded in number, and quickly")
    func hostile() throws {
        let many = "{\"members\":[" + Array(repeating: "1", count: 500).joined(separator: ",") + "]}"
        #expect(try findings(many).count <= DirectoryReader.findingsMax + 1)
        let wide = "{\"members\":[" + Array(repeating: "1", count: 513).joined(separator: ",") + "]}"
        #expect(try findings(wide).contains { $0.contains("at most 512") })
        let deep = String(repeating: "[", count: 100_000)
        #expect(try findings(deep).count == 1)
        let big = [UInt8](repeating: 0x20, count: DirectoryFile.fileBytesMax + 1)
        #expect(throws: DirectoryFileError.self) { try DirectoryFile.read(big, file: "f", now: 0) }
        var random = SystemRandomNumberGenerator()
        let good = Array(Self.good.utf8)
        for _ in 0..<300 {
            var mutated = good
            for _ in 0..<3 { mutated[Int.random(in: 0..<mutated.count, using: &random)] = .random(in: 0...255) }
            _ = try? DirectoryFile.read(mutated, file: "f", now: 0)
            _ = try? DirectoryFile.read(Array(good.prefix(.random(in: 0..<good.count))), file: "f", now: 0)
        }
    }

    @Test("the schema for editors names the fields that are read, and no others")
    func schemaAgrees() throws {
        let url = SharedData.packageRoot.appending(path: "schemas/config/members.schema.json")
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        func fields(_ object: [String: Any]?) -> Set<String> {
            Set((object?["properties"] as? [String: Any] ?? [:]).keys)
        }
        func items(_ object: [String: Any]?, _ name: String) -> [String: Any]? {
            let property = (object?["properties"] as? [String: Any])?[name] as? [String: Any]
            return property?["items"] as? [String: Any]
        }
        let member = items(json, "members")
        let principal = items(member, "principals")
        let key = items(principal, "keys")
        #expect(fields(json) == Set(DirectoryReader.directoryFields))
        #expect(fields(member) == Set(DirectoryReader.memberFields))
        #expect(fields(principal) == Set(DirectoryReader.principalFields))
        #expect(fields(key) == Set(DirectoryReader.keyFields))
        let clearance = (principal?["properties"] as? [String: Any])?["clearance"] as? [String: Any]
        #expect(clearance?["enum"] as? [String] == TrafficLight.allCases.map(\.name))
        #expect(clearance?["default"] as? String == PrincipalEntry.clearanceDefault.name)
    }

    @Test(
        "times are read by RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-23T18:45:09Z", 1_795_459_509_000),
            ("2024-02-29T23:59:59.5Z", 1_709_251_199_500), ("2024-02-29T23:59:59.1239Z", 1_709_251_199_123),
            ("2026-01-01T01:00:00+01:00", 1_767_225_600_000), ("2025-12-31T18:30:00-05:30", 1_767_225_600_000),
            ("1969-12-31T23:59:59.999Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("2023-02-29T00:00:00Z", nil), ("2026-13-01T00:00:00Z", nil), ("2026-00-01T00:00:00Z", nil),
            ("2026-04-31T00:00:00Z", nil), ("2026-01-01T24:00:00Z", nil), ("2026-01-01T00:60:00Z", nil),
            ("2026-01-01 00:00:00Z", nil), ("2026-01-01T00:00:00", nil), ("2026-01-01T00:00:00.Z", nil),
            ("2026-01-01T00:00:00+1:00", nil), ("2026-01-01T00:00:00+01:0é", nil), ("2026-01-01", nil), ("", nil),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("2026-01-01T00:00:00ZZ", nil), ("+026-01-01T00:00:00Z", nil),
        ] as [(String, Int64?)])
    func times(text: String, expected: Int64?) {
        #expect(InternetTime.milliseconds(text) == expected)
        if let expected { #expect(InternetTime.milliseconds(InternetTime.text(milliseconds: expected)) == expected) }
    }
}
