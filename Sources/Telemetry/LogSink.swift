internal import Glibc

/// Where finished log lines go.
public protocol LogSink: Sendable {
    /// Takes one line, its newline included. Called from any thread; must not log.
    func write(_ line: [UInt8])
}

/// Writes each line to standard error with one system call, so that lines of several threads do not mix.
///
/// A line that cannot be written is lost: a service does not stop because nobody reads its log.
public struct StandardErrorSink: LogSink {
    /// Writes to standard error.
    public init() {}

    /// Writes the whole line, going on where a signal interrupted.
    public func write(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Glibc.write(STDERR_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
