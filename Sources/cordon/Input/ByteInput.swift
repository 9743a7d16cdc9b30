import CommandLine
import Dispatch
import Foundation

/// The bytes of a file, which is mapped, or of a stream, as they come.
struct ByteInput: Sendable {
    private enum Kind: Sendable {
        case mapped(Data)
        case stream(Int32, DispatchQueue)
    }

    static let chunkBytesMax = 256 << 10

    /// The name by which messages call it.
    let name: String
    private let kind: Kind
    private var offset = 0

    /// Opens a file, a named pipe, or standard input for `-`.
    init(_ argument: FileArgument) throws(CommandFailure) {
        if argument.isStandardStream {
            self.init(descriptor: STDIN_FILENO, name: "standard input")
            return
        }
        let path = argument.path
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO || status.st_mode & S_IFMT == S_IFCHR {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw CommandFailure(.noInput, "\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            self.init(descriptor: descriptor, name: path)
            return
        }
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            throw CommandFailure(.noInput, "\(path) cannot be read: \(FileReason.reading(path))")
        }
        self.init(name: path, kind: .mapped(data))
    }

    private init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Reads an open descriptor, which stays the caller's.
    init(descriptor: Int32, name: String) {
        // A queue of its own has a thread of its own: a read that waits takes none from the tasks.
        self.init(name: name, kind: .stream(descriptor, DispatchQueue(label: "cordon.input")))
    }

    /// How many bytes it has; nil for a stream.
    var byteCount: Int? { if case .mapped(let data) = kind { data.count } else { nil } }

    /// All bytes, for what is small and needed whole.
    static func whole(_ argument: FileArgument) throws(CommandFailure) -> [UInt8] {
        let input = try ByteInput(argument)
        switch input.kind {
        case .mapped(let data): return Array(data)
        case .stream(let descriptor, _):
            var bytes: [UInt8] = []
            while true {
                let chunk = try readNow(descriptor, input.name).get()
                if chunk.isEmpty { return bytes }
                bytes += chunk
            }
        }
    }

    /// What comes next, waiting for it; empty at the end.
    mutating func read() async throws(CommandFailure) -> [UInt8] {
        switch kind {
        case .mapped(let data):
            let end = min(offset + Self.chunkBytesMax, data.count)
            defer { offset = end }
            return Array(data[data.startIndex + offset..<data.startIndex + end])
        case .stream(let descriptor, let queue): return try await Self.read(descriptor, name, on: queue)
        }
    }

    private static func read(_ descriptor: Int32, _ name: String, on queue: DispatchQueue)
        async throws(CommandFailure) -> [UInt8]
    {
        let result = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: readNow(descriptor, name)) }
        }
        return try result.get()
    }

    private static func readNow(_ descriptor: Int32, _ name: String) -> Result<[UInt8], CommandFailure> {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: chunkBytesMax) { buffer, count in
            var got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            while got < 0, errno == EINTR { got = Foundation.read(descriptor, buffer.baseAddress, buffer.count) }
            if got < 0 { failure = errno }
            count = max(0, got)
        }
        guard failure != 0 else { return .success(bytes) }
        return .failure(CommandFailure(.noInput, "\(name) cannot be read: \(String(cString: strerror(failure)))"))
    }
}
