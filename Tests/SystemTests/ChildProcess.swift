import Foundation

/// A program that a test started, and nobody else ends.
final class ChildProcess: @unchecked Sendable {
    // Unchecked: the process id never changes, and the status is written once under the lock.
    let identifier: pid_t
    private let lock = NSLock()
    private var status: Int32?

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a program; what it writes to standard output and standard error goes into files.
    init(
        _ path: String, _ arguments: [String], output: String, errors: String, input: String = "/dev/null",
        environment: [String: String] = [:]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
        // Threads of a pool have signals blocked, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var variables = ProcessInfo.processInfo.environment
        variables["SWIFT_BACKTRACE"] = "enable=no"
        variables.merge(environment) { $1 }
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var identifier: pid_t = 0
        let result = posix_spawn(&identifier, path, &actions, &attributes, words, settings)
        guard result == 0 else {
            throw Failure(description: "\(path) cannot be started: \(String(cString: strerror(result)))")
        }
        self.identifier = identifier
    }

    deinit {
        signal(SIGKILL)
        _ = wait(within: .seconds(5))
    }

    /// Sends a signal, unless the process has ended.
    func signal(_ number: Int32) {
        lock.withLock {
            if status == nil { kill(identifier, number) }
        }
    }

    /// The exit status (128 and more for a signal) once the process has ended, nil while it runs.
    var exitStatus: Int32? {
        lock.withLock {
            if let status { return status }
            var raw: Int32 = 0
            guard waitpid(identifier, &raw, WNOHANG) == identifier else { return nil }
            let ending = raw & 0x7f
            status = ending == 0 ? (raw >> 8) & 0xff : 128 + ending
            return status
        }
    }

    /// Waits for the end; nil where it did not come in time.
    func wait(within limit: Duration) -> Int32? {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let exitStatus { return exitStatus }
            usleep(2_000)
        }
        return exitStatus
    }

    /// The memory that it occupies now, in bytes; 0 where it has ended.
    var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
    }
}

/// The programs under test: beside the tests, or where `CORDON_BIN` says.
enum Programs {
    static let folder: String = {
        if let named = ProcessInfo.processInfo.environment["CORDON_BIN"] { return named }
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        // The tests' own executable where it lies beside the programs, else the folder that the package builds into.
        let own = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let candidates = [
            URL(fileURLWithPath: own).deletingLastPathComponent().path,
            URL(fileURLWithPath: String(decoding: buffer.prefix(max(0, count)).map(UInt8.init), as: UTF8.self))
                .deletingLastPathComponent().path,
            FileManager.default.currentDirectoryPath + "/.build/debug",
        ]
        return candidates.first { access($0 + "/cordond", X_OK) == 0 } ?? candidates[2]
    }()

    static func path(_ name: String) -> String { folder + "/" + name }

    /// A Python that knows ZeroMQ, nil where there is none.
    static let python: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let own = FileManager.default.currentDirectoryPath + "/.venv/bin"
        for folder in [own] + folders {
            let path = folder + "/python3"
            guard access(path, X_OK) == 0,
                let process = try? ChildProcess(path, ["-c", "import zmq"], output: "/dev/null", errors: "/dev/null"),
                process.wait(within: .seconds(10)) == 0
            else { continue }
            return path
        }
        return nil
    }()
}
