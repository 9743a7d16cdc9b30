internal import AlertModel
internal import Foundation
internal import JSONDocument
internal import Journal
internal import Trust

/// The hub's log and its index, opened and, after a crash, put in order.
struct HubStore {
    /// The key under which the log keeps the positions of all revisions of the directory.
    private static let directoryKey = Array("directory".utf8)
    /// Raised when the columns of the index mean something else.
    private static let columnsVersion = 1

    let journal: SegmentLog
    let index: JournalIndex
    /// What recovery had to do, nil where nothing.
    let notice: String?

    /// Opens both in the data directory, or begins them.
    init(_ configuration: HubConfiguration, clock: HubClock) throws {
        try DataDirectory.make(configuration.dataDirectory)
        let folder = URL(fileURLWithPath: configuration.dataDirectory)
        var options = SegmentLog.Options()
        options.segmentBytes = configuration.segmentBytesMax
        options.now = { JournalTime(milliseconds: clock.now().wall) }
        do throws(JournalError) {
            journal = try SegmentLog.open(
                folder: folder.appending(path: "log").path, hub: configuration.name, options: options)
            index = try JournalIndex(
                path: folder.appending(path: "index.sqlite").path, journal: journal, textColumns: ["text"],
                columnsVersion: Self.columnsVersion, columns: Self.columns)
        } catch {
            throw HubStartError("\(error)")
        }
        notice = journal.recovery.cut.map {
            "cut \($0.byteCount) unacknowledged bytes off \($0.file) at offset \($0.offset): \($0.reason)"
        }
    }

    /// What the index is to know of an entry.
    private static let columns: @Sendable (JournalEntry) -> IndexColumns? = { entry in
        guard entry.kind == .alert, let header = entry.recordHeader else { return nil }
        return IndexColumns(
            identifier: RecordIdentifier(entry), sender: header.senderMember, topics: header.topics,
            texts: [text(of: entry)])
    }

    /// The headlines and narratives of an alert, to be found by their words.
    private static func text(of entry: JournalEntry) -> String {
        guard let document = try? JSONDocument(parsing: Array(entry.body), limits: JSONLimits(bytesMax: 1 << 20)),
            let texts = document.root["text"]
        else { return "" }
        return texts.elements.flatMap { [$0["headline"]?.string, $0["narrative"]?.string] }.compactMap { $0 }
            .joined(separator: "\n")
    }

    // MARK: Directory

    /// The directory that is in force: what the log says, and what the file proposes beyond it, recorded first.
    func adopt(_ proposed: Directory, _ now: HubTime) throws -> Directory {
        let positions = Self.directoryPositions(journal)
        let recorded = try Self.recordedDirectories(journal).last?.directory ?? .empty
        guard let revision = proposed.difference(from: recorded) else { return recorded }
        let directory = try recorded.applying(revision)
        let entries = Self.entries(
            for: revision, at: journal.head.next, after: positions, time: max(now.wall, journal.lastTime.milliseconds))
        do throws(JournalError) {
            _ = try journal.append(entries)
        } catch {
            throw HubStartError("the directory could not be recorded: \(error)")
        }
        return directory
    }

    /// The positions of all revisions of the directory.
    private static func directoryPositions(_ journal: any JournalBackend) -> [Position] {
        positions(journal.controlState.value(.revision, key: directoryKey) ?? [])
    }

    /// The directories that the revisions add up to, oldest first, and where each begins.
    private static func recordedDirectories(
        _ journal: any JournalBackend
    ) throws -> [DirectoryHistory.Revision] {
        var directory = Directory.empty
        var revisions: [DirectoryHistory.Revision] = []
        for position in directoryPositions(journal) {
            guard let entry = try journal.read(at: position), entry.kind == .directory else {
                throw HubStartError("the log has no revision of the directory at position \(position)")
            }
            directory = try directory.applying(try DirectoryRevision(decoding: Array(entry.body)))
            if revisions.count == HubLimits.directoriesKeptMax { revisions.removeFirst() }
            revisions.append(.init(position: position, directory: directory))
        }
        return revisions
    }

    /// The entries that record a revision: itself, and the list of where all revisions are.
    static func entries(
        for revision: DirectoryRevision, at position: Position, after earlier: [Position], time: UInt64
    ) -> [JournalEntry] {
        let time = JournalTime(milliseconds: time)
        return [
            JournalEntry(
                kind: .directory, position: position, time: time, header: [], body: revision.encoded()),
            .control(
                .revision, key: directoryKey, value: (earlier + [position]).flatMap(\.bytes), time: time),
        ]
    }

    static func positions(_ value: [UInt8]) -> [Position] {
        stride(from: 0, to: value.count - value.count % 8, by: 8).compactMap {
            Position(bytes: value[$0..<($0 + 8)])
        }
    }

    /// What the core goes on from.
    func recover() throws -> RecoveredState { try Self.recover(from: journal, index: index) }

    /// What a core goes on from with that log.
    static func recover(from journal: any JournalBackend, index: JournalIndex?) throws -> RecoveredState {
        let recent = try RecentIdentifiers.recovered(from: journal, index: index, identify: { RecordIdentifier($0) })
        let control = journal.controlState
        var subscriptions: [Subscription] = []
        for (key, value) in control.values(of: .subscription) {
            guard let name = SubscriptionName(controlKey: key) else { continue }
            let cursor = control.value(.cursor, key: key).flatMap { Position(bytes: $0) }
            do throws(SubscriptionCoding.Failure) {
                subscriptions.append(try SubscriptionCoding.decode(name: name, value: value, cursor: cursor))
            } catch {
                throw HubStartError(
                    "the subscription \(name.name) of \(name.principal) cannot be read from the log: \(error.reason)")
            }
        }
        return RecoveredState(
            head: journal.head, first: journal.first, lastTime: journal.lastTime.milliseconds, recent: recent,
            directoryPositions: directoryPositions(journal), directories: try recordedDirectories(journal),
            subscriptions: subscriptions)
    }
}
