import Foundation
import Synchronization
import TestSupport

/// A hub with its folder, as processes of this machine; ends with the value.
final class Exchange {
    /// How long a program may take.
    static let programTimeMax = Duration.seconds(20)

    let folder: URL
    private var hub: Process?
    private var started: [Process] = []
    private(set) var port: UInt16

    /// Writes a folder and starts a hub in it.
    init(startsHub: Bool = true) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "cordon-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        let done = try await run(
            ["hub", "init", path("exchange"), "--members", "GT,CR", "--listen", "tcp://127.0.0.1:\(port)"])
        guard done.code == 0 else { throw Failure(what: done.errors) }
        if startsHub { try await startHub() }
    }

    deinit {
        for process in started where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    struct Failure: Error { let what: String }

    /// What a program that ended has left.
    struct Result {
        let code: Int32
        let output: String
        let errors: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func context(_ name: String) -> String { path("exchange/contexts/\(name).jsonc") }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: folder.appending(path: name))
        return path(name)
    }

    func text(of name: String) -> String {
        (try? String(decoding: Data(contentsOf: folder.appending(path: name)), as: UTF8.self)) ?? ""
    }

    // MARK: Programs

    /// The path of `cordon`.
    var program: String { Self.programs.appending(path: "cordon").path }

    private static let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// Starts `cordon`; its output goes into files of the folder.
    func start(
        _ arguments: [String], program: String = "cordon", input: Pipe? = nil, output: String = "out",
        appending: Bool = false
    ) throws -> Process {
        let process = Process()
        process.executableURL = Self.programs.appending(path: program)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = try handle(output, appending: appending)
        process.standardError = try handle(output + ".err", appending: false)
        try process.run()
        started.append(process)
        return process
    }

    private func handle(_ name: String, appending: Bool) throws -> FileHandle {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
        let descriptor = open(path(name), flags, 0o644)
        guard descriptor >= 0 else { throw Failure(what: "cannot open \(name)") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Runs `cordon` to its end.
    func run(_ arguments: [String], as context: String? = nil, input: String? = nil) async throws -> Result {
        let name = "run-\(UUID().uuidString)"
        let pipe = input.map { _ in Pipe() }
        let arguments = (context.map { ["--context", self.context($0)] } ?? []) + arguments
        let process = try start(arguments, input: pipe, output: name)
        if let pipe, let input {
            // A full pipe blocks, so this takes a thread of its own.
            Thread.detachNewThread {
                try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
                try? pipe.fileHandleForWriting.close()
            }
        }
        let code = try await end(of: process)
        return Result(code: code, output: text(of: name), errors: text(of: name + ".err"))
    }

    /// Waits until a process has ended, and answers its code; 128 and the signal where one ended it.
    func end(of process: Process) async throws -> Int32 {
        try await wait("a program does not end", within: Self.programTimeMax) { !process.isRunning }
        let status = process.terminationStatus
        return process.terminationReason == .uncaughtSignal ? 128 + status : status
    }

    /// Waits until something is so.
    func wait(_ what: String, within time: Duration = .seconds(10), until isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + time
        while try await !isSo() {
            guard ContinuousClock.now < deadline else { throw Failure(what: what) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    // MARK: The hub

    func startHub() async throws {
        hub = try start(["-c", path("exchange/hub.jsonc")], program: "cordond", output: "hub")
        try await wait("the hub does not start") { self.text(of: "hub.err").contains("listening") }
    }

    func killHub() async throws {
        guard let hub else { return }
        kill(hub.processIdentifier, SIGKILL)
        _ = try await end(of: hub)
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Failure(what: "there is no free port") }
        return UInt16(bigEndian: address.sin_port)
    }

    // MARK: Alerts

    /// Alerts of GT, one a line; the same seed gives the same alerts with other times.
    func alerts(_ count: Int, seed: Int = 1, bad: String = "0%") async throws -> String {
        let done = try await run([
            "simulate", "--count", "\(count)", "--seed", "\(seed)", "--members", "GT", "--status", "actual", "--bad",
            bad,
        ])
        guard done.code == 0 else { throw Failure(what: done.errors) }
        return done.output
    }
}
