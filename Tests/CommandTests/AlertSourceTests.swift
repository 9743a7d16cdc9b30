import CommandLine
import Foundation
import Testing

@testable import cordon

/// How alerts are cut out of files and streams.
@Suite struct AlertSourceTests {
    private struct Found: Equatable {
        let line: Int
        let text: String
    }

    private static let longLine = String(repeating: "x", count: 300_000)

    private static let rows: [(text: String, alerts: [(Int, String)])] = [
        ("", []), ("\n \n\t\n", []),
        ("{\"a\":1}", [(1, "{\"a\":1}")]),
        ("{\"a\":1}\n", [(1, "{\"a\":1}")]), ("\n\n{\"a\":1}\n{\"b\":2}\n", [(3, "{\"a\":1}"), (4, "{\"b\":2}")]),
        ("{\"a\":1}\r\n{\"b\":2}\r\n", [(1, "{\"a\":1}"), (2, "{\"b\":2}")]),
        ("{\"a\":\n{\"b\":2}\n{\"c\":3}", [(1, "{\"a\":"), (2, "{\"b\":2}"), (3, "{\"c\":3}")]),
        ("[\n\n{\"b\":2}\n", [(3, "{\"b\":2}"), (1, "[")]),
        ("[]", []), (" [ ]\n", []), ("[{\"a\":1}]", [(1, "{\"a\":1}")]),
        ("\n[\n {\"a\":[1,\n2]},\n\n {\"b\":\"],}\\\"\"}\n]\n", [(3, "{\"a\":[1,\n2]}"), (6, "{\"b\":\"],}\\\"\"}")]),
        ("[{\"a\":1},]\n{\"b\":2}\n[3]\n", [(1, "{\"a\":1}"), (2, "{\"b\":2}"), (3, "3")]),
        ("[ {\"a\":1} ,\n {\"b\":2}\n ]", [(1, "{\"a\":1}"), (2, "{\"b\":2}")]),
        ("{\"a\":1} \t\r\n", [(1, "{\"a\":1}")]),
        ("[{\"a\":1} {\"b\":2}]", [(1, "{\"a\":1} {\"b\":2}")]), ("[}, {\"b\":2}]", [(1, "}"), (1, "{\"b\":2}")]),
        ("[{\"a\":1},\n{\"b\":", [(1, "{\"a\":1}"), (2, "{\"b\":"), (1, "[")]),
        ("\u{feff}{\"a\":1}\n{\"b\":2}", [(1, "{\"a\":1}"), (2, "{\"b\":2}")]),
        ("\u{feff}[{\"a\":1}]", [(1, "{\"a\":1}")]),
        ("{\"a\":1}\n{\"b\":2}\n", [(1, "{\"a\":1}"), (2, "{\"b\":2}")]),
        ("{\"a\":1}\n\n  \n{\"b\":2}", [(1, "{\"a\":1}"), (4, "{\"b\":2}")]),
        ("{\n  \"a\": 1\n}\n", [(1, "{\n  \"a\": 1\n}\n")]),
        ("broken\n{\"b\":2}\n", [(1, "broken"), (2, "{\"b\":2}")]),
        ("{\"a\":1}\n\(longLine)\n{\"b\":2}\n", [(1, "{\"a\":1}"), (2, longLine), (3, "{\"b\":2}")]),
    ]

    private func all(_ source: AlertSource) async throws -> [Found] {
        var source = source
        var found: [Found] = []
        var end = 0
        while let batch = try await source.next() {
            #expect(!batch.alerts.isEmpty && batch.alerts.count == batch.ends.count)
            #expect(batch.ends.allSatisfy { $0 > end } && batch.ends == batch.ends.sorted())
            end = batch.ends.last ?? end
            found += batch.alerts.map { Found(line: $0.line, text: String(decoding: $0.bytes, as: UTF8.self)) }
        }
        return found
    }

