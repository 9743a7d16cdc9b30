import CommandLine
import Dispatch
import Glibc

/// The alerts of a stream, line by line as they come. Holds no more than one chunk and one line.
struct StreamedAlerts: Sendable {
    private static let chunkBytesMax = 256 << 10
    /// What is beyond this of a line is not kept: no hub takes an alert that long, and the client says so.
    private static let lineBytesMax = 2 << 20

    let name: String
    private let descriptor: Int32
    /// A queue of its own has a thread of its own: a read that waits takes none from the tasks.
    private let queue: DispatchQueue
    private var line = 1
    private var bytesTaken = 0
    /// What came of the line that is not complete.
    private var open: [UInt8] = []
    private var isAtEnd = false
    /// Whether all that comes is one alert; nil until that can be told.
    private var isSingle: Bool?
    /// How long the first line is, where it may be the beginning of an alert over several lines.
    private var firstLength: Int?

    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        queue = DispatchQueue(label: "cordon.input")
    }

    /// The alerts of the lines that are complete; waits for one. Nil at the end.
    mutating func next() async throws(CommandFailure) -> AlertSource.Batch? {
        var batch = AlertSource.Batch()
        while batch.alerts.isEmpty, !isAtEnd {
            let chunk = try await read()
            if chunk.isEmpty {
                isAtEnd = true
                finishLine(into: &batch)
            } else {
                chunk.withUnsafeBytes { take($0, into: &batch) }
            }
        }
        return batch.alerts.isEmpty ? nil : batch
    }

    private mutating func take(_ chunk: UnsafeRawBufferPointer, into batch: inout AlertSource.Batch) {
        var offset = 0
        while offset < chunk.count {
            let rest = UnsafeRawBufferPointer(rebasing: chunk[offset...])
            let newline = rest.firstIndex(ofByte: UInt8(ascii: "\n"))
            let length = newline ?? rest.count
            open.append(contentsOf: rest[..<min(length, max(0, Self.lineBytesMax - open.count))])
            let consumed = newline == nil ? length : length + 1
            offset += consumed
            bytesTaken += consumed
            guard newline != nil else { continue }
            if isSingle == nil { decide(into: &batch) }
            if isSingle == false { finishLine(into: &batch) } else { open.append(UInt8(ascii: "\n")) }
        }
    }

    /// Tells, at the end of a line, whether all of the stream is one alert. A first line that was cut short, and no
    /// alert over several lines, is an alert of its own.
    private mutating func decide(into batch: inout AlertSource.Batch) {
        guard let length = firstLength else {
            if !open.contains(where: { $0 > 0x20 }) {
                // Before the first alert there may be blank lines.
                open.removeAll()
                line += 1
            } else if AlertFile.isCutShort(open) {
                firstLength = open.count
            } else {
                isSingle = false
            }
            return
        }
        let rest = open[(length + 1)...]
        guard rest.contains(where: { $0 > 0x20 }) else { return }
        let second = Array(rest.split(separator: UInt8(ascii: "\n")).last ?? [])
        isSingle = AlertFile.isSingle(first: Array(open[..<length]), second: second)
        guard isSingle == false else { return }
        let blankLines = rest.count { $0 == UInt8(ascii: "\n") }
        open = Array(open[..<length])
        finishLine(into: &batch, end: bytesTaken - second.count - 1)
        line += blankLines
        open = second
    }

    private mutating func finishLine(into batch: inout AlertSource.Batch, end: Int? = nil) {
        if open.contains(where: { $0 > 0x20 }) {
            batch.alerts.append(AlertFile.Item(line: line, bytes: Array(AlertFile.withoutReturn(open))))
            batch.ends.append(end ?? bytesTaken)
        }
        open.removeAll(keepingCapacity: open.count <= Self.chunkBytesMax)
        line += 1
    }

    /// Reads what there is, on a thread that may wait; empty at the end.
    private func read() async throws(CommandFailure) -> [UInt8] {
        let result: Result<[UInt8], CommandFailure> = await withCheckedContinuation { continuation in
            queue.async { [descriptor, name] in
                var failure: Int32 = 0
                let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunkBytesMax) { buffer, count in
                    var got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                    while got < 0, errno == EINTR { got = Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
                    if got < 0 { failure = errno }
                    count = max(0, got)
                }
                guard failure != 0 else { return continuation.resume(returning: .success(bytes)) }
                let reason = String(cString: strerror(failure))
                continuation.resume(
                    returning: .failure(CommandFailure(.noInput, "\(name) cannot be read: \(reason)")))
            }
        }
        return try result.get()
    }
}
