import Foundation
import JSONDocument
import TestSupport
import Testing

@testable import AlertModel

@Suite("Judging alerts", .enabled(if: CountryCurrencyTests.hasCountries))
struct AlertJudgeTests {
    private static let now = ExampleTests.now

    private static func example(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: ExampleTests.folder.appending(path: "\(name).json")), as: UTF8.self)
    }

    private static func accepted(_ text: String, _ lists: CodeLists? = nil) throws -> AlertSummary {
        var judge = AlertJudge(schemas: try ExampleTests.schemas.get(), lists: try lists ?? ExampleTests.lists.get())
        switch judge.judge(Array(text.utf8), now: now) {
        case .accepted(let summary): return summary
        case .refused(let refusal): throw refusal
        }
    }

    private static func refused(
        _ text: String, options: AlertJudge.Options = AlertJudge.Options()
    ) throws -> AlertRefusal {
        var judge = AlertJudge(
            schemas: try ExampleTests.schemas.get(), lists: try ExampleTests.lists.get(), options: options)
        guard case .refused(let refusal) = judge.judge(Array(text.utf8), now: now) else {
            throw CodeListError(source: "test", reason: "accepted")
        }
        return refusal
    }

    @Test("the summary holds what the exchange needs")
    func summary() throws {
        let summary = try Self.accepted(try Self.example("seizure"))
        #expect(summary.id.description == "019cec0e-2f68-7d5a-9b1f-3c2a7e904411")
        #expect(summary.kind == .seizure && summary.messageType == .alert && summary.status == .actual)
        #expect(summary.origin.description == "GT" && summary.tlp == .amber)
        #expect(summary.sent == InternetTime.milliseconds("2026-03-14T15:26:53Z"))
        #expect(summary.expires == InternetTime.milliseconds("2029-03-14T00:00:00Z"))
        #expect(summary.reviewBy == InternetTime.milliseconds("2027-03-14T00:00:00Z"))
        #expect(summary.effective == nil)
        #expect(summary.topics.map(\.description) == ["seizure.drugs.cocaine.GT", "seizure.tobacco.cigarettes.GT"])
        #expect(summary.recipients?.map(\.description) == ["group:caricom", "member:NL", "member:PA"])
        #expect(summary.references.isEmpty && summary.supersedes.isEmpty && summary.warnings.isEmpty)
    }

    @Test("goods of one category make one topic, and no goods the topic general.none")
    func topics() throws {
        #expect(
            try Self.accepted(try Self.example("seizure-as-observed")).topics.map(\.description) == [
                "seizure.tobacco.cigarettes.KE"
            ])
        #expect(
            try Self.accepted(try Self.example("request")).topics.map(\.description) == [
                "request.general.none.ORG-RILO-CARIB"
            ])
    }

    @Test("a cancel names what it supersedes, feedback only what is its own")
    func supersedes() throws {
        let cancel = try Self.accepted(try Self.example("seizure-cancel"))
        #expect(cancel.supersedes.map(\.id.description) == ["019cec0e-2f68-7d5a-9b1f-3c2a7e904411"])
        let feedback = try Self.example("feedback")
        #expect(try Self.accepted(feedback).supersedes.isEmpty)
        let update = feedback.replacing("\"messageType\": \"alert\"", with: "\"messageType\": \"update\"")
            .replacing("904441\"", with: "904442\"")
            .replacing(
                "\"references\": [",
                with: "\"references\": [{\"origin\": \"BE\", \"id\": \"019cec0e-2f68-7d5a-9b1f-3c2a7e904441\"},")
        let summary = try Self.accepted(update)
        #expect(summary.references.count == 2)
        #expect(summary.supersedes.map(\.origin.description) == ["BE"])
    }

    @Test("a number as observed warns, and the warning travels with the alert")
    func asObserved() throws {
        let text = try Self.example("seizure-as-observed")
        let warnings = try Self.accepted(text).warnings
        #expect(warnings.map(\.code) == ["check-digit.vin", "check-digit.container"])
        #expect(warnings.map(\.pointer) == ["/conveyance/vehicle/vin", "/conveyance/containers/0/number"])
        #expect(warnings.allSatisfy { $0.severity == .warning })
        let refusal = try Self.refused(text.replacing("\"asObserved\": true", with: "\"asObserved\": false"))
        #expect(refusal.findings.filter { $0.severity == .error }.map(\.code) == ["check-digit.container"])
    }

    @Test(
        "what is doubtful and no mistake warns",
        arguments: [
            ("\"hs\": \"293972\"", "\"hs\": \"990100\"", "code.hs-national"),
            ("\"country\": \"NL\"", "\"country\": \"BE\"", "code.place-country"),
        ])
    func warnings(original: String, replacement: String, code: String) throws {
        let text = try Self.example("seizure").replacing(original, with: replacement)
        #expect(try Self.accepted(text).warnings.map(\.code) == [code])
    }

    @Test("an installed list decides which HS codes there are")
    func harmonizedList() throws {
        let list = try HarmonizedCodeList(csv: Array("hscode\n2402\n293972\n".utf8), source: "hs.csv")
        let lists = try CodeLists(harmonizedCodes: list)
        let text = try Self.example("seizure")
        #expect(try Self.accepted(text, lists).warnings.isEmpty)
        #expect {
            try Self.accepted(text.replacing("\"2402\"", with: "\"2403\""), lists)
        } throws: { error in
            (error as? AlertRefusal)?.findings.map(\.code) == ["code.hs-unlisted"]
        }
    }

    @Test("all findings come at once, in the order of the text, without the alert's values")
    func allFindings() throws {
        let text = try Self.example("seizure")
            .replacing("\"PA\"", with: "\"QZ\"").replacing("9074729", with: "9074725")
            .replacing("\"KGM\"", with: "\"QZM\"").replacing("MSKU6011672", with: "QZKU6011679")
            .replacing("\"direction\": \"outbound\"", with: "\"direction\": \"qzward\"")
            .replacing("\"arrested\": 1", with: "\"arrested\": 1, \"suspectName\": \"Qzara Doe\"")
        let refusal = try Self.refused(text)
        let codes = [
            "schema.enum", "schema.enum", "check-digit.imo-ship", "code.country", "check-digit.container",
            "code.country",
            "nominal-data",
        ]
        #expect(refusal.findings.map(\.code) == codes, "\(refusal.findings)")
        #expect(refusal.findings.map(\.byteOffset) == refusal.findings.map(\.byteOffset).sorted())
        for finding in refusal.findings {
            #expect(!finding.description.lowercased().contains("qz"), "\(finding)")
            #expect(!finding.description.contains("9074725"))
        }
        #expect(refusal.findings.last?.message.contains("sealed annex") == true)
        #expect(refusal.id?.description == "019cec0e-2f68-7d5a-9b1f-3c2a7e904411")
        #expect(refusal.origin?.description == "GT")
        #expect(!refusal.isTruncated)
    }

    @Test("findings are bounded, and the refusal says that there are more")
    func boundedFindings() throws {
        let line = #"{"category": "drugs.nothing", "countryOfOrigin": "ZZ"}"#
        let goods = Array(repeating: line, count: 60).joined(separator: ",")
        var text = try Self.example("aeo").replacing("\"aeo", with: "\"seizure").replacing("/aeo/", with: "/seizure/")
        text = text.replacing("\"validFrom\"", with: "\"goods\": [\(goods)], \"date\": \"2026-03-01\", \"validFrom\"")
        let refusal = try Self.refused(text, options: AlertJudge.Options(findingsMax: 10))
        #expect(refusal.findings.count == 10)
        #expect(refusal.isTruncated)
    }

    @Test("an unknown group names those of the chapter")
    func unknownGroup() throws {
        let refusal = try Self.refused(
            try Self.example("seizure").replacing("drugs.cocaine", with: "drugs.cocain"))
        #expect(refusal.findings.first?.message.contains("cocaine, coca-paste") == true)
        #expect(refusal.findings.first?.pointer == "/goods/0/category")
    }

    @Test("escapes in strings and names change nothing")
    func escapes() throws {
        let text = try Self.example("seizure")
            .replacing("\"origin\": \"GT\"", with: #""\u006frigin": "\u0047T""#)
            .replacing("\"drugs.cocaine\"", with: #""drugs\u002ecocaine""#)
            .replacing("CSQU3054383", with: #"CSQU305438\u0033"#)
        let summary = try Self.accepted(text)
        #expect(summary.origin.description == "GT")
        #expect(summary.topics.first?.description == "seizure.drugs.cocaine.GT")
        let refusal = try Self.refused(text.replacing(#"305438\u0033"#, with: #"305438\u0034"#))
        #expect(refusal.findings.map(\.code) == ["check-digit.container"])
    }

    @Test("extensions are carried and not judged")
    func extensions() throws {
        let text = try Self.example("seizure").replacing(
            "\"score\": 71", with: #""imo": "0000001", "country": "ZZ", "name": "whatever", "score": [[null]]"#)
        #expect(try Self.accepted(text).warnings.isEmpty)
    }

    @Test("without the time nothing is too early or too late")
    func withoutTime() throws {
        var judge = try ExampleTests.judge()
        for name in ["life-cycle.sent-in-future", "life-cycle.expired"] {
            let bytes = Array(try Self.example("invalid/\(name)").utf8)
            guard case .accepted = judge.judge(bytes, now: nil) else {
                Issue.record("\(name) refused")
                continue
            }
        }
    }

    @Test("what was accepted once can be read when its schema is served no more")
    func acceptedUnderAnotherSchema() throws {
        var judge = AlertJudge(schemas: try AlertSchemaSet(), lists: try CodeLists())
        let text = String(decoding: AlertDraft(1).bytes, as: UTF8.self)
        let older = Array(text.replacing("schemas/seizure/1-0-0", with: "schemas/seizure/0-9-0").utf8)
        guard case .refused = judge.judge(older, now: nil) else {
            Issue.record("a schema that is not served is accepted")
            return
        }
        let summary = try #require(older.withUnsafeBytes { judge.readAccepted($0) })
        #expect(summary.topics.map(\.description) == ["seizure.drugs.cocaine.GT"])
        #expect(summary.id.description == AlertDraft(1).id)
        #expect(Array("no alert".utf8).withUnsafeBytes { judge.readAccepted($0) } == nil)
    }
}
