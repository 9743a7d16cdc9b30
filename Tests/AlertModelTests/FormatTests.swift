import JSONSchema
import Testing

@testable import AlertModel

@Suite("Formats of the domain")
struct FormatTests {
    @Test(
        "a format judges the shape and leaves check digits alone",
        arguments: [
            ("iso3166-country", ["GT", "ZZ"], ["gt", "GTM", "G1", ""]),
            ("iso4217-currency", ["USD", "ABC"], ["usd", "US", "USDT", "U2D"]),
            ("hs-code", ["01", "7701", "293972"], ["1", "0102.10", "29397"]),
            ("un-locode", ["GTPRQ", "ZZABC"], ["GTPR0", "GTP"]),
            ("iso6346-container", ["CSQU3054383", "CSQU3054384"], ["CSQX3054383", "CSQU 305438 3"]),
            ("imo-ship", ["9074729", "9074728"], ["IMO9074729", "907472"]),
            ("imo-company", ["2041999", "2041998"], ["204199"]),
            ("mmsi", ["352001234"], ["152001234", "35200123"]),
            ("air-waybill", ["729-12345675", "72912345676"], ["729-1234567", "729 12345675"]),
            ("vin", ["1M8GDM9AXKP042788", "1M8GDM9A0KP042788"], ["1M8GDM9AOKP042788"]),
            ("flight-number", ["AV657"], ["AV 657"]),
            ("rec19-mode", ["0", "9"], ["10", "sea"]),
            ("rec20-unit", ["KGM", "KG", "XXX"], ["kgm", "KILO"]),
            ("wco-ucr", ["6GT1234567K-ORDER-77"], ["GT1234567K"]),
            ("trader-id", ["GT1234567K"], ["1234567K"]),
            ("category", ["drugs.cocaine", "x.y"], ["drugs", "drugs.cocaine.base", "Drugs.cocaine", "drugs..x"]),
            ("uuid7", ["019cec0e-2f68-7d5a-9b1f-3c2a7e904411"], ["019cec0e-2f68-4d5a-9b1f-3c2a7e904411"]),
            ("member-id", ["GT", "ORG-CCLEC"], ["GTM", "ORG-"]),
            ("alert-recipient", ["member:GT", "group:caricom"], ["GT", "desk:GT"]),
            (
                "language-tag", ["en", "es-GT", "zh-Hant-TW", "sr-Latn"],
                ["e", "english-language-x-", "es_GT", "", "12"]
            ),
            (
                "reverse-domain", ["org.example", "gt.gob.sat-x.risk2"],
                ["org", "org.", ".org", "Org.example", "org.-a", "1.a"]
            ),
            (
                "z85-key", ["Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"],
                ["Yne@", "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{h\"D"]
            ),
            ("topic-pattern", [">", "seizure.*.*.GT"], ["seizure", "seizure.>.GT"]),
        ])
    func shape(name: String, right: [String], wrong: [String]) throws {
        let format = try #require(AlertFormats.all.first { $0.name == name })
        for text in right { #expect(Array(text.utf8).withUnsafeBytes { format.matches($0) }, "\(text)") }
        for text in wrong { #expect(!Array(text.utf8).withUnsafeBytes { format.matches($0) }, "\(text)") }
        #expect(!format.expectation.isEmpty)
    }
}
