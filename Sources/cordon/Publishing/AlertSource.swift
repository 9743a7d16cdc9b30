import CommandLine
import Foundation

/// Alerts in batches, from a file that is mapped or from a stream that is read as it comes.
enum AlertSource: Sendable {
    /// A regular file.
    case file(MappedAlerts)
    /// Standard input, or another stream.
    case stream(StreamedAlerts)

    /// A run of alerts.
    struct Batch: Sendable {
        /// The alerts, at least one.
        var alerts: [AlertFile.Item] = []
        /// How far into the source each of them ends, in bytes.
        var ends: [Int] = []
    }

    /// The most alerts in a batch.
    static let batchAlertsMax = 256
    /// A batch takes no further alert from so many bytes on.
    static let batchBytesMax = 1 << 20

    /// Opens a file, a named pipe, or standard input for `-`.
    init(_ argument: FileArgument) throws(CommandFailure) {
        if argument.isStandardStream {
            self = .stream(StreamedAlerts(descriptor: STDIN_FILENO, name: "standard input"))
            return
        }
        var status = stat()
        if stat(argument.path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO || status.st_mode & S_IFMT == S_IFCHR {
            let descriptor = open(argument.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw CommandFailure(
                    .noInput, "\(argument.path) cannot be read: \(String(cString: strerror(errno)))")
            }
            self = .stream(StreamedAlerts(descriptor: descriptor, name: argument.path))
            return
        }
        self = .file(MappedAlerts(try AlertFile(argument)))
    }

    /// The name by which messages call it.
    var name: String {
        switch self {
        case .file(let alerts): alerts.file.name
        case .stream(let alerts): alerts.name
        }
    }

    /// How many bytes it has; nil for a stream.
    var byteCount: Int? {
        if case .file(let alerts) = self { alerts.file.byteCount } else { nil }
    }

    /// The next alerts; waits where the stream has none yet. Nil at the end.
    mutating func next() async throws(CommandFailure) -> Batch? {
        switch self {
        case .file(var alerts):
            let batch = alerts.next()
            self = .file(alerts)
            return batch
        case .stream(var alerts):
            let batch = try await alerts.next()
            self = .stream(alerts)
            return batch
        }
    }
}

/// The alerts of a mapped file, line by line.
struct MappedAlerts: Sendable {
    let file: AlertFile
    private var offset = 0
    private var line = 1

    init(_ file: AlertFile) { self.file = file }

    mutating func next() -> AlertSource.Batch? {
        var batch = AlertSource.Batch()
        if file.isSingle {
            guard offset == 0, file.data.contains(where: { $0 > 0x20 }) else { return nil }
            offset = file.data.count
            batch.alerts.append(AlertFile.Item(line: 1, bytes: Array(file.data)))
            batch.ends.append(offset)
            return batch
        }
        let (data, start) = (file.data, offset)
        data.withUnsafeBytes { bytes in
            while offset < bytes.count, batch.alerts.count < AlertSource.batchAlertsMax,
                offset - start < AlertSource.batchBytesMax
            {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                let length = rest.firstIndex(ofByte: UInt8(ascii: "\n")) ?? rest.count
                let text = UnsafeRawBufferPointer(rebasing: rest[..<length])
                offset = min(offset + length + 1, bytes.count)
                if text.contains(where: { $0 > 0x20 }) {
                    batch.alerts.append(AlertFile.Item(line: line, bytes: Array(AlertFile.withoutReturn(text))))
                    batch.ends.append(offset)
                }
                line += 1
            }
        }
        if batch.alerts.isEmpty { return offset < data.count ? next() : nil }
        return batch
    }
}

extension UnsafeRawBufferPointer {
    /// Where a byte stands first.
    func firstIndex(ofByte byte: UInt8) -> Int? {
        guard let base = baseAddress, let found = memchr(base, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
