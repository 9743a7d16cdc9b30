internal import Dispatch
internal import Glibc
internal import Synchronization

/// A signal a program answers.
public enum ProcessSignal: Int32, Sendable, CaseIterable {
    /// SIGHUP: read the configuration again.
    case hangup = 1
    /// SIGINT: stop, a person asks.
    case interrupt = 2
    /// SIGTERM: stop, the service manager asks.
    case terminate = 15
}

/// Turns signals into an asynchronous stream.
///
/// The handler only writes a byte to a pipe; all else happens outside of it. One watch at a time in a process.
public final class SignalWatch: Sendable {
    /// Why signals cannot be watched.
    public enum Failure: Error, Equatable {
        /// Another watch is active.
        case alreadyWatching
        /// The system call of that name failed with that error number.
        case system(call: String, errno: Int32)
    }

    /// Signals waiting to be taken; what comes beyond is dropped, the oldest first.
    public static let pendingMax = 16

    /// The signals as they arrive; for one task to iterate.
    public let signals: AsyncStream<ProcessSignal>

    private let watched: [ProcessSignal]
    // Dispatch sources may be used from any thread; the module does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let continuation: AsyncStream<ProcessSignal>.Continuation
    private static let isWatching = Atomic(false)

    /// Watches these signals in place of their default actions until `stop`.
    public init(_ watched: [ProcessSignal] = ProcessSignal.allCases) throws(Failure) {
        guard !Self.isWatching.exchange(true, ordering: .acquiringAndReleasing) else { throw .alreadyWatching }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            Self.isWatching.store(false, ordering: .releasing)
            throw .system(call: "pipe", errno: errno)
        }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        let (stream, continuation) = AsyncStream.makeStream(
            of: ProcessSignal.self, bufferingPolicy: .bufferingNewest(Self.pendingMax))
        let source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: .global(qos: .userInitiated))
        source.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(readEnd, &bytes, bytes.count)
            for byte in bytes.prefix(max(0, count)) {
                if let signal = ProcessSignal(rawValue: Int32(byte)) { continuation.yield(signal) }
            }
        }
        source.setCancelHandler {
            close(readEnd)
            close(writeEnd)
        }
        signals = stream
        self.watched = watched
        self.source = source
        self.continuation = continuation
        source.activate()
        signalPipeWriteEnd = writeEnd
        for signal in watched { Self.setHandler(signal.rawValue, { forwardSignal($0) }) }
    }

    /// Restores the default actions and ends the stream.
    public func stop() {
        for signal in watched { Self.setHandler(signal.rawValue, SIG_DFL) }
        continuation.finish()
        guard !source.isCancelled else { return }
        signalPipeWriteEnd = -1
        source.cancel()
        Self.isWatching.store(false, ordering: .releasing)
    }

    deinit { stop() }

    /// Lets a write into a broken pipe fail with an error instead of ending the process.
    public static func ignoreBrokenPipes() { setHandler(SIGPIPE, SIG_IGN) }

    private static func setHandler(_ signal: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        sigemptyset(&action.sa_mask)
        sigaction(signal, &action, nil)
    }
}

// Read by the signal handler, which may take no lock; written only while the one watch starts and stops, before its
// handlers are set and after they are gone.
nonisolated(unsafe) private var signalPipeWriteEnd: Int32 = -1

/// Runs as a signal handler: only calls that are safe there, and `errno` is left as it was.
private func forwardSignal(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(signalPipeWriteEnd, &byte, 1)
    errno = saved
}
