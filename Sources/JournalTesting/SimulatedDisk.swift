internal import Journal

/// The state of a simulated disk: what is durable, and what was done since.
struct SimulatedDisk: Sendable {
    /// A change to a file's bytes.
    enum Change: Sendable {
        case write(Int, [UInt8])
        case truncate(Int)
    }

    /// A change to the names.
    enum NameChange: Sendable {
        case create(String, Int)
        case rename(String, String, Int)
        case remove(String)
    }

    struct Inode: Sendable {
        var current: [UInt8] = []
        var durable: [UInt8] = []
        var pending: [Change] = []

        mutating func apply(_ change: Change) {
            Self.apply(change, to: &current)
            pending.append(change)
        }

        static func apply(_ change: Change, to bytes: inout [UInt8]) {
            switch change {
            case .write(let offset, let new):
                let end = offset + new.count
                if offset == bytes.count {
                    bytes.append(contentsOf: new)
                    return
                }
                if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
                bytes.replaceSubrange(offset..<end, with: new)
            case .truncate(let size):
                if bytes.count > size { bytes.removeLast(bytes.count - size) }
                if bytes.count < size { bytes.append(contentsOf: repeatElement(0, count: size - bytes.count)) }
            }
        }
    }

    var faults: SimulatedFileSystem.Faults
    var inodes: [Inode] = []
    var names: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
    var pendingNames: [NameChange] = []
    var locks: Set<String> = []
    private(set) var calls = 0
    private var writes = 0
    private var syncs = 0
    private var transfers = 0

    init(faults: SimulatedFileSystem.Faults) { self.faults = faults }

    /// Counts a call that changes something, and fails it where the power is gone.
    mutating func change(_ operation: FileError.Operation, _ path: String) throws(FileError) {
        guard calls < faults.callsUntilPowerCut else { throw FileError(operation, path, .inputOutput) }
        calls += 1
    }

    mutating func createFile(_ path: String) -> Int {
        inodes.append(Inode())
        apply(.create(path, inodes.count - 1))
        return inodes.count - 1
    }

    mutating func apply(_ change: NameChange) {
        Self.apply(change, to: &names)
        pendingNames.append(change)
    }

    static func apply(_ change: NameChange, to names: inout [String: Int]) {
        switch change {
        case .create(let path, let inode): names[path] = inode
        case .rename(let path, let target, let inode):
            names[path] = nil
            names[target] = inode
        case .remove(let path): names[path] = nil
        }
    }

    mutating func synchronizeNames() {
        durableNames = names
        pendingNames = []
    }

    mutating func setContents(_ path: String, _ bytes: [UInt8]) {
        let inode = names[path] ?? createFile(path)
        inodes[inode] = Inode(current: bytes, durable: bytes)
        durableNames[path] = inode
    }

    private mutating func interrupt(_ operation: FileError.Operation, _ path: String) throws(FileError) {
        transfers += 1
        if faults.interruptEvery > 0, transfers.isMultiple(of: faults.interruptEvery) {
            throw FileError(operation, path, .interrupted)
        }
    }

    mutating func write(_ bytes: [UInt8], to inode: Int, at offset: Int, path: String) throws(FileError) -> Int {
        try interrupt(.write, path)
        try change(.write, path)
        writes += 1
        if writes == faults.failingWrite { throw FileError(.write, path, .inputOutput) }
        var taken = bytes.count
        if faults.shortWriteEvery > 0, writes.isMultiple(of: faults.shortWriteEvery) { taken = max(1, taken / 2) }
        let used = Set(names.values).reduce(0) { $0 + inodes[$1].current.count }
        let growth = max(0, offset + taken - inodes[inode].current.count)
        if growth > faults.diskBytes - used { taken -= growth - max(0, faults.diskBytes - used) }
        guard taken > 0 || bytes.isEmpty else { throw FileError(.write, path, .noSpace) }
        inodes[inode].apply(.write(offset, Array(bytes.prefix(taken))))
        return taken
    }

    mutating func read(_ inode: Int, at offset: Int, count: Int, path: String) throws(FileError) -> ArraySlice<UInt8> {
        try interrupt(.read, path)
        return inodes[inode].current.dropFirst(offset).prefix(count)
    }

    mutating func synchronize(_ inode: Int, path: String) throws(FileError) {
        try change(.synchronize, path)
        syncs += 1
        if syncs == faults.failingSync {
            if faults.failedSyncLosesData { inodes[inode].pending = [] }
            throw FileError(.synchronize, path, .inputOutput)
        }
        for change in inodes[inode].pending { Inode.apply(change, to: &inodes[inode].durable) }
        inodes[inode].pending = []
    }
}
