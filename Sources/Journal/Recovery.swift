/// What recovery hands to the log.
struct Recovered {
    var epoch: Epoch
    var closed: [SegmentSpan]
    var active: SegmentSpan
    var file: any File
    var control: ControlState
    var lastTime: JournalTime
    var report: RecoveryReport
}

/// The way from a folder, left in whatever state, to a log that can go on.
struct Recovery {
    let folder: String
    let hub: String
    let fileSystem: any FileSystem
    let options: SegmentLog.Options
    private var report = RecoveryReport()

    init(folder: String, hub: String, fileSystem: any FileSystem, options: SegmentLog.Options) {
        self.folder = folder
        self.hub = hub
        self.fileSystem = fileSystem
        self.options = options
    }

    /// Puts the folder in order and returns the log's state.
    mutating func run() throws(JournalError) -> Recovered {
        let firsts = try listSegments()
        guard let last = firsts.last else { return try begin() }
        var spans: [SegmentSpan] = []
        var epoch: Epoch?
        for (index, first) in firsts.dropLast().enumerated() {
            spans.append(try closedSegment(first, next: firsts[index + 1], index: index, epoch: &epoch))
        }
        return try lastSegment(last, closed: spans, epoch: epoch)
    }

    /// The segments' first positions in order; unfinished files are removed.
    private mutating func listSegments() throws(JournalError) -> [Position] {
        let found: [Position]
        do throws(FileError) {
            let names = try fileSystem.list(folder)
            for name in names where name.hasSuffix(SegmentLog.unfinishedSuffix) {
                let stem = String(name.dropLast(SegmentLog.unfinishedSuffix.count))
                guard Segment.position(ofName: stem) != nil else { continue }
                try fileSystem.remove(SegmentLog.path(folder, name))
                report.removed.append(name)
            }
            // The process before this one may have died between naming a segment and making the name durable.
            try fileSystem.synchronizeFolder(folder)
            found = names.compactMap(Segment.position(ofName:)).sorted()
        } catch {
            throw .file(error)
        }
        guard found.count <= JournalLimits.segmentsMax else {
            throw .tooLarge(what: "segments in \(folder)", found: found.count, max: JournalLimits.segmentsMax)
        }
        return found
    }

    /// Begins a log in an empty folder.
    private mutating func begin() throws(JournalError) -> Recovered {
        let header = SegmentHeader(
            salt: options.makeSalt(), epoch: options.makeEpoch(), hub: hub, first: .first, begun: options.now(),
            lastTime: .earliest, control: ControlState())
        do throws(FileError) {
            let (segment, file) = try header.create(in: folder, generation: 1, fileSystem: fileSystem)
            report.isNew = true
            return Recovered(
                epoch: header.epoch, closed: [],
                active: SegmentSpan(segment: segment, end: segment.recordsStart, last: .beforeFirst), file: file,
                control: ControlState(), lastTime: .earliest, report: report)
        } catch {
            throw .file(error)
        }
    }

    private func closedSegment(
        _ first: Position, next: Position, index: Int, epoch: inout Epoch?
    ) throws(JournalError) -> SegmentSpan {
        let opened = try openSegment(first, isLast: false, epoch: &epoch)
        do throws(FileError) {
            return SegmentSpan(
                segment: segment(opened, generation: UInt64(index) + 1, isLast: false),
                end: try opened.file.size(), last: next.previous)
        } catch {
            throw .file(error)
        }
    }

    /// Reads the last segment from end to end, cuts what is torn and makes durable what is kept.
    private mutating func lastSegment(
        _ first: Position, closed: [SegmentSpan], epoch known: Epoch?
    ) throws(JournalError) -> Recovered {
        var epoch = known
        let opened = try openSegment(first, isLast: true, epoch: &epoch)
        let segment = segment(opened, generation: UInt64(closed.count) + 1, isLast: true)
        var scan = TailScan(
            segment: segment, file: opened.file, head: first.previous, lastTime: opened.header.lastTime,
            control: opened.header.control)
        do throws(FileError) {
            let size = try opened.file.size()
            try scan.run(size: size)
            if let reason = scan.torn {
                try opened.file.truncate(to: scan.end)
                report.cut = RecoveryReport.Cut(
                    file: opened.path, offset: scan.end, byteCount: size - scan.end, reason: reason)
            }
            // What a killed process wrote and never synced may be in memory only: before it counts, it is synced.
            try opened.file.synchronizeData()
        } catch {
            throw .file(error)
        }
        if let damage = scan.damage { throw damage }
        report.wasClosedInOrder = scan.endsWithMark
        return Recovered(
            epoch: opened.header.epoch, closed: closed,
            active: SegmentSpan(segment: segment, end: scan.end, last: scan.head), file: opened.file,
            control: scan.control, lastTime: scan.lastTime, report: report)
    }

    private struct Opened {
        let path: String
        let file: any File
        let header: SegmentHeader
        let recordsStart: Int
    }

    private func openSegment(
        _ first: Position, isLast: Bool, epoch: inout Epoch?
    ) throws(JournalError) -> Opened {
        let path = SegmentLog.path(folder, Segment.name(first))
        let file: any File
        do throws(FileError) {
            file = try fileSystem.open(path, create: false)
        } catch {
            throw .file(error)
        }
        let (header, length) = try SegmentHeader.read(file, path: path, withControl: isLast)
        guard header.hub == hub else { throw .otherHub(file: path, expected: hub, found: header.hub) }
        guard header.first == first else {
            throw .damaged(file: path, offset: 40, what: "the file's name does not fit position \(header.first)")
        }
        guard header.epoch == epoch ?? header.epoch else {
            throw .damaged(file: path, offset: 24, what: "the epoch \(header.epoch) is another log's")
        }
        epoch = header.epoch
        return Opened(path: path, file: file, header: header, recordsStart: length)
    }

    private func segment(_ opened: Opened, generation: UInt64, isLast: Bool) -> Segment {
        Segment(
            path: opened.path, generation: generation, first: opened.header.first, salt: opened.header.salt,
            recordsStart: opened.recordsStart, placesAreKnown: isLast)
    }
}
