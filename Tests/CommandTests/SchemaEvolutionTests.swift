import Foundation
import Testing

/// `cordon schema list`, `show`, `check` and `compat`.
@Suite(.serialized) struct SchemaEvolutionTests {
    private static let name = "https://cordon.example/schemas/seizure/"

    /// Writes the schema of seizures as another version, with some of its text replaced.
    private static func write(
        _ version: String, in exchange: Exchange, replacing old: String = "", by new: String = ""
    ) async throws -> String {
        let shown = try await exchange.run(["schema", "show", "seizure/1-0-0"])
        #expect(shown.code == 0, "\(shown.errors)")
        var text = shown.output
        if !old.isEmpty { text = text.replacing(old, with: new) }
        return try exchange.write(
            text.replacing(name + "1-0-0", with: name + version), to: "seizure-\(version).schema.json")
    }

    @Test func schemasAreListedWithTheirVersions() async throws {
        let exchange = try await Exchange(startsHub: false)
        _ = try await Self.write("1-0-1", in: exchange)
        let plain = try await exchange.run(["schema", "list"])
        #expect(plain.code == 0)
        #expect(plain.lines.count == 8, "\(plain.output)")
        #expect(plain.output.contains("seizure") && plain.output.contains("1-0-0"))
        let folder = try await exchange.run(["schema", "list", "--json", "--registry", exchange.folder.path])
        #expect(folder.lines.filter { $0.contains("\"family\":\"https://cordon.example/schemas/seizure\"") }.count == 2)
        let missing = try await exchange.run(["schema", "show", "seizures"])
        #expect(missing.code == 66)
        #expect(missing.errors.contains("cordon schema list"))
    }

    @Test func versionsAreCompared() async throws {
        let exchange = try await Exchange(startsHub: false)
        let looser = try await Self.write(
            "1-0-1", in: exchange, replacing: "\"caseReference\": {",
            by: "\"teamCode\": {\"type\": \"string\", \"maxLength\": 8}, \"caseReference\": {")
        let stricter = try await Self.write("1-1-0", in: exchange, replacing: "\"outbound\",", by: "")
        let good = try await exchange.run(["schema", "compat", "seizure/1-0-0", looser])
        #expect(good.code == 0, "\(good.output)\(good.errors)")
        #expect(good.output.hasPrefix("compatible: "))
        let full = try await exchange.run(["schema", "compat", "seizure", looser, "--mode", "full"])
        #expect(full.code == 65)
        #expect(full.output.contains("\"teamCode\":"))
        let bad = try await exchange.run(["schema", "compat", "seizure", looser, stricter, "--transitive", "--json"])
        #expect(bad.code == 65)
        #expect(bad.lines.count == 3)
        #expect(bad.lines.filter { $0.contains("\"answer\":\"compatible\"") }.count == 1)
        #expect(bad.lines.filter { $0.contains("\"direction\":\"outbound\"") || $0.contains("teamCode") }.count == 2)
        #expect(try await exchange.run(["schema", "compat", "seizure", stricter, "-m", "forward"]).code == 0)
        #expect(try await exchange.run(["schema", "compat", "seizure", "/nowhere"]).code == 66)
        #expect(try await exchange.run(["schema", "compat", "seizure"]).code == 64)
    }

    @Test func rulesMaySpeakOfTheFieldsOfAFolderOfSchemas() async throws {
        let exchange = try await Exchange(startsHub: false)
        _ = try await Self.write(
            "1-0-1", in: exchange, replacing: "\"caseReference\": {",
            by: "\"teamCode\": {\"type\": \"string\", \"maxLength\": 8}, \"caseReference\": {")
        let alert = try exchange.write(
            try await exchange.alerts(1).replacing("{\"id\"", with: "{\"teamCode\":\"K9\",\"id\""), to: "alert.json")
        let rule = "teamCode == 'K9'"
        #expect(try await exchange.run(["rule", "check", rule]).code == 65)
        let done = try await exchange.run(["rule", "check", rule, "--schemas", exchange.folder.path])
        #expect(done.code == 0 && done.output.contains("a text of at most 8 characters"), "\(done.errors)")
        let explained = try await exchange.run(["rule", "explain", rule, alert, "--schemas", exchange.folder.path])
        #expect(explained.code == 0 && explained.output.contains("matches"), "\(explained.errors)")
    }

