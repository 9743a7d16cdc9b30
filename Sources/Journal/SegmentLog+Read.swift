internal import Synchronization

extension SegmentLog {
    /// Reads numbered entries in order; see ``JournalBackend/read(_:limit:)``.
    public func read(_ place: inout ReadPlace, limit: ReadLimit) throws(JournalError) -> [JournalEntry] {
        var run = Run(entriesLeft: limit.entries, bytesLeft: limit.bytes)
        do {
            while !run.isDone, let span = try span(of: place.next) {
                try enter(span, &place, limit)
                try run.read(span, &place)
            }
        } catch {
            // What was read before the damage is handed out; the next call begins at it and throws.
            place.segment = nil
            if run.entries.isEmpty { throw error }
        }
        return run.entries
    }

    /// The span that holds `position`, nil beyond the head.
    private func span(of position: Position) throws(JournalError) -> SegmentSpan? {
        try view.withLock { (view) throws(JournalError) in
            if position > view.head { return nil }
            if position < view.first { throw .trimmed(first: view.first) }
            if position >= view.active.segment.first { return view.active }
            var low = 0
            var high = view.closed.count
            while low < high {
                let middle = (low + high) / 2
                if view.closed[middle].segment.first <= position { low = middle + 1 } else { high = middle }
            }
            return view.closed[low - 1]
        }
    }

    /// Turns a reader to a span, unless it is there already.
    private func enter(_ span: SegmentSpan, _ place: inout ReadPlace, _ limit: ReadLimit) throws(JournalError) {
        if place.segment?.generation == span.segment.generation { return }
        do throws(FileError) {
            place.window.turn(to: try openFiles.file(of: span.segment))
        } catch {
            let first = self.first
            if place.next < first { throw .trimmed(first: first) }
            throw .file(error)
        }
        let offset: Int
        if let known = span.segment.offset(before: place.next) {
            offset = known
        } else {
            try learnPlaces(span, &place.window)
            offset = span.segment.offset(before: place.next) ?? span.segment.recordsStart
        }
        place.segment = (generation: span.segment.generation, offset: offset)
    }

    /// Reads a closed segment once from end to end, to remember places in it.
    private func learnPlaces(_ span: SegmentSpan, _ window: inout ReadWindow) throws(JournalError) {
        var found: [(position: Position, offset: Int)] = []
        var lastOffset = span.segment.recordsStart
        do throws(JournalError) {
            try span.scan(&window) { (record, offset, _) throws(JournalError) in
                guard record.kind.isNumbered, offset - lastOffset >= JournalLimits.sparseIntervalBytes else { return }
                found.append((position: record.position, offset: offset))
                lastOffset = offset
            }
        } catch .damaged {
            // What lies before the damage can be read; a reader that comes to the damage meets it.
        }
        span.segment.remember(all: found)
    }
}

extension SegmentSpan {
    /// Calls `body` with each record, its offset and the window that holds it; throws at the first that is damaged.
    func scan(
        _ window: inout ReadWindow, _ body: (Record, Int, borrowing ReadWindow) throws(JournalError) -> Void
    ) throws(JournalError) {
        var offset = segment.recordsStart
        var expected = segment.first
        while true {
            switch try found(at: offset, in: &window) {
            case .end:
                guard expected == last.next else {
                    throw .damaged(
                        file: segment.path, offset: offset,
                        what: "the segment ends before position \(expected); its last is \(last)")
                }
                return
            case .bad(let what):
                throw .damaged(file: segment.path, offset: offset, what: what)
            case .record(let record):
                if record.kind.isNumbered {
                    guard record.position == expected else {
                        throw .damaged(
                            file: segment.path, offset: offset,
                            what: "position \(record.position) where \(expected) is due")
                    }
                    expected = expected.next
                }
                try body(record, offset, window)
                offset += record.length
            }
        }
    }

    func found(at offset: Int, in window: inout ReadWindow) throws(JournalError) -> ReadWindow.Found {
        do throws(FileError) {
            return try window.record(at: offset, end: end, salt: segment.salt)
        } catch {
            throw .file(error)
        }
    }
}

/// One read under way.
private struct Run {
    var entries: [JournalEntry] = []
    var entriesLeft: Int
    var bytesLeft: Int
    var isDone: Bool { entriesLeft == 0 || bytesLeft <= 0 }

    /// Reads from one span until it ends or the limit is reached.
    mutating func read(_ span: SegmentSpan, _ place: inout ReadPlace) throws(JournalError) {
        guard var offset = place.segment?.offset else { return }
        while !isDone, place.next <= span.last {
            switch try span.found(at: offset, in: &place.window) {
            case .end:
                throw .damaged(
                    file: span.segment.path, offset: offset,
                    what: "the segment ends before position \(place.next); its last is \(span.last)")
            case .bad(let what):
                throw .damaged(file: span.segment.path, offset: offset, what: what)
            case .record(let record):
                if record.kind.isNumbered, record.position >= place.next {
                    guard record.position == place.next else {
                        throw .damaged(
                            file: span.segment.path, offset: offset,
                            what: "position \(record.position) where \(place.next) is due")
                    }
                    let entry = place.window.withBytes(from: offset) { record.entry($0) }
                    entries.append(entry)
                    entriesLeft -= 1
                    bytesLeft -= entry.content.count
                    place.advance()
                }
                offset += record.length
                place.segment?.offset = offset
            }
        }
    }
}
