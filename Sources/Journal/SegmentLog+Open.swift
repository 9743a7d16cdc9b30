internal import Synchronization

extension SegmentLog {
    static let lockName = "lock"
    static let unfinishedSuffix = ".new"

    /// Opens the log in `folder`, or begins one where there is none.
    ///
    /// The last segment is read from end to end, and a torn end, which was never acknowledged, is cut away; the
    /// ``recovery`` report says so. Damage to anything that was acknowledged is an error with file and offset.
    public static func open(
        folder: String, hub: String, fileSystem: any FileSystem = PosixFileSystem(), options: Options = Options()
    ) throws(JournalError) -> SegmentLog {
        guard (1...JournalLimits.hubIdentifierBytesMax).contains(hub.utf8.count) else {
            throw .tooLarge(
                what: "bytes of a hub's identifier (at least 1)", found: hub.utf8.count,
                max: JournalLimits.hubIdentifierBytesMax)
        }
        var options = options
        options.segmentBytes = min(
            max(options.segmentBytes, JournalLimits.segmentBytesMin), JournalLimits.segmentBytesMax)
        let lock = try takeLock(folder, fileSystem)
        var recovery = Recovery(folder: folder, hub: hub, fileSystem: fileSystem, options: options)
        return SegmentLog(
            folder: folder, hub: hub, fileSystem: fileSystem, options: options, lock: lock,
            recovered: try recovery.run())
    }

    private static func takeLock(_ folder: String, _ fileSystem: any FileSystem) throws(JournalError) -> any FileLock {
        do throws(FileError) {
            try fileSystem.makeFolder(folder)
            if let lock = try fileSystem.lock(path(folder, lockName)) { return lock }
        } catch {
            throw .file(error)
        }
        throw .locked(folder: folder)
    }
}
