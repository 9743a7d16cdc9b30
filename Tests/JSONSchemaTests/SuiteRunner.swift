import Foundation
import JSONDocument
import TestSupport

@testable import JSONSchema

/// Runs files of the official JSON Schema test suite.
struct SuiteRunner {
    static let root = "data/suites/json-schema-2020-12"
    static let tests = root + "/tests/draft2020-12"

    /// A test whose verdict was not the one expected, or whose schema was refused.
    struct Failure: CustomStringConvertible, Equatable {
        let file: String
        let group: String
        let test: String
        let reason: String

        var description: String { "\(file): \(group): \(test): \(reason)" }
    }

    let options: SchemaOptions
    private let registry: SchemaRegistry

    init(options: SchemaOptions) throws {
        self.options = options
        var registry = SchemaRegistry()
        try Self.addRemotes(to: &registry)
        self.registry = registry
    }

    /// The suite expects its `remotes` to be found at http://localhost:1234.
    private static func addRemotes(to registry: inout SchemaRegistry) throws {
        let folder = SharedData.root.appending(path: root + "/remotes")
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return }
        for case let path as String in walk where path.hasSuffix(".json") {
            // Schemas of other drafts share identifiers with those of 2020-12.
            let isOther = path.hasPrefix("draft") && !path.hasPrefix("draft2020-12/")
            if isOther || path.hasPrefix("v1/") { continue }
            let text = try SharedData.bytes("\(root)/remotes/\(path)")
            try registry.add(text, name: path, uri: "http://localhost:1234/\(path)")
        }
    }

    static func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: SharedData.root.appending(path: folder).path)
            .filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
    }

    /// The number of tests in a file and those that failed.
    func run(_ file: String) throws -> (count: Int, failures: [Failure]) {
        let text = try SharedData.bytes(file)
        let suite = try JSONDocument(parsing: text, limits: JSONLimits(bytesMax: 1 << 20))
        var count = 0
        var failures: [Failure] = []
        let name = URL(fileURLWithPath: file).lastPathComponent
        for group in suite.root.elements {
            let groupName = group["description"]?.string ?? ""
            let tests = Array(try group["tests"].unwrapped().elements)
            count += tests.count
            let schemaText = Array(text[try group["schema"].unwrapped().byteRange])
            let schema: CompiledSchema
            do {
                schema = try CompiledSchema(schemaText, name: name, registry: registry, options: options)
            } catch {
                for test in tests {
                    failures.append(
                        Failure(
                            file: name, group: groupName, test: test["description"]?.string ?? "",
                            reason: "refused: \(error)"))
                }
                continue
            }
            for test in tests {
                if let reason = try disagreement(test, schema, text) {
                    failures.append(
                        Failure(
                            file: name, group: groupName, test: test["description"]?.string ?? "", reason: reason))
                }
            }
        }
        return (count, failures)
    }

    private func disagreement(_ test: JSONNode, _ schema: CompiledSchema, _ text: [UInt8]) throws -> String? {
        let data = Array(text[try test["data"].unwrapped().byteRange])
        let document = try JSONDocument(parsing: data)
        var validator = SchemaValidator()
        let expected = try test["valid"].unwrapped().bool
        let verdict = validator.isValid(document.tape, against: schema)
        if verdict != expected { return "judged \(verdict ? "valid" : "invalid")" }
        // The search for findings, which goes another way than the judge, must agree with it.
        let unaided = validator.explain(document.tape, schema, max: 100, judge: nil)
        if unaided.isEmpty != verdict { return "\(unaided.count) findings without the judge for \(verdict)" }
        let findings = validator.findings(document.tape, against: schema)
        if findings.isEmpty != verdict { return "\(findings.count) findings for \(verdict)" }
        if findings.contains(where: { $0.code == "work" }) { return "refused without a finding" }
        return nil
    }
}

extension Optional {
    struct Missing: Error {}

    func unwrapped() throws -> Wrapped {
        guard let self else { throw Missing() }
        return self
    }
}
