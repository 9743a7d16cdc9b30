internal import Foundation

/// The public workload of alert-like documents and the schema for them: 10,000 valid ones of 2 KB, and as many with one
/// fault each.
struct AlertDocuments {
    let schema: [UInt8]
    let valid: [[UInt8]]
    let invalid: [[UInt8]]
    /// The files, for programs to compare with.
    let schemaPath: String
    let validPath: String
    private let folder: ScratchFolder

    /// Generates the documents; nil, with a note on standard error, where the generator is not beside the checkout.
    init?(_ scale: Scale) throws {
        let environment = ProcessInfo.processInfo.environment
        let shared = environment["CORDON_SHARED"] ?? Self.packageRoot + "/../shared"
        let generator = shared + "/bench/alert_documents.py"
        schemaPath = shared + "/bench/alert_documents.schema.json"
        guard let text = FileManager.default.contents(atPath: schemaPath),
            FileManager.default.fileExists(atPath: generator)
        else {
            Note.write("schema measures are left out: there is no \(generator)")
            return nil
        }
        schema = Array(text)
        folder = try ScratchFolder("documents")
        _ = try PythonProgram.run([generator, folder.path])
        validPath = folder.path + "/alerts.jsonl"
        let count = scale(10_000, tiny: 20)
        valid = try Self.lines(validPath, count)
        invalid = try Self.lines(folder.path + "/invalid.jsonl", count)
    }

    /// The folder of the package.
    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static func lines(_ path: String, _ count: Int) throws -> [[UInt8]] {
        let all = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        return all.split(separator: UInt8(ascii: "\n")).prefix(count).map { Array($0) }
    }
}

/// What the one who measures should know.
enum Note {
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }
}

/// The Python of the tests, with the validators to compare with; else the system's.
enum PythonProgram {
    static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return ([AlertDocuments.packageRoot + "/.venv/bin"] + folders).map { $0 + "/python3" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Runs a program to its end and returns what it prints.
    static func run(_ arguments: [String]) throws -> String {
        guard let path else { throw MeasureFailure("there is no python3") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw MeasureFailure("python3 ended with \(process.terminationStatus)")
        }
        return String(decoding: text, as: UTF8.self)
    }
}
