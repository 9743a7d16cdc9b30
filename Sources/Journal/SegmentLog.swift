internal import Synchronization

/// The journal in files: append-only segments in one folder, committed in groups, one write and one sync each.
///
/// The format, and what is done after a crash, is specified in docs/journal-format.md. One `SegmentLog` has the folder
/// at a time, by a lock file. One thread appends (see ``JournalWriter``); any number of threads read.
public final class SegmentLog: JournalBackend {
    /// How a log is opened; the sources of time and randomness can be replaced.
    public struct Options: Sendable {
        /// The size at which a segment is closed and the next one begun, in bytes.
        public var segmentBytes = JournalLimits.segmentBytesDefault
        /// The clock that stamps a segment's beginning.
        public var now: @Sendable () -> JournalTime = JournalTime.now
        /// Draws the epoch of a log that is begun.
        public var makeEpoch: @Sendable () -> Epoch = Epoch.random
        /// Draws the salt of a segment's checksums.
        public var makeSalt: @Sendable () -> UInt32 = { UInt32.random(in: .min ... .max) }

        /// The usual options.
        public init() {}
    }

    /// The log's identity.
    public let epoch: Epoch

    /// The hub that the log belongs to.
    public let hub: String

    /// What was found and put right when the log was opened.
    public let recovery: RecoveryReport

    /// The folder that holds the segments.
    public let folder: String

    let fileSystem: any FileSystem
    let options: Options
    let openFiles: OpenFiles
    let appender: Mutex<Appender>
    let view: Mutex<View>

    /// What readers see: never more than is durable.
    struct View {
        var closed: [SegmentSpan]
        var active: SegmentSpan
        var lastTime: JournalTime
        var head: Position { active.last }
        var first: Position { closed.first?.segment.first ?? active.segment.first }
    }

    init(
        folder: String, hub: String, fileSystem: any FileSystem, options: Options, lock: any FileLock,
        recovered: Recovered
    ) {
        self.folder = folder
        self.hub = hub
        self.fileSystem = fileSystem
        self.options = options
        epoch = recovered.epoch
        recovery = recovered.report
        openFiles = OpenFiles(fileSystem)
        openFiles.keep(recovered.file, of: recovered.active.segment)
        appender = Mutex(
            Appender(
                file: recovered.file, segment: recovered.active.segment, end: recovered.active.end,
                head: recovered.active.last, lastTime: recovered.lastTime, control: recovered.control, lock: lock))
        view = Mutex(View(closed: recovered.closed, active: recovered.active, lastTime: recovered.lastTime))
    }

    /// The earliest position that can be read.
    public var first: Position { view.withLock { $0.first } }

    /// The last committed position.
    public var head: Position { view.withLock { $0.head } }

    /// The time of the last committed numbered entry.
    public var lastTime: JournalTime { view.withLock { $0.lastTime } }

    /// What the committed control entries add up to; it may wait for a commit under way.
    public var controlState: ControlState { appender.withLock { $0.control } }

    /// Why the log accepts nothing more, nil while it does; it may wait for a commit under way.
    public var failure: JournalError? { appender.withLock { $0.failure } }

    /// The paths of the closed segments, oldest first: they never change and can be copied as they are.
    public var closedSegmentPaths: [String] { view.withLock { $0.closed.map(\.segment.path) } }

    static func path(_ folder: String, _ name: String) -> String { folder + "/" + name }
}

/// What was found and put right when a log was opened.
public struct RecoveryReport: Sendable, Equatable {
    /// The unfinished end of a commit that was never acknowledged, cut away.
    public struct Cut: Sendable, Equatable {
        /// The segment.
        public let file: String
        /// Where it ends now.
        public let offset: Int
        /// How many bytes were cut.
        public let byteCount: Int
        /// What was wrong with the first record cut.
        public let reason: String
    }

    /// What was cut from the last segment, nil where it ended with a whole record.
    public var cut: Cut?
    /// Unfinished files that were removed: segments that were being begun.
    public var removed: [String] = []
    /// Whether the log was closed in order the last time.
    public var wasClosedInOrder = false
    /// Whether the log was begun by this opening.
    public var isNew = false
}
