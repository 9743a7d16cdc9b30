/// A piece of a segment held in memory, and the records found in it.
struct ReadWindow: Sendable {
    private(set) var file: (any File)?
    private var bytes: [UInt8] = []
    private var start = 0
    private var count = 0

    /// What stands at a place of a segment.
    enum Found {
        case record(Record)
        case end
        case bad(String)
    }

    /// Turns to another file, with nothing of it read yet.
    mutating func turn(to file: any File) {
        self.file = file
        count = 0
    }

    /// Holds `length` bytes from `offset` on, or returns false where they would reach beyond `end` or the file.
    ///
    /// Where it has to read, it reads up to `ahead` bytes at once.
    mutating func load(
        _ offset: Int, _ length: Int, end: Int, ahead: Int = JournalLimits.readWindowBytes
    ) throws(FileError) -> Bool {
        if offset >= start, offset + length <= start + count { return true }
        guard let file, offset + length <= end else { return false }
        let wanted = min(max(length, ahead), end - offset)
        if bytes.count < wanted { bytes = [UInt8](repeating: 0, count: wanted) }
        count = 0
        let read: Result<Int, FileError> = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(FileError) in
                try file.readAll(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<wanted]), at: offset)
            }
        }
        count = try read.get()
        start = offset
        return length <= count
    }

    /// Calls `body` with what is held from `offset` on.
    func withBytes<Result>(from offset: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[(offset - start)..<count])) }
    }

    /// The record at `offset`, checked; afterwards its bytes are held.
    mutating func record(
        at offset: Int, end: Int, salt: UInt32, ahead: Int = JournalLimits.readWindowBytes
    ) throws(FileError) -> Found {
        if offset >= end { return .end }
        guard try load(offset, Record.fixedBytes, end: end, ahead: ahead) else {
            return .bad("the file ends within a record's fixed fields")
        }
        guard let record = withBytes(from: offset, { Record(fields: $0, at: offset) }) else {
            return .bad("a record's fixed fields contradict each other")
        }
        guard try load(offset, record.length, end: end, ahead: ahead) else {
            return .bad("the file ends within a record of \(record.length) bytes")
        }
        guard withBytes(from: offset, { record.isIntact($0, salt: salt) }) else {
            return .bad("a record's checksum is wrong")
        }
        return .record(record)
    }
}
