import Foundation
import TestSupport
import Testing

/// The rules of the house that no compiler checks.
@Suite("The house is tidy")
struct TidyTests {
    /// The modules, lowest layer first. A module may import those of lower layers, and of its own layer only what is
    /// named here.
    private static let layers: [[String]] = [
        [
            "CZeroMQ", "CSodium", "CSQLite", "CCrypto", "CZip", "CRE2", "CChecksum", "CJSONScan", "CLinux", "CMemory",
            "CRuleScan",
            "CAlertSchemas",
        ],
        ["JSONDocument", "JSONSchema", "ZeroMQ", "Telemetry", "TransparencyLog"],
        ["AlertSchemas", "AlertModel", "RuleLanguage", "RuleIndex", "AlertRules"],
        ["ExchangeProtocol", "Journal", "JournalTesting", "Trust"],
        ["Hub", "CordonClient", "CommandLine", "AlertImport", "Simulation"],
        ["cordond", "cordon"],
    ]
    private static let withinLayer: Set<String> = [
        "JSONSchema>JSONDocument", "AlertModel>AlertSchemas", "RuleIndex>RuleLanguage", "AlertRules>AlertModel",
        "AlertRules>RuleLanguage", "JournalTesting>Journal",
        "Trust>Journal",
    ]
    private static let functionLinesMax = 70

    private static let sources: [(module: String, path: String, lines: [String])] = {
        let root = SharedData.packageRoot.appending(path: "Sources")
        guard let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        return files.compactMap { item in
            guard let url = item as? URL, url.pathExtension == "swift",
                let text = try? String(contentsOf: url, encoding: .utf8)
            else { return nil }
            let path = String(url.path.dropFirst(root.path.count + 1))
            let module = String(path.prefix { $0 != "/" })
            return (module, path, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }()

    private static func layer(of module: String) -> Int? { layers.firstIndex { $0.contains(module) } }

    @Test("every module has its place in the layers")
    func placed() {
        #expect(!Self.sources.isEmpty)
        for module in Set(Self.sources.map(\.module)) { #expect(Self.layer(of: module) != nil, "\(module)") }
    }

    @Test("imports point down the layers")
    func imports() {
        for (module, path, lines) in Self.sources {
            for line in lines {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
                    words[..<place].allSatisfy({ $0 == "public" || $0 == "internal" || $0.hasPrefix("@") })
                else { continue }
                let imported = String(words[place + 1])
                guard let to = Self.layer(of: imported), let from = Self.layer(of: module) else { continue }
                let isAllowed = to < from || Self.withinLayer.contains("\(module)>\(imported)")
                #expect(isAllowed, "\(path) imports \(imported), which is not below it")
            }
        }
    }

    @Test("no function is longer than a screen")
    func functions() {
        for (_, path, lines) in Self.sources {
            for (start, line) in lines.enumerated() {
                let text = line.drop { $0 == " " }
                let words = text.split(separator: " ")
                let isFunction =
                    words.contains("func") || text.hasPrefix("init(") || text.hasPrefix("init?(")
                    || words.contains { $0.hasPrefix("init(") } && text.hasSuffix("{")
                guard isFunction, !text.hasPrefix("//"), text.contains("(") else { continue }
                // A requirement of a protocol has no body.
                let signature = lines[start...].prefix { !$0.isEmpty }
                guard signature.contains(where: { $0.hasSuffix("{") }) else { continue }
                let indent = line.count - text.count
                let closing = String(repeating: " ", count: indent) + "}"
                guard let end = lines[start...].firstIndex(of: closing) else { continue }
                let count = end - start + 1
                #expect(count <= Self.functionLinesMax, "\(path):\(start + 1) has a function of \(count) lines")
            }
        }
    }

    @Test("nothing is left to be done in the sources")
    func unfinished() {
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
        for (_, path, lines) in Self.sources {
            for (number, line) in lines.enumerated() where line.contains("//") {
                for mark in marks { #expect(!line.contains(mark + ":"), "\(path):\(number + 1) has a \(mark)") }
            }
        }
    }

    private static let errorCodes: [(word: String, name: String)] =
        sources
        .filter { $0.path.hasSuffix("ProtocolErrorCode+Registry.swift") }.flatMap(\.lines).joined(separator: "\n")
        .matches(of: /\.(\w+), "([a-z0-9-]+)"/).map { (String($0.1), String($0.2)) }

    @Test("every error code of the protocol is documented")
    func documentedErrorCodes() throws {
        let text = try String(
            contentsOf: SharedData.packageRoot.appending(path: "docs/protocol.md"), encoding: .utf8)
        #expect(Self.errorCodes.count > 40)
        for code in Self.errorCodes {
            #expect(text.contains("`\(code.name)`"), "\(code.name) is not in docs/protocol.md")
        }
    }

    @Test("every error code is met in a test, or reserved and never sent")
    func testedErrorCodes() throws {
        let tests = try Self.files(below: "Tests").filter { !$0.path.contains("ErrorRegistryTests") }
        let text = try String(
            contentsOf: SharedData.packageRoot.appending(path: "docs/protocol.md"), encoding: .utf8)
        let reserved = Set(text.matches(of: /\| `([a-z0-9-]+)` \|[^\n]*Reserved/).map { String($0.1) })
        let senders = Self.sources.filter {
            ["Hub", "ExchangeProtocol"].contains($0.module) && !$0.path.contains("Wire/ProtocolErrorCode")
        }
        for (word, name) in Self.errorCodes {
            let isSent = senders.contains { $0.lines.contains { $0.contains(".\(word)") } }
            #expect(isSent != reserved.contains(name), "\(name) is either sent or marked as reserved in the text")
            guard isSent else { continue }
            let isMet = tests.contains { $0.text.contains(".\(word)") || $0.text.contains("\"\(name)\"") }
            #expect(isMet, "no test meets \(name)")
        }
    }

    private static func files(below folder: String) throws -> [(path: String, text: String)] {
        let root = SharedData.packageRoot.appending(path: folder)
        guard let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        return try files.compactMap { item in
            guard let url = item as? URL, ["swift", "py"].contains(url.pathExtension) else { return nil }
            return (url.path, try String(contentsOf: url, encoding: .utf8))
        }
    }
}
