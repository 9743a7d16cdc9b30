public import Journal
internal import Synchronization

/// Files in memory that know what a power cut leaves of them, and fail when told to.
///
/// What was written counts as durable only after its sync: a file's bytes by `synchronizeData`, a name in a folder by
/// `synchronizeFolder`. A power cut leaves of the rest whatever chance leaves: all, nothing, a part, torn at any byte,
/// or single sectors, as a device that reorders would.
public final class SimulatedFileSystem: FileSystem {
    /// What goes wrong, and when.
    public struct Faults: Sendable {
        /// The number of the `synchronizeData` call, from 1, that fails with an input/output error; 0 for none.
        public var failingSync = 0
        /// Whether what a failed sync was to make durable is lost although later calls succeed, as on Linux.
        public var failedSyncLosesData = true
        /// The number of the `write` call, from 1, that fails with an input/output error; 0 for none.
        public var failingWrite = 0
        /// Every so many writes one takes only half of the bytes; 0 for none.
        public var shortWriteEvery = 0
        /// Every so many reads and writes one is interrupted; 0 for none.
        public var interruptEvery = 0
        /// The size of the disk; a write beyond it takes what fits, the next one fails.
        public var diskBytes = Int.max
        /// After so many calls that change something the power is gone: all calls fail.
        public var callsUntilPowerCut = Int.max

        /// Nothing goes wrong.
        public init() {}
    }

    let disk: Mutex<SimulatedDisk>

    /// An empty disk.
    public convenience init(faults: Faults = Faults()) { self.init(SimulatedDisk(faults: faults)) }

    private init(_ disk: SimulatedDisk) { self.disk = Mutex(disk) }

    /// The disk after a power cut now, chance drawn from `seed`; locks are gone and no fault is left.
    public func afterPowerCut(seed: UInt64) -> SimulatedFileSystem {
        SimulatedFileSystem(disk.withLock { $0.afterPowerCut(seed: seed) })
    }

    /// The disk as another process sees it after this one was killed: everything written is there.
    public func afterKill() -> SimulatedFileSystem {
        SimulatedFileSystem(disk.withLock { $0.afterKill() })
    }

    /// How many calls have changed something.
    public var calls: Int { disk.withLock { $0.calls } }

    /// What goes wrong from now on; call numbers count from the disk's beginning.
    public var faults: Faults {
        get { disk.withLock { $0.faults } }
        set { disk.withLock { $0.faults = newValue } }
    }

    /// The bytes of a file, nil where there is none.
    public func contents(_ path: String) -> [UInt8]? {
        disk.withLock { disk in disk.names[path].map { disk.inodes[$0].current } }
    }

    /// Puts bytes in the place of a file's, durable at once: damage, or a copy brought back.
    public func setContents(_ path: String, _ bytes: [UInt8]) {
        disk.withLock { $0.setContents(path, bytes) }
    }

    /// Opens a file; see `FileSystem`.
    public func open(_ path: String, create: Bool) throws(FileError) -> any File {
        let inode = try disk.withLock { (disk) throws(FileError) in
            if let inode = disk.names[path] { return inode }
            guard create else { throw FileError(.open, path, .notFound) }
            try disk.change(.open, path)
            return disk.createFile(path)
        }
        return SimulatedFile(system: self, inode: inode, path: path)
    }

    /// Lists a folder; see `FileSystem`.
    public func list(_ folder: String) throws(FileError) -> [String] {
        disk.withLock { disk in
            disk.names.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
        }
    }

    /// Creates a folder, durable at once.
    public func makeFolder(_ path: String) throws(FileError) {}

    /// Renames a file; see `FileSystem`.
    public func rename(_ path: String, to target: String) throws(FileError) {
        try disk.withLock { (disk) throws(FileError) in
            try disk.change(.rename, path)
            guard let inode = disk.names[path] else { throw FileError(.rename, path, .notFound) }
            disk.apply(.rename(path, target, inode))
        }
    }

    /// Removes a file; see `FileSystem`.
    public func remove(_ path: String) throws(FileError) {
        try disk.withLock { (disk) throws(FileError) in
            try disk.change(.remove, path)
            guard disk.names[path] != nil else { throw FileError(.remove, path, .notFound) }
            disk.apply(.remove(path))
        }
    }

    /// Makes the names in a folder durable; see `FileSystem`.
    public func synchronizeFolder(_ path: String) throws(FileError) {
        try disk.withLock { (disk) throws(FileError) in
            try disk.change(.synchronize, path)
            disk.synchronizeNames()
        }
    }

    /// Locks; see `FileSystem`.
    public func lock(_ path: String) throws(FileError) -> (any FileLock)? {
        let isFree = disk.withLock { $0.locks.insert(path).inserted }
        return isFree ? SimulatedLock(system: self, path: path) : nil
    }
}

private final class SimulatedLock: FileLock {
    let system: SimulatedFileSystem
    let path: String

    init(system: SimulatedFileSystem, path: String) {
        self.system = system
        self.path = path
    }

    deinit { _ = system.disk.withLock { $0.locks.remove(path) } }
}

private final class SimulatedFile: File {
    let system: SimulatedFileSystem
    let inode: Int
    let path: String

    init(system: SimulatedFileSystem, inode: Int, path: String) {
        self.system = system
        self.inode = inode
        self.path = path
    }

    func size() throws(FileError) -> Int { system.disk.withLock { $0.inodes[inode].current.count } }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        let copy = Array(bytes)
        return try system.disk.withLock { (disk) throws(FileError) in
            try disk.write(copy, to: inode, at: offset, path: path)
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        let bytes = try system.disk.withLock { (disk) throws(FileError) in
            try disk.read(inode, at: offset, count: buffer.count, path: path)
        }
        buffer.copyBytes(from: bytes)
        return bytes.count
    }

    func synchronizeData() throws(FileError) {
        try system.disk.withLock { (disk) throws(FileError) in try disk.synchronize(inode, path: path) }
    }

    func truncate(to size: Int) throws(FileError) {
        try system.disk.withLock { (disk) throws(FileError) in
            try disk.change(.truncate, path)
            disk.inodes[inode].apply(.truncate(size))
        }
    }
}
