/// Reads the entries of a log's folder without opening the log: nothing is locked, nothing is changed, and a hub may be
/// writing meanwhile.
///
/// What is read is what stood on the disk at that moment; a torn end is where it ends.
public struct SegmentFolder: Sendable {
    private let folder: String
    private let fileSystem: any FileSystem

    /// A folder of segments.
    public init(_ folder: String, fileSystem: any FileSystem = PosixFileSystem()) {
        self.folder = folder
        self.fileSystem = fileSystem
    }

    /// Calls `body` with each numbered entry in order.
    ///
    /// - Throws: `JournalError` for a folder or segment that cannot be read, and for damage within a segment that is not
    ///   the last; what `body` throws.
    public func forEach(_ body: (JournalEntry) throws -> Void) throws {
        let segments = try names()
        for (index, name) in segments.enumerated() {
            try read(folder + "/" + name, isLast: index == segments.count - 1, body)
        }
    }

    private func names() throws(JournalError) -> [String] {
        do throws(FileError) {
            return try fileSystem.list(folder).filter { Segment.position(ofName: $0) != nil }.sorted()
        } catch {
            throw .file(error)
        }
    }

    private func read(_ path: String, isLast: Bool, _ body: (JournalEntry) throws -> Void) throws {
        let file = try fileSystem.open(path, create: false)
        let (header, length) = try SegmentHeader.read(file, path: path, withControl: false)
        let end = try file.size()
        var window = ReadWindow()
        window.turn(to: file)
        var offset = length
        while true {
            switch try window.record(at: offset, end: end, salt: header.salt) {
            case .end: return
            case .bad(let what):
                if isLast { return }
                throw JournalError.damaged(file: path, offset: offset, what: what)
            case .record(let record):
                if record.kind.isNumbered { try body(window.withBytes(from: offset) { record.entry($0) }) }
                offset += record.length
            }
        }
    }
}