    @Test(arguments: rows.indices)
    func aFileIsCutIntoItsAlerts(_ row: Int) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "alerts-\(UUID().uuidString)").path
        try Data(Self.rows[row].text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let found = try await all(AlertSource(FileArgument(path)))
        #expect(found.map(\.line) == Self.rows[row].alerts.map(\.0))
        #expect(trimmed(found) == Self.rows[row].alerts.map { $0.1.trimmingCharacters(in: .newlines) })
    }

    @Test(arguments: rows.indices)
    func aStreamIsCutIntoTheSameAlerts(_ row: Int) async throws {
        let pipe = Pipe()
        let text = Data(Self.rows[row].text.utf8)
        // Odd pieces, so that lines come in several reads.
        let pieces = stride(from: 0, to: text.count, by: 70_001).map { text[$0..<min($0 + 70_001, text.count)] }
        write(pieces, to: pipe)
        let stream = ByteInput(descriptor: pipe.fileHandleForReading.fileDescriptor, name: "pipe")
        let found = try await all(AlertSource(stream))
        // Until here: its end closes the descriptor that is read.
        withExtendedLifetime(pipe) {}
        #expect(found.map(\.line) == Self.rows[row].alerts.map(\.0))
        #expect(trimmed(found) == Self.rows[row].alerts.map { $0.1.trimmingCharacters(in: .newlines) })
    }

    @Test func aDocumentMayBeAnArray() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)").path
        try Data("[1,2]\n[3]\n".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let found = try await all(AlertSource(FileArgument(path), splitter: AlertSplitter(unwrapsArrays: false)))
        #expect(found == [Found(line: 1, text: "[1,2]"), Found(line: 2, text: "[3]")])
    }

    @Test func whatIsTooLongToBeOneAlertIsCutIntoItsLines() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "long-\(UUID().uuidString)").path
        let good = "{\"a\":1}"
        let lines = ["{\"torn\":", "", "nothing"] + Array(repeating: good, count: AlertSplitter.alertBytesMax / 8)
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let found = try await all(AlertSource(FileArgument(path)))
        #expect(found.count == lines.count - 1)
        #expect(found.prefix(3).map(\.line) == [1, 3, 4] && found.last?.line == lines.count)
        #expect(found.dropFirst(2).allSatisfy { $0.text == good })
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["", "{\"a\":", "["])
    func aFileOfBlankLinesIsReadInOneGo(_ first: String) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "blank-\(UUID().uuidString)").path
        try Data((first + String(repeating: "\n", count: 1 << 20)).utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let found = try await all(AlertSource(FileArgument(path)))
        #expect(trimmed(found) == (first.isEmpty ? [] : [first]))
    }

    @Test(arguments: [
        ([0x1F, 0x8B, 8, 0] as [UInt8], "gzip"), ([0x50, 0x4B, 3, 4], "zip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    ])
    func aCompressedFileIsRefusedByName(_ begin: [UInt8], _ name: String) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "packed-\(UUID().uuidString)").path
        try Data(begin + [0, 0, 0, 3, 99]).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var source = try AlertSource(FileArgument(path))
        let error = await #expect(throws: CommandFailure.self) { try await source.next() }
        #expect(error?.message.contains("is compressed (\(name))") == true)
    }

    @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
    func textInUTF16IsRefusedByName(_ encoding: String.Encoding) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "wide-\(UUID().uuidString)").path
        try #require("{\"a\":1}".data(using: encoding)).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var source = try AlertSource(FileArgument(path))
        let error = await #expect(throws: CommandFailure.self) { try await source.next() }
        #expect(error?.message == "\(path) is text in UTF-16, and alerts are in UTF-8")
    }

    @Test func aLineWithoutEndIsNotKeptWhole() async throws {
        let pipe = Pipe()
        let piece = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        write([Data("{}\n".utf8)] + Array(repeating: piece, count: 5) + [Data("\n{}\n".utf8)], to: pipe)
        let stream = ByteInput(descriptor: pipe.fileHandleForReading.fileDescriptor, name: "pipe")
        let found = try await all(AlertSource(stream))
        // Until here: its end closes the descriptor that is read.
        withExtendedLifetime(pipe) {}
        #expect(found.map(\.text.utf8.count) == [2, 2 << 20, 2])
        #expect(found.map(\.line) == [1, 2, 3])
    }

    /// Writes on a thread of its own, since a full pipe blocks.
    private func write(_ pieces: [Data], to pipe: Pipe) {
        let handle = pipe.fileHandleForWriting
        Thread.detachNewThread {
            for piece in pieces { try? handle.write(contentsOf: piece) }
            try? handle.close()
        }
    }

    private func trimmed(_ found: [Found]) -> [String] {
        found.map { $0.text.trimmingCharacters(in: .newlines) }
    }
}
