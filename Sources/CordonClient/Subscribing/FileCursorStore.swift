internal import Glibc

/// A cursor in a file of its own, replaced as a whole and synced at every save.
///
/// For effects that are themselves safe to repeat, or that can be told to be done: what was done after the last save is
/// delivered again after a crash. The file holds one line: the epoch as 32 hexadecimal digits, a space, the position.
public struct FileCursorStore: CursorStore {
    /// The file.
    public let path: String

    private static let fileMode: mode_t = 0o600
    private static let fileBytesMax = 128
    private static let epochDigits = 32

    /// A store in this file, which need not exist; its folder must.
    public init(path: String) {
        self.path = path
    }

    /// Reads the cursor, nil where there is no file.
    ///
    /// - Throws: `CordonError` with code `.cursor` where the file cannot be read or is none.
    public func load() throws(CordonError) -> Cursor? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw failure("read") }
            return nil
        }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: Self.fileBytesMax)
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw failure("read") }
        let words = String(decoding: buffer[..<count], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0].utf8.count == Self.epochDigits, let epoch = UInt128(words[0], radix: 16),
            let position = UInt64(words[1])
        else {
            throw CordonError(.cursor, "\(path): a cursor is 32 hexadecimal digits, a space and a position")
        }
        return Cursor(epoch: epoch, position: position)
    }

    /// Saves the cursor: when this returns it is safe on disk, and a crash at any moment leaves the old or the new one.
    ///
    /// - Throws: `CordonError` with code `.cursor`.
    public func save(_ cursor: Cursor) throws(CordonError) {
        let digits = String(cursor.epoch, radix: 16)
        let padding = String(repeating: "0", count: Self.epochDigits - digits.count)
        let line = Array("\(padding)\(digits) \(cursor.position)\n".utf8)
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, Self.fileMode)
        guard descriptor >= 0 else { throw failure("create") }
        let isWritten = write(descriptor, line, line.count) == line.count && fsync(descriptor) == 0
        let failed = isWritten ? nil : failure("write")
        close(descriptor)
        if let failed { throw failed }
        guard rename(temporary, path) == 0 else { throw failure("replace") }
        try syncFolder()
    }

    private func syncFolder() throws(CordonError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("sync the folder of") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync the folder of") }
    }

    private func failure(_ operation: String) -> CordonError {
        CordonError(.cursor, "\(path): cannot \(operation) the cursor's file: \(String(cString: strerror(errno)))")
    }
}
