internal import TransparencyLog

/// The end of the log that grows: owned by whoever appends, behind the log's lock.
struct Appender {
    var file: any File
    var segment: Segment
    /// Where the next commit begins; everything before it is durable.
    var end: Int
    var head: Position
    var lastTime: JournalTime
    var control: ControlState
    var failure: JournalError?
    /// Given back when the log is closed.
    var lock: (any FileLock)?

    /// The bytes of one commit; kept, so that a commit allocates nothing.
    private var buffer: [UInt8] = []
    private var remembered: [(position: Position, offset: Int)] = []

    init(
        file: any File, segment: Segment, end: Int, head: Position, lastTime: JournalTime, control: ControlState,
        lock: any FileLock
    ) {
        self.file = file
        self.segment = segment
        self.end = end
        self.head = head
        self.lastTime = lastTime
        self.control = control
        self.lock = lock
    }

    /// Encodes, writes and syncs a batch that was checked, and moves the end; `byteCount` is the batch's size.
    mutating func commit(_ entries: [JournalEntry], byteCount: Int) throws(FileError) -> Commit {
        let leafHashes = encode(entries, byteCount: byteCount)
        let written: Result<Void, FileError> = buffer.withUnsafeBytes { bytes in
            Result { () throws(FileError) in
                try file.writeAll(UnsafeRawBufferPointer(rebasing: bytes[0..<byteCount]), at: end)
                try file.synchronizeData()
            }
        }
        try written.get()
        for place in remembered { segment.remember(place.position, at: place.offset) }
        end += byteCount
        for entry in entries {
            if entry.kind.isNumbered {
                head = entry.position
                lastTime = entry.time
            } else {
                control.apply(entry)
            }
        }
        return Commit(head: head, leafHashes: leafHashes, entryCount: entries.count, byteCount: byteCount)
    }

    private mutating func encode(_ entries: [JournalEntry], byteCount: Int) -> [SHA256Digest] {
        if buffer.count < byteCount { buffer = [UInt8](repeating: 0, count: max(byteCount, 2 * buffer.count)) }
        var leafHashes: [SHA256Digest] = []
        leafHashes.reserveCapacity(entries.count)
        remembered.removeAll(keepingCapacity: true)
        let (durable, salt) = (end, segment.salt)
        buffer.withUnsafeMutableBytes { bytes in
            var at = 0
            var lastRemembered = -JournalLimits.sparseIntervalBytes
            for entry in entries {
                var leafHash: SHA256Digest?
                if entry.kind.isNumbered {
                    let hash = entry.leafHash ?? entry.computeLeafHash()
                    leafHashes.append(hash)
                    leafHash = hash
                    if at - lastRemembered >= JournalLimits.sparseIntervalBytes {
                        remembered.append((position: entry.position, offset: durable + at))
                        lastRemembered = at
                    }
                }
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[at...])
                at += Record.write(entry, leafHash: leafHash, durable: durable, salt: salt, to: rest)
            }
        }
        return leafHashes
    }
}
