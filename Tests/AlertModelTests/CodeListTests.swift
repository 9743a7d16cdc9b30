import AlertSchemas
import Foundation
import JSONDocument
import TestSupport
import Testing

@testable import AlertModel

@Suite("Codes of lists")
struct CodeListTests {
    @Test(
        "a Harmonized System code has 2, 4 or 6 digits of an international chapter",
        arguments: [
            ("01", CodeVerdict.valid), ("0102", .valid), ("010121", .valid), ("293972", .valid), ("97", .valid),
            ("98", .nationalUse), ("990100", .nationalUse), ("77", .notListed), ("770100", .notListed),
            ("00", .notListed), ("1", .wrongShape), ("010", .wrongShape), ("0102.10", .wrongShape),
            ("01012100", .wrongShape), ("", .wrongShape), ("٠١", .wrongShape),
        ])
    func harmonizedSystem(code: String, verdict: CodeVerdict) {
        #expect(HarmonizedCode.check(code) == verdict)
    }

    @Test("an installed list says which HS codes exist", .enabled(if: SharedData.has(SharedData.harmonizedSystem)))
    func harmonizedList() throws {
        let list = try HarmonizedCodeList(
            csv: try SharedData.bytes(SharedData.harmonizedSystem), source: "hs2022.csv")
        #expect(list.count == 6_939)
        for (code, isListed) in [("01", true), ("0101", true), ("010121", true), ("010199", false), ("77", false)] {
            #expect(Array(code.utf8).withUnsafeBytes { list.contains($0) } == isListed, "\(code)")
        }
    }

