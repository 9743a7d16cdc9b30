internal import Glibc
internal import Synchronization

/// Why output did not go out.
public enum OutputFailure: Error, Equatable, CustomStringConvertible {
    /// The reader went away; not worth a word, and the program ends with 0.
    case closed
    /// The system refused, with this error number.
    case system(errno: Int32)

    /// One line.
    public var description: String {
        switch self {
        case .closed: "the reader of the output went away"
        case .system(let number): "the output cannot be written: \(String(cString: strerror(number)))"
        }
    }
}

/// Where text goes.
public protocol TextOutput: Sendable {
    /// Takes text, perhaps keeping it until `flush`.
    func write(_ text: String) throws(OutputFailure)
    /// Sends on what was kept.
    func flush() throws(OutputFailure)
}

/// A file descriptor with a buffer.
public final class FileOutput: TextOutput {
    /// The size at which the buffer is sent on, in bytes.
    public static let bufferBytesMax = 65_536

    private let descriptor: Int32
    private let isBuffered: Bool
    private let buffer = Mutex<[UInt8]>([])

    /// Writes to `descriptor`, which it does not close; without a buffer each text goes out at once.
    public init(descriptor: Int32, isBuffered: Bool) {
        self.descriptor = descriptor
        self.isBuffered = isBuffered
    }

    /// Takes text; with a buffer it goes out when that is full, or with `flush`.
    public func write(_ text: String) throws(OutputFailure) {
        try buffer.withLock { bytes throws(OutputFailure) in
            bytes.append(contentsOf: text.utf8)
            if !isBuffered || bytes.count >= Self.bufferBytesMax { try send(&bytes) }
        }
    }

    /// Sends the buffer on.
    public func flush() throws(OutputFailure) {
        try buffer.withLock { bytes throws(OutputFailure) in try send(&bytes) }
    }

    /// Writes all; what could not be written is dropped, so that a broken pipe is reported once and not again.
    private func send(_ bytes: inout [UInt8]) throws(OutputFailure) {
        defer { bytes.removeAll(keepingCapacity: true) }
        var sent = 0
        while sent < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + sent, bytes.count - sent) }
            if written > 0 {
                sent += written
            } else if errno == EAGAIN {
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
            } else if errno != EINTR {
                throw errno == EPIPE ? .closed : .system(errno: errno)
            }
        }
    }
}

/// Keeps the text, for tests.
public final class MemoryOutput: TextOutput {
    private let kept = Mutex("")
    private let failure: OutputFailure?

    /// Keeps what is written, or refuses it with `failure`.
    public init(failure: OutputFailure? = nil) { self.failure = failure }

    /// Keeps the text.
    public func write(_ text: String) throws(OutputFailure) {
        if let failure { throw failure }
        kept.withLock { $0 += text }
    }

    /// Does nothing.
    public func flush() throws(OutputFailure) {}

    /// All that was written.
    public var text: String { kept.withLock { $0 } }
}
