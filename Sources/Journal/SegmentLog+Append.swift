internal import Synchronization

extension SegmentLog {
    /// Appends a batch and returns when all of it is durable; see ``JournalBackend/append(_:)``.
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> Commit {
        try appender.withLock { (appender) throws(JournalError) in
            if let failure = appender.failure { throw failure }
            let byteCount = try appender.check(entries)
            guard byteCount > 0 else {
                return Commit(head: appender.head, leafHashes: [], entryCount: 0, byteCount: 0)
            }
            return try commit(entries, byteCount: byteCount, &appender)
        }
    }

    /// Writes the mark of an orderly end, closes the log and gives its lock back; what comes later is refused.
    ///
    /// The mark lets the next opening tell damage to the last commit from a torn write.
    public func close() throws(JournalError) {
        try appender.withLock { (appender) throws(JournalError) in
            if appender.failure == .closed { return }
            defer { appender.lock = nil }
            if let failure = appender.failure { throw failure }
            let mark = JournalEntry(
                kind: .closed, position: .beforeFirst, time: options.now(), header: [], body: [])
            _ = try commit([mark], byteCount: Record.byteCount(mark), &appender)
            appender.failure = .closed
        }
    }

    private func commit(
        _ entries: [JournalEntry], byteCount: Int, _ appender: inout Appender
    ) throws(JournalError) -> Commit {
        do throws(FileError) {
            let isFull = appender.end + byteCount > options.segmentBytes
            if isFull, appender.end > appender.segment.recordsStart { try beginSegment(&appender) }
            let commit = try appender.commit(entries, byteCount: byteCount)
            view.withLock { view in
                view.active.end = appender.end
                view.active.last = appender.head
                view.lastTime = appender.lastTime
            }
            return commit
        } catch {
            // Final, whatever the error: after a failed sync nobody knows what is on disk, and the system may have
            // marked the pages clean, so that a second sync would succeed without having written them.
            let failure = JournalError.failed(cause: error.description)
            appender.failure = failure
            throw failure
        }
    }

    /// Closes the segment and begins the next with a copy of the control state.
    private func beginSegment(_ appender: inout Appender) throws(FileError) {
        let header = SegmentHeader(
            salt: options.makeSalt(), epoch: epoch, hub: hub, first: appender.head.next, begun: options.now(),
            lastTime: appender.lastTime, control: appender.control)
        let begun = try header.create(
            in: folder, generation: appender.segment.generation + 1, fileSystem: fileSystem)
        let closesLast = appender.segment.first != begun.segment.first
        openFiles.keep(begun.file, of: begun.segment)
        appender.file = begun.file
        appender.segment = begun.segment
        appender.end = begun.segment.recordsStart
        let active = SegmentSpan(segment: begun.segment, end: appender.end, last: appender.head)
        view.withLock { view in
            // A segment without a numbered entry has been replaced: all it held is in its successor's beginning.
            if closesLast { view.closed.append(view.active) }
            view.active = active
        }
    }

    /// Removes the closed segments that hold nothing from `position` on, and returns how many.
    ///
    /// What is removed cannot be read again; the transparency log's proofs need the leaves kept elsewhere.
    public func removeSegments(before position: Position) throws(JournalError) -> Int {
        let (doomed, first) = view.withLock { view in
            let kept = view.closed.firstIndex { $0.last >= position } ?? view.closed.count
            let doomed = view.closed[..<kept].map(\.segment.path)
            view.closed.removeFirst(kept)
            return (doomed, view.first)
        }
        guard !doomed.isEmpty, first > .beforeFirst else { return 0 }
        do throws(FileError) {
            // Oldest first: a crash in between leaves a log without holes.
            for path in doomed { try fileSystem.remove(path) }
            try fileSystem.synchronizeFolder(folder)
        } catch {
            throw .file(error)
        }
        return doomed.count
    }
}

extension SegmentHeader {
    /// Begins a segment: written and synced under another name first, so that no segment ever has half a header.
    func create(
        in folder: String, generation: UInt64, fileSystem: any FileSystem
    ) throws(FileError) -> (segment: Segment, file: any File) {
        let path = SegmentLog.path(folder, Segment.name(first))
        let bytes = encoded()
        let unfinished = path + SegmentLog.unfinishedSuffix
        let file = try fileSystem.open(unfinished, create: true)
        try file.truncate(to: 0)
        let written: Result<Void, FileError> = bytes.withUnsafeBytes { raw in
            Result { () throws(FileError) in
                try file.writeAll(raw, at: 0)
                try file.synchronizeData()
            }
        }
        try written.get()
        try fileSystem.rename(unfinished, to: path)
        try fileSystem.synchronizeFolder(folder)
        let segment = Segment(
            path: path, generation: generation, first: first, salt: salt, recordsStart: bytes.count,
            placesAreKnown: true)
        return (segment, file)
    }
}