    @Test(
        "a wrong list of HS codes is refused with its line",
        arguments: [
            ("", 1), ("code,description\n01,x\n", 1), ("hscode\n", 0), ("section,hscode\nI,01\nI\n", 3),
            ("hscode,x\n01,\"a\nb\"\n1,y\n", 4), ("hscode\n0101210\n", 2),
        ])
    func wrongHarmonizedList(text: String, line: Int) {
        #expect {
            try HarmonizedCodeList(csv: Array(text.utf8), source: "list.csv")
        } throws: { error in
            (error as? CodeListError)?.line == line
        }
    }

    @Test(
        "a UN/LOCODE has a country and three characters without 0 and 1",
        arguments: [
            ("GTPRQ", CodeVerdict.valid), ("NLRTM", .valid), ("XZ2A9", .valid), ("GTPR0", .wrongShape),
            ("GTPR1", .wrongShape), ("GTPR", .wrongShape), ("GTPRQQ", .wrongShape), ("gtprq", .wrongShape),
        ])
    func location(code: String, verdict: CodeVerdict) {
        #expect(LocationCode.check(code) == verdict)
    }

    @Test(
        "a consignment reference has year, country and a reference of at most 35 characters",
        arguments: [
            ("6GT1234567K-ORDER-77", CodeVerdict.valid), ("8GB123456789000-ABC", .valid),
            ("6GT12", .valid), ("6GT1", .wrongShape), ("GT1234567", .wrongShape), ("6G11234567", .wrongShape),
            ("6GT1234567 ORDER", .wrongShape), ("6GT" + String(repeating: "1", count: 32), .valid),
            ("6GT" + String(repeating: "1", count: 33), .wrongShape),
        ])
    func consignment(reference: String, verdict: CodeVerdict) {
        #expect(ConsignmentReference.check(reference) == verdict)
    }

    @Test(
        "a trader identification number has a country and an identifier",
        arguments: [
            ("GT1234567K", CodeVerdict.valid), ("DE0000000000001", .valid), ("GT", .wrongShape),
            ("1234567", .wrongShape),
            ("GT12 34", .wrongShape), ("GT" + String(repeating: "9", count: 34), .wrongShape),
        ])
    func trader(number: String, verdict: CodeVerdict) {
        #expect(TraderIdentification.check(number) == verdict)
    }

    @Test("modes, units and CITES codes are judged by their lists")
    func shortLists() {
        for mode in 0...9 { #expect(TransportMode.check("\(mode)") == .valid) }
        for mode in ["", "10", "A"] { #expect(TransportMode.check(mode) == .wrongShape) }
        for unit in UnitOfMeasure.allCases { #expect(UnitOfMeasure.check(unit.rawValue) == .valid) }
        #expect(UnitOfMeasure.check("KG") == .notListed)
        #expect(UnitOfMeasure.check("LBR") == .notListed)
        #expect(UnitOfMeasure.check("kgm") == .wrongShape)
        for (code, verdict) in [("I", CodeVerdict.valid), ("III", .valid), ("IV", .wrongShape), ("", .wrongShape)] {
            #expect(Array(code.utf8).withUnsafeBytes { CITESCode.checkAppendix($0) } == verdict)
        }
        #expect(Array("W".utf8).withUnsafeBytes { CITESCode.checkSource($0) } == .valid)
        #expect(Array("B".utf8).withUnsafeBytes { CITESCode.checkSource($0) } == .notListed)
        #expect(Array("C".utf8).withUnsafeBytes { CITESCode.checkPurpose($0) } == .notListed)
        #expect(Array("TT".utf8).withUnsafeBytes { CITESCode.checkPurpose($0) } == .wrongShape)
    }
}

@Suite("Countries and currencies")
struct CountryCurrencyTests {
    static let hasCountries = FileManager.default.isReadableFile(atPath: CountryCodes.systemPath)

    @Test("ISO 3166-1 has 249 countries, and XK is added", .enabled(if: hasCountries))
    func countries() throws {
        let countries = try CountryCodes()
        #expect(countries.count == 250)
        #expect(countries.all.count == 250)
        for code in ["GT", "XK", "AA", "gt", "", "GTM", "ZW", "XZ", "UK"] {
            #expect(countries.contains(code) == ["GT", "XK", "ZW"].contains(code), "\(code)")
        }
    }

    @Test("without iso-codes the error names the package to install")
    func missingCountries() {
        #expect {
            try CountryCodes(path: "/nonexistent/iso_3166-1.json")
        } throws: { error in
            "\(error)".contains("iso-codes") && "\(error)".contains("/nonexistent/iso_3166-1.json")
        }
    }

    @Test(
        "a damaged list of countries is refused with its line",
        arguments: [
            "", "{}", "{\"3166-1\": {}}", "{\"3166-1\": []}", "{\"3166-1\": [{}]}",
            "{\"3166-1\": [{\"alpha_2\": \"gt\"}]}", "{\"3166-1\": [{\"alpha_2\": \"GTM\"}]}", "{\"3166-1\": [",
        ])
    func damagedCountries(text: String) {
        #expect(throws: CodeListError.self) { try CountryCodes(json: Array(text.utf8), source: "countries.json") }
    }

    @Test(
        "a currency is judged for the month",
        arguments: [
            ("EUR", 2026, CurrencyVerdict.valid), ("XCG", 2026, .valid), ("ZWG", 2026, .valid), ("GTQ", 2011, .valid),
            ("XCG", 2020, .notYetInForce), ("ANG", 2024, .valid), ("ANG", 2026, .withdrawn), ("HRK", 2022, .valid),
            ("HRK", 2024, .withdrawn), ("BGN", 2025, .valid), ("XAU", 2026, .withoutMinorUnits),
            ("XXX", 2026, .withoutMinorUnits), ("ABC", 2026, .notListed), ("DEM", 2026, .notListed),
            ("eur", 2026, .wrongShape), ("EU", 2026, .wrongShape), ("EURO", 2026, .wrongShape), ("", 2026, .wrongShape),
        ])
    func currency(code: String, year: Int, verdict: CurrencyVerdict) throws {
        let currencies = try CurrencyCodes()
        let found = Array(code.utf8).withUnsafeBytes {
            currencies.check($0, in: CalendarMonth(year: year, month: 6))
        }
        #expect(found == verdict)
    }

    @Test("a currency is in force to the end of the month of its withdrawal")
    func withdrawalMonth() throws {
        let currencies = try CurrencyCodes()
        let guilder = Array("ANG".utf8)
        let (march, april) = (CalendarMonth(year: 2025, month: 3), CalendarMonth(year: 2025, month: 4))
        #expect(guilder.withUnsafeBytes { currencies.check($0, in: march) } == .valid)
        #expect(guilder.withUnsafeBytes { currencies.check($0, in: april) } == .withdrawn)
        #expect(currencies.currency("JPY")?.minorUnits == 0)
        #expect(currencies.currency("KWD")?.minorUnits == 3)
    }

    @Test("our table of currencies agrees with ISO 4217", .enabled(if: SharedData.has(SharedData.currencies)))
    func agreesWithStandard() throws {
        let table = try CurrencyCodes()
        var rows = CSVRows(try SharedData.bytes(SharedData.currencies))
        let first = rows.next()
        let header = try #require(first)
        let place = { (name: String) in try #require(header.firstIndex(of: name)) }
        let (codes, units, withdrawals) = try (place("AlphabeticCode"), place("MinorUnit"), place("WithdrawalDate"))
        var inForce: [String: Int?] = [:]
        var withdrawn: [String: String] = [:]
        while let row = rows.next() {
            if row[codes].isEmpty { continue }
            let month = String(row[withdrawals].suffix(7))
            if row[withdrawals].isEmpty {
                inForce[row[codes]] = Int(row[units])
            } else if let first = CalendarMonth(month), first >= CalendarMonth(year: 2008, month: 1) {
                withdrawn[row[codes]] = max(withdrawn[row[codes]] ?? "", month)
            }
        }
        #expect(inForce.count == 178)
        for (code, minorUnits) in inForce {
            let currency = try #require(table.currency(code), "\(code)")
            #expect(currency.minorUnits == minorUnits && currency.withdrawn == nil, "\(code)")
        }
        for (code, month) in withdrawn where inForce[code] == nil {
            #expect(table.currency(code)?.withdrawn == CalendarMonth(month), "\(code)")
        }
        for currency in table.all { #expect(inForce[currency.code] != nil || withdrawn[currency.code] != nil) }
    }
}

@Suite("Categories")
struct CategoryTests {
    @Test("the tree has the nine chapters, each with a group other")
    func chapters() throws {
        let tree = try CategoryTree()
        let names = [
            "drugs", "tobacco", "alcohol", "environment", "heritage", "ipr", "security", "revenue", "currency",
        ]
        #expect(tree.chapters.map(\.name) == names)
        for name in names { #expect(tree["\(name).other"] != nil) }
        for category in tree.all {
            #expect(tree[category.name]?.title == category.title)
            #expect(!category.title.isEmpty)
        }
    }

    @Test(
        "a name outside the tree is no category",
        arguments: [
            "", ".", "drugs", "drugs.", ".other", "drugs.nothing", "Drugs.cocaine", "drugs.cocaine.x", "general.none",
        ])
    func unknown(name: String) throws {
        #expect(try CategoryTree()[name] == nil)
    }

    @Test("goods are found by the names under which others report them")
    func terms() throws {
        let tree = try CategoryTree()
        #expect(tree.category(ofTerm: "COCAINE HCL")?.name == "drugs.cocaine")
        #expect(tree.category(ofTerm: "Coca paste")?.name == "drugs.coca-paste")
        #expect(tree.category(ofTerm: "Alcohol")?.name == "alcohol.other")
        #expect(tree.category(ofTerm: "unheard of") == nil)
    }

    @Test(
        "at most 2 % of UNODC's seizures would land among other drugs",
        .enabled(if: SharedData.has(SharedData.seizures)))
    func coverage() throws {
        let tree = try CategoryTree()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "unzip -p \"$0\" | cut -d ';' -f 7 | sort | uniq -c", SharedData.seizures.path]
        process.environment = ["LC_ALL": "C", "PATH": "/usr/bin:/bin"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var (total, other) = (0, 0)
        for line in lines.split(separator: "\n") {
            let parts = line.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let count = Int(parts[0]), parts[1] != "DRUG_NAME" else { continue }
            total += count
            let category = tree.category(ofTerm: parts[1].trimmingCharacters(in: .init(charactersIn: "\"")))
            if category == nil || category?.name == "drugs.other" { other += count }
        }
        #expect(total > 311_000)
        #expect(Double(other) <= 0.02 * Double(total), "\(other) of \(total)")
    }

    @Test(
        "a damaged tree is refused",
        arguments: [
            "", "{}", "{\"chapters\": []}", "{\"chapters\": [{\"id\": \"drugs\"}]}",
            "{\"chapters\": [{\"id\": \"drugs\", \"title\": \"D\", \"groups\": [{\"id\": \"x\", \"title\": \"X\"}]}]}",
            "{\"chapters\": [{\"id\": \"D\", \"title\": \"D\", \"groups\": [{\"id\": \"other\", \"title\": \"X\"}]}]}",
            """
            {"chapters": [{"id": "d", "title": "D", "groups": [{"id": "other", "title": "X"},
                {"id": "other", "title": "X"}]}]}
            """,
        ])
    func damaged(text: String) {
        #expect(throws: CodeListError.self) { try CategoryTree(json: Array(text.utf8), source: "categories.json") }
    }
}
