import CommandLine
import Foundation
import Glibc
import Testing

@Suite(.serialized) struct SystemTests {
    @Test(.timeLimit(.minutes(1)))
    func `signals arrive as a stream`() async throws {
        let watch = try SignalWatch([.hangup, .terminate])
        #expect(throws: SignalWatch.Failure.alreadyWatching) { try SignalWatch([.interrupt]) }
        var iterator = watch.signals.makeAsyncIterator()
        for signal in [ProcessSignal.hangup, .terminate, .hangup] {
            kill(getpid(), signal.rawValue)
            #expect(await iterator.next() == signal)
        }
        watch.stop()
        #expect(await iterator.next() == nil)
        let again = try SignalWatch([.hangup])
        again.stop()
    }

    @Test func `a reader that goes away ends the program quietly with 0`() async throws {
        SignalWatch.ignoreBrokenPipes()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        for isBuffered in [false, true] {
            let errors = MemoryOutput()
            let console = Console(output: FileOutput(descriptor: ends[1], isBuffered: isBuffered), errors: errors)
            let code = await Sample.program.run(["publish", "x"], environment: [:], console: console)
            #expect(code == .ok)
            #expect(errors.text.isEmpty)
        }
    }

    @Test func `output that cannot be written is an error of input and output`() async {
        let errors = MemoryOutput()
        let console = Console(output: MemoryOutput(failure: .system(errno: ENOSPC)), errors: errors)
        #expect(await Sample.program.run(["publish", "x"], environment: [:], console: console) == .inputOutput)
        #expect(errors.text.contains("No space left"))
    }

    @Test func `a terminal is known, and its width`() throws {
        let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(controller >= 0)
        defer { close(controller) }
        let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK and TIOCGPTN
        var (isLocked, number): (Int32, Int32) = (0, 0)
        try #require(ioctl(controller, unlock, &isLocked) == 0 && ioctl(controller, getNumber, &number) == 0)
        let side = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(side >= 0)
        defer { close(side) }
        var size = winsize(ws_row: 40, ws_col: 123, ws_xpixel: 0, ws_ypixel: 0)
        try #require(ioctl(side, UInt(TIOCSWINSZ), &size) == 0)
        let terminal = Terminal(fileDescriptor: side, environment: ["COLUMNS": "70"])
        #expect(terminal.isTerminal && terminal.hasColor)
        #expect(terminal.columns == 123)
        #expect(!Terminal(fileDescriptor: side, environment: ["NO_COLOR": "1"]).hasColor)
    }

    @Test func `a slow reader gets everything`() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (readEnd, writeEnd) = (ends[0], ends[1])
        _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
        let reader = Task.detached { () -> Int in
            var total = 0
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = read(readEnd, &buffer, buffer.count), count > 0 { total += count }
            return total
        }
        let output = FileOutput(descriptor: writeEnd, isBuffered: true)
        for _ in 0..<1000 { try output.write(String(repeating: "x", count: 999) + "\n") }
        try output.flush()
        close(writeEnd)
        #expect(await reader.value == 1_000_000)
        close(readEnd)
    }
}

@Suite struct AtomicFileTests {
    let directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("cordon-files-\(UInt64.random(in: 0 ... .max))").path

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `a file is written whole, with its mode, and nothing is left beside it`() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/key"
        try AtomicFile.write(Array("one".utf8), to: path, access: .ownerOnly)
        #expect(mode(path) == 0o600)
        try AtomicFile.write(Array("two".utf8), to: path, access: .everyone)
        #expect(mode(path) == 0o644)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        let refused = #expect(throws: AtomicFile.Failure.self) {
            try AtomicFile.write(Array("three".utf8), to: path, replacing: false)
        }
        #expect(refused?.errno == EEXIST)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        try AtomicFile.write([], to: directory + "/empty", replacing: false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["empty", "key"])
    }

    @Test func `a place that is not there is refused by name`() {
        let failure = #expect(throws: AtomicFile.Failure.self) { try AtomicFile.write([1], to: directory + "/no/key") }
        #expect(failure?.description == "\(directory)/no/key cannot be created: No such file or directory")
    }
}
