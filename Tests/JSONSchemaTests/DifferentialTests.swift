import Foundation
import JSONDocument
import TestSupport
import Testing

@testable import JSONSchema

/// Verdicts held against those of other validators: jsonschema-rs and jsonschema, from the tests' Python environment.
@Suite("Other validators", .enabled(if: Oracle.python != nil, "needs python3 with jsonschema-rs and jsonschema"))
struct DifferentialTests {
    /// Where another validator is known not to follow the standard, so that its verdict does not count.
    private struct Deviation {
        let validator: String
        /// What a schema must contain.
        let mentions: String
        let reason: String
    }

    private static let deviations = [
        Deviation(
            validator: "py", mentions: "\\\\w",
            reason: "jsonschema matches with Python's re, whose \\w has the letters of all scripts; ECMA-262 has ASCII"),
        Deviation(
            validator: "py", mentions: "\\\\d",
            reason: "jsonschema matches with Python's re, whose \\d has the digits of all scripts; ECMA-262 has ASCII"),
    ]

    /// A document on which we and others disagree.
    private struct Disagreement: CustomStringConvertible {
        let description: String
    }

    @Test(
        "30,000 mutated documents are judged as jsonschema-rs does",
        .enabled(if: SharedData.has("bench/alert_documents.py"), "needs bench/alert_documents.py"))
    func mutatedDocuments() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = SharedData.root.appending(path: "bench")
        _ = try Oracle.run([bench.appending(path: "alert_documents.py").path, folder.path])
        let schemaPath = bench.appending(path: "alert_documents.schema.json").path
        let lines = try Oracle.run([
            Oracle.script("mutated_documents.py"), schemaPath, folder.appending(path: "alerts.jsonl").path, "30000",
            "20261125",
        ])
        let schema = try CompiledSchema(SharedData.bytes("bench/alert_documents.schema.json"), name: "alert")
        var seen = (valid: 0, invalid: 0)
        let disagreements = try compare(lines) { line in
            guard let other = line["rs"]?.bool, let document = line["document"] else { return nil }
            if other { seen.valid += 1 } else { seen.invalid += 1 }
            return (schema, text(document), [other])
        }
        #expect(seen.valid + seen.invalid == 30_000)
        // Neither verdict is rare, or the comparison says little.
        #expect(min(seen.valid, seen.invalid) > 5_000)
        #expect(disagreements.isEmpty, "\(disagreements.count): \(disagreements.prefix(5))")
    }

    @Test("5,000 random pairs of schema and document are judged as jsonschema-rs and jsonschema do")
    func randomPairs() throws {
        let lines = try Oracle.run([Oracle.script("random_pairs.py"), "5000", "20261125"])
        var count = 0
        var refused = 0
        let disagreements = try compare(lines) { line in
            guard let schemaNode = line["schema"], let document = line["document"] else { return nil }
            count += 1
            let source = String(decoding: text(schemaNode), as: UTF8.self)
            let others = ["rs", "py"].filter { validator in
                !Self.deviations.contains { $0.validator == validator && source.contains($0.mentions) }
            }.compactMap { line[$0]?.bool }
            let schema: CompiledSchema
            do throws(SchemaCompileError) {
                schema = try CompiledSchema(text(schemaNode), name: "random", options: .annotatingFormats)
            } catch {
                // A reference cycle, which we refuse before any document is seen.
                #expect(error.code == .referenceCycle, "\(error)")
                refused += 1
                return nil
            }
            return (schema, text(document), others)
        }
        #expect(count == 5_000)
        #expect(refused == 0)
        #expect(disagreements.isEmpty, "\(disagreements.count): \(disagreements.prefix(5))")
    }

    /// Judges what each line holds, and what we and the others do not agree on.
    private func compare(
        _ lines: [UInt8], _ read: (JSONNode) throws -> (CompiledSchema, [UInt8], others: [Bool])?
    ) throws -> [Disagreement] {
        var found: [Disagreement] = []
        var count = 0
        var validator = SchemaValidator()
        var line = JSONDocument(limits: JSONLimits(bytesMax: 1 << 20))
        var document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 20))
        for bytes in lines.split(separator: UInt8(ascii: "\n")) {
            let tape = try line.parse(Array(bytes))
            guard let (schema, text, others) = try read(tape.root) else { continue }
            let judged = try document.parse(text)
            let verdict = validator.isValid(judged, against: schema)
            // The search for findings takes longer, so it is held against the verdict now and then only.
            count += 1
            let isSearched = count % 8 == 0 || others.contains(!verdict)
            let hasFindings = isSearched ? !validator.findings(judged, against: schema).isEmpty : !verdict
            if others.contains(!verdict) || hasFindings == verdict {
                found.append(
                    Disagreement(description: "\(verdict), \(hasFindings): \(String(decoding: bytes, as: UTF8.self))"))
            }
        }
        return found
    }

    private func text(_ node: JSONNode) -> [UInt8] {
        let range = node.byteRange
        return Array(UnsafeBufferPointer(start: node.tape.bytes + range.lowerBound, count: range.count))
    }
}

/// The Python of the tests and the scripts beside them.
enum Oracle {
    /// The first of the venv's and the system's that has what is needed.
    static let python: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return ([SharedData.packageRoot.path + "/.venv/bin"] + folders).map { $0 + "/python3" }.first { path in
            guard FileManager.default.isExecutableFile(atPath: path) else { return false }
            return (try? run(["-c", "import jsonschema, jsonschema_rs"], python: path)) != nil
        }
    }()

    static func script(_ name: String) -> String {
        SharedData.packageRoot.appending(path: "Tests/JSONSchemaTests/oracles/\(name)").path
    }

    struct Failure: Error {
        let status: Int32
    }

    /// The valid documents of the public workload.
    static func alertDocuments() throws -> [[UInt8]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try run([SharedData.root.appending(path: "bench/alert_documents.py").path, folder.path])
        let all = Array(try Data(contentsOf: folder.appending(path: "alerts.jsonl")))
        return all.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    /// Runs a program to its end and returns what it prints.
    static func run(_ arguments: [String], python: String? = Oracle.python) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python ?? "/nowhere")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        return bytes
    }
}
