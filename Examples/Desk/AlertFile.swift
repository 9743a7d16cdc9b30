import CordonClient
import Glibc

/// A file of alerts that is its own cursor: each entry says of which record it is, so the last whole entry tells how far
/// the file has come, and an alert and its cursor are safe together or not at all.
///
/// An entry is a line with epoch, position and length, then the alert's bytes and a line feed.
actor AlertFile: CursorStore {
    private let descriptor: Int32
    private var cursor: Cursor?

    struct Failure: Error {
        let text: String
    }

    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(text: "\(path): \(String(cString: strerror(errno)))") }
        let bytes = try Self.readAll(descriptor, path)
        let (last, end) = Self.lastWholeEntry(in: bytes)
        cursor = last
        // What a crash left half written was not confirmed, and comes again.
        guard ftruncate(descriptor, off_t(end)) == 0, fsync(descriptor) == 0 else {
            throw Failure(text: "\(path): \(String(cString: strerror(errno)))")
        }
    }

    func load() -> Cursor? { cursor }

    /// Appends alerts, all of them safe on disk when this returns.
    func append(_ alerts: [AlertDelivery]) throws {
        var bytes: [UInt8] = []
        for alert in alerts {
            bytes += Array("\(String(alert.epoch, radix: 16)) \(alert.position) \(alert.alert.count)\n".utf8)
            bytes += alert.alert
            bytes.append(UInt8(ascii: "\n"))
        }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(text: "write: \(String(cString: strerror(errno)))") }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { throw Failure(text: "sync: \(String(cString: strerror(errno)))") }
        cursor = alerts.last.map { Cursor(epoch: $0.epoch, position: $0.position) } ?? cursor
    }

    private static func readAll(_ descriptor: Int32, _ path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(text: "\(path): \(String(cString: strerror(errno)))") }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
        }
    }

    /// The cursor of the last whole entry, and where that ends.
    private static func lastWholeEntry(in bytes: [UInt8]) -> (Cursor?, end: Int) {
        var cursor: Cursor?
        var end = 0
        while let lineEnd = bytes[end...].firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: bytes[end..<lineEnd], as: UTF8.self).split(separator: " ")
            guard words.count == 3, let epoch = UInt128(words[0], radix: 16), let position = UInt64(words[1]),
                let length = Int(words[2]), length >= 0, length < bytes.count - lineEnd - 1
            else { break }
            cursor = Cursor(epoch: epoch, position: position)
            end = lineEnd + 1 + length + 1
        }
        return (cursor, end)
    }
}
