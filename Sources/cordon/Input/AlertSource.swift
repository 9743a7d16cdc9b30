import CommandLine
import Foundation

/// Alerts in batches, from a file that is mapped or from a stream that is read as it comes: JSON Lines, one alert over
/// several lines, or a JSON array of alerts.
struct AlertSource: Sendable {
    /// One alert.
    struct Item: Sendable, Equatable {
        /// The line on which it begins, from 1.
        let line: Int
        /// The alert's bytes.
        let bytes: [UInt8]
    }

    /// A run of alerts.
    struct Batch: Sendable {
        /// The alerts, at least one.
        var alerts: [Item] = []
        /// How far into the source each of them ends, in bytes.
        var ends: [Int] = []
    }

    /// The name by which messages call it.
    let name: String
    private var input: ByteInput
    private var splitter: AlertSplitter
    private var isBegun = false
    private var isAtEnd = false

    /// Opens a file, a named pipe, or standard input for `-`.
    ///
    /// - Parameter splitter: How it is cut.
    init(_ argument: FileArgument, splitter: AlertSplitter = AlertSplitter()) throws(CommandFailure) {
        self.init(try ByteInput(argument), splitter: splitter)
    }

    init(_ input: ByteInput, splitter: AlertSplitter = AlertSplitter()) {
        self.input = input
        name = input.name
        self.splitter = splitter
    }

    /// How many bytes it has; nil for a stream.
    var byteCount: Int? { input.byteCount }

    /// The next alerts; waits where the stream has none yet. Nil at the end.
    mutating func next() async throws(CommandFailure) -> Batch? {
        var batch = Batch()
        while batch.alerts.isEmpty, !isAtEnd {
            let chunk = try await input.read()
            if chunk.isEmpty {
                isAtEnd = true
                splitter.finish(into: &batch)
            } else {
                let mark = isBegun ? 0 : try markCount(chunk)
                isBegun = true
                chunk.withUnsafeBytes { splitter.take($0, skipping: mark, into: &batch) }
            }
        }
        return batch.alerts.isEmpty ? nil : batch
    }

    /// Calls `body` with each alert in order.
    mutating func forEach(_ body: (Item) async throws -> Void) async throws {
        while let batch = try await next() {
            for item in batch.alerts { try await body(item) }
        }
    }

    /// What files begin with that were compressed.
    private static let compressions: [(name: String, program: String, mark: [UInt8])] = [
        ("gzip", "gunzip -c", [0x1F, 0x8B]), ("zip", "unzip -p", [0x50, 0x4B, 0x03, 0x04]),
        ("zstd", "zstdcat", [0x28, 0xB5, 0x2F, 0xFD]), ("xz", "xzcat", [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
        ("bzip2", "bzcat", [0x42, 0x5A, 0x68]),
    ]

    /// How long the mark is with which some programs begin a text in UTF-8 (RFC 8259, section 8.1, allows to ignore it).
    /// Refuses what is no UTF-8 at first sight.
    private func markCount(_ chunk: [UInt8]) throws(CommandFailure) -> Int {
        if chunk.starts(with: [0xef, 0xbb, 0xbf]) { return 3 }
        let first = Array(chunk.prefix(2))
        for compression in Self.compressions where chunk.starts(with: compression.mark) {
            throw CommandFailure(
                .dataRefused, "\(name) is compressed (\(compression.name)), and alerts are read as text",
                help: "\(compression.program) FILE | cordon … - gives it the text")
        }
        guard first != [0xff, 0xfe], first != [0xfe, 0xff], !(first.count == 2 && first.contains(0)) else {
            throw CommandFailure(
                .dataRefused, "\(name) is text in UTF-16, and alerts are in UTF-8",
                help: "iconv -f UTF-16 -t UTF-8 FILE converts it")
        }
        return 0
    }
}
