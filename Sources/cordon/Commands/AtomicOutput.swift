import CommandLine
import Foundation

/// A file that appears under its name only when it is complete: written beside it, synced and renamed.
struct AtomicOutput: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private let output: FileOutput

    /// Creates the file beside `path`.
    init(path: String) throws(CommandFailure) {
        self.path = path
        temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36)).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(.cannotCreate, path, "cannot be created") }
        output = FileOutput(descriptor: descriptor, isBuffered: true)
    }

    deinit {
        close(descriptor)
        // Gone already where the file was completed.
        unlink(temporary)
    }

    /// Takes text.
    func write(_ text: String) throws(OutputFailure) { try output.write(text) }

    /// Gives the file its name.
    consuming func complete() throws {
        try output.flush()
        guard fsync(descriptor) == 0 else { throw Self.failure(.inputOutput, path, "cannot be synced") }
        guard rename(temporary, path) == 0 else { throw Self.failure(.cannotCreate, path, "cannot be replaced") }
    }

    private static func failure(_ code: ExitCode, _ path: String, _ what: String) -> CommandFailure {
        CommandFailure(code, "\(path) \(what): \(String(cString: strerror(errno)))")
    }
}