    @Test func whatCannotBeDecidedCountsAsIncompatible() async throws {
        let exchange = try await Exchange(startsHub: false)
        let old = try exchange.write(#"{"type": "string", "pattern": "^[a-z]+$"}"#, to: "old.json")
        let new = try exchange.write(#"{"type": "string", "pattern": "^\\p{L}+$"}"#, to: "new.json")
        let done = try await exchange.run(["schema", "compat", old, new])
        #expect(done.code == 65)
        #expect(done.output.hasPrefix("undecided: "))
        #expect(done.output.contains("\"pattern\" at file://"))
    }

    @Test func aSchemaIsJudgedBeforeItIsPublished() async throws {
        let exchange = try await Exchange(startsHub: false)
        let good = try await Self.write("1-0-1", in: exchange)
        let broken = try exchange.write(#"{"type": "strin"}"#, to: "broken.json")
        let stricter = try await Self.write("1-0-2", in: exchange, replacing: "\"outbound\",", by: "")
        let changed = try await Self.write("1-0-0", in: exchange, replacing: "\"outbound\",", by: "")
        let example = try exchange.write(
            #"{"$id": "https://x.example/a/1-0-0", "type": "string", "examples": ["a", 1]}"#, to: "example.json")
        for (arguments, code, says) in [
            ([good], 0, "good, \(Self.name)1-0-1"), ([broken], 65, "did you mean 'string'"),
            ([stricter], 65, "only ADDITION rose"), ([stricter, "--breaking"], 0, "good"),
            ([changed], 65, "never changes"), ([example], 65, "the example 1 is refused"),
            (["/nowhere"], 66, "nowhere"),
        ] as [([String], Int32, String)] {
            let done = try await exchange.run(["schema", "check"] + arguments)
            #expect(done.code == code, "\(arguments) \(done.output)\(done.errors)")
            #expect((done.output + done.errors).contains(says), "\(done.output)\(done.errors)")
        }
    }

    @Test func keptAlertsAreReplayed() async throws {
        let exchange = try await Exchange(startsHub: false)
        let alerts = try exchange.write(try await exchange.alerts(40, seed: 3), to: "alerts.jsonl")
        let looser = try await Self.write("1-0-1", in: exchange)
        let stricter = try await Self.write(
            "2-0-0", in: exchange, replacing: "\"required\": [", by: "\"required\": [\"attachments\",")
        let good = try await exchange.run(["schema", "check", looser, "--replay", alerts])
        #expect(good.code == 0, "\(good.output)\(good.errors)")
        #expect(good.errors.contains(" 0 refused"))
        let bad = try await exchange.run(["schema", "compat", "seizure", stricter, "--replay", alerts])
        #expect(bad.code == 65)
        #expect(bad.output.contains("alerts.jsonl:"))
        #expect(bad.output.contains("attachments"))
        // The place is that in the alert as it was kept, whatever name it is judged under.
        let narrower = try await Self.write("10-0-0", in: exchange, replacing: "\"outbound\",", by: "")
        let lines = exchange.text(of: "alerts.jsonl").split(separator: "\n")
        let seizure = try #require(lines.first { $0.contains("/schemas/seizure/1-0-0") }).dropLast()
        let kept = try exchange.write(seizure + ",\"zzz\":1}\n", to: "kept.jsonl")
        let placed = try await exchange.run(["schema", "check", narrower, "--breaking", "--replay", kept])
        #expect(placed.code == 65)
        #expect(
            placed.output.contains("kept.jsonl:1:\(seizure.unicodeScalars.count + 2): "),
            "\(seizure.unicodeScalars.count) \(placed.output)")
        #expect(!placed.output.contains("good"))
    }

    @Test func theLogOfARunningHubIsReplayed() async throws {
        let exchange = try await Exchange()
        let alerts = try exchange.write(try await exchange.alerts(12, seed: 4), to: "alerts.jsonl")
        #expect(try await exchange.run(["publish", alerts], as: "gt-enforcement").code == 0)
        let looser = try await Self.write("1-0-1", in: exchange)
        let done = try await exchange.run(["schema", "check", looser, "--replay", exchange.path("exchange/data")])
        #expect(done.code == 0, "\(done.output)\(done.errors)")
        let tally = try #require(done.errors.firstMatch(of: /(\d+) accepted, 0 refused(?:; (\d+) of other)?/))
        #expect((Int(tally.1) ?? 0) + (tally.2.flatMap { Int($0) } ?? 0) == 12)
    }

    @Test func aHubServesAFolderOfVersions() async throws {
        let exchange = try await Exchange(startsHub: false)
        let folder = exchange.folder.appending(path: "exchange/schemas")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let looser = try await Self.write("1-0-1", in: exchange, replacing: "\"maxItems\": 20", by: "\"maxItems\": 21")
        try FileManager.default.copyItem(atPath: looser, toPath: folder.appending(path: "a.schema.json").path)
        let configuration = exchange.text(of: "exchange/hub.jsonc").replacing(
            "\"membersFile\"", with: "\"schemas\": {\"directory\": \"schemas\"}, \"membersFile\"")
        _ = try exchange.write(configuration, to: "exchange/hub.jsonc")
        try await exchange.startHub()
        let old = try await exchange.alerts(30, seed: 7)
        let seizures = old.split(separator: "\n").map(String.init).filter { $0.contains("/schemas/seizure/1-0-0") }
        #expect(seizures.count > 1)
        // Half of them lag behind.
        let mixed = seizures.enumerated().map { index, alert in
            index % 2 == 0 ? alert : alert.replacing("/schemas/seizure/1-0-0", with: "/schemas/seizure/1-0-1")
        }
        let published = try exchange.write(mixed.joined(separator: "\n") + "\n", to: "mixed.jsonl")
        let done = try await exchange.run(["publish", published], as: "gt-enforcement")
        #expect(done.code == 0, "\(done.output)\(done.errors)")
        let unknown = try exchange.write(
            seizures[0].replacing("/schemas/seizure/1-0-0", with: "/schemas/seizure/1-0-2"), to: "unknown.json")
        let refused = try await exchange.run(["publish", unknown], as: "gt-enforcement")
        #expect(refused.code == 65)
        #expect(
            (refused.output + refused.errors).contains("served are 1-0-0, 1-0-1"), "\(refused.output)\(refused.errors)")

        let stricter = try await Self.write("1-0-2", in: exchange, replacing: "\"outbound\",", by: "")
        try FileManager.default.copyItem(atPath: stricter, toPath: folder.appending(path: "b.schema.json").path)
        let check = try exchange.start(["check-config", "-c", exchange.path("exchange/hub.jsonc")], program: "cordond")
        #expect(try await exchange.end(of: check) == 65)
        #expect(exchange.text(of: "out.err").contains("seizure 1-0-2 refuses what 1-0-1 accepts"))
        #expect(exchange.text(of: "out.err").contains("\"direction\":\"outbound\""))
    }
}
