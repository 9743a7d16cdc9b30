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
                throw CommandFailure(.noInput, "\(argument.path) cannot be read: \(FileReason.reading(argument.path))")
            }
        }
        isSingle = Self.isSingle(data)
    }

    /// How many bytes it has.
    var byteCount: Int { data.count }

    /// Several lines of which the first is no text of its own are one alert written for people to read, unless the
    /// second is a whole object: then the first is a line that was cut short.
    private static func isSingle(_ data: Data) -> Bool {
        guard data.count <= singleBytesMax else { return false }
        let lines =
            data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            .lazy.filter { $0.contains { $0 > 0x20 } }.prefix(2).map { Array($0) } as [[UInt8]]
        guard lines.count == 2 else { return false }
        return isSingle(first: lines[0], second: lines[1])
    }

    /// Whether the first two lines that are not blank are the beginning of one alert.
    static func isSingle(first: [UInt8], second: [UInt8]) -> Bool { isCutShort(first) && !isObject(second) }

    /// Whether a line is the beginning of a text that goes on in the next.
    static func isCutShort(_ line: [UInt8]) -> Bool {
        do {
            _ = try JSONDocument(parsing: line, limits: JSONLimits(bytesMax: singleBytesMax))
            return false
        } catch {
            return error.code == .unexpectedEnd
        }
    }

    private static func isObject(_ line: [UInt8]) -> Bool {
        guard line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
        return (try? JSONDocument(parsing: line, limits: JSONLimits(bytesMax: singleBytesMax))) != nil
    }

    /// A line without the carriage return that ends lines elsewhere: it is no part of the alert.
    static func withoutReturn<Line: BidirectionalCollection>(_ line: Line) -> Line.SubSequence
    where Line.Element == UInt8 {
        line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
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
                if try await !body(Item(line: line, bytes: Array(Self.withoutReturn(bytes))), done) { return }
            }
            start = min(end + 1, data.endIndex)
            line += 1
        }
    }
}
