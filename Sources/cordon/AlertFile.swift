import CommandLine
import Foundation
import JSONDocument

/// A file of alerts: one in JSON, or many as JSON Lines.
struct AlertFile {
    /// One alert of a file.
    struct Item {
        /// The line on which it begins, from 1.
        let line: Int
        /// The alert's bytes.
        let bytes: [UInt8]
    }

    /// The largest file that holds a single alert over several lines.
    static let singleBytesMax = 2 << 20

    /// The name by which messages call it.
    let name: String
    let data: Data
    let isSingle: Bool

    /// Opens a file, or standard input for `-`.
    init(_ argument: FileArgument) throws(CommandFailure) {
        name = argument.isStandardStream ? "standard input" : argument.path
        if argument.isStandardStream {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            do {
                data = try Data(contentsOf: URL(fileURLWithPath: argument.path), options: .mappedIfSafe)
            } catch {
                throw CommandFailure(.noInput, "\(argument.path) cannot be read: \(error.localizedDescription)")
            }
        }
        isSingle = Self.isSingle(data)
    }

    /// How many bytes it has.
    var byteCount: Int { data.count }

    /// Several lines, the first of which is no text of its own, are one alert written for people to read.
    private static func isSingle(_ data: Data) -> Bool {
        guard data.count <= singleBytesMax else { return false }
        let first = data.prefix { $0 != UInt8(ascii: "\n") }
        if first.count == data.count { return true }
        return beginsSingle(Array(first))
    }

    /// Whether the first of several lines begins an alert that goes on in the next.
    static func beginsSingle(_ first: [UInt8]) -> Bool {
        guard first.contains(where: { $0 > 0x20 }) else { return true }
        do {
            _ = try JSONDocument(parsing: first, limits: JSONLimits(bytesMax: singleBytesMax))
            return false
        } catch {
            return error.code == .unexpectedEnd
        }
    }

    /// Calls `body` with each alert in order, and with how far into the file it ends; until it answers false.
    func forEach(_ body: (Item, _ bytesDone: Int) async throws -> Bool) async throws {
        if isSingle {
            _ = try await body(Item(line: 1, bytes: Array(data)), data.count)
            return
        }
        var line = 1
        var start = data.startIndex
        while start < data.endIndex {
            let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) ?? data.endIndex
            let bytes = data[start..<end]
            if bytes.contains(where: { $0 > 0x20 }) {
                let done = min(end + 1, data.endIndex) - data.startIndex
                if try await !body(Item(line: line, bytes: Array(bytes)), done) { return }
            }
            start = min(end + 1, data.endIndex)
            line += 1
        }
    }
}
