import Foundation
import JSONDocument
import TestSupport
import Testing

private let suite = "data/suites/json-parsing/test_parsing"

@Suite("The public JSON parsing suite", .enabled(if: SharedData.has(suite), "needs \(suite)"))
struct PublicSuiteTests {
    private func files(_ prefix: String) throws -> [String] {
        let folder = try #require(SharedData.url(suite))
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(prefix) }.sorted()
    }

    private func refusal(_ file: String, allowsRepeatedNames: Bool = false) throws -> JSONSyntaxError? {
        let text = try SharedData.bytes("\(suite)/\(file)")
        var document = JSONDocument(
            limits: JSONLimits(bytesMax: 1 << 20, allowsRepeatedNames: allowsRepeatedNames))
        do throws(JSONSyntaxError) {
            try document.parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test("every text that must be read is read")
    func accepted() throws {
        let names = try files("y_")
        #expect(names.count == 95)
        #expect(try names.filter { try refusal($0, allowsRepeatedNames: true) != nil } == [])
    }

    @Test("only repeated names, of which readers would believe different ones, are refused beyond the suite")
    func stricter() throws {
        let refused = try files("y_").filter { try refusal($0) != nil }
        #expect(refused == ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"])
    }

    @Test("every text that must be refused is refused, with a place inside the text")
    func refused() throws {
        let names = try files("n_")
        #expect(names.count == 188)
        for name in names {
            let error = try refusal(name)
            #expect(error != nil, "\(name) was read")
            let size = try SharedData.bytes("\(suite)/\(name)").count
            #expect((0...size).contains(error?.byteOffset ?? -1), "\(name)")
        }
    }
}
