internal import Glibc

/// The system's own files.
public struct PosixFileSystem: FileSystem {
    private static let filePermissions: mode_t = 0o640
    private static let folderPermissions: mode_t = 0o750

    /// The system's own files.
    public init() {}

    /// Opens with `open(2)`, closed on exec.
    public func open(_ path: String, create: Bool) throws(FileError) -> any File {
        PosixFile(descriptor: try Self.descriptor(path, O_RDWR | (create ? O_CREAT : 0), .open), path: path)
    }

    /// Lists with `readdir(3)`, without `.` and `..`.
    public func list(_ folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else { throw FileError(.list, folder, .last) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let found = readdir(stream) {
            let name = withUnsafePointer(to: &found.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw FileError(.list, folder, .last) }
        return names
    }

    /// Creates with `mkdir(2)`, for the owner and the group's readers.
    public func makeFolder(_ path: String) throws(FileError) {
        guard mkdir(path, Self.folderPermissions) == 0 || errno == EEXIST else {
            throw FileError(.makeFolder, path, .last)
        }
    }

    /// Renames with `rename(2)`.
    public func rename(_ path: String, to target: String) throws(FileError) {
        guard Glibc.rename(path, target) == 0 else { throw FileError(.rename, path, .last) }
    }

    /// Removes with `unlink(2)`.
    public func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw FileError(.remove, path, .last) }
    }

    /// Syncs the folder itself with `fsync(2)`.
    public func synchronizeFolder(_ path: String) throws(FileError) {
        let descriptor = try Self.descriptor(path, O_RDONLY | O_DIRECTORY, .synchronize)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(.synchronize, path, .last) }
    }

    /// Locks with `flock(2)`, which the system gives back even where the process is killed.
    public func lock(_ path: String) throws(FileError) -> (any FileLock)? {
        let file = PosixFile(descriptor: try Self.descriptor(path, O_RDWR | O_CREAT, .lock), path: path)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 else { return file }
        let code = FileError.Code.last
        if code.rawValue == EWOULDBLOCK { return nil }
        throw FileError(.lock, path, code)
    }

    private static func descriptor(
        _ path: String, _ flags: Int32, _ operation: FileError.Operation
    ) throws(FileError) -> Int32 {
        while true {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC, filePermissions)
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw FileError(operation, path, .last) }
        }
    }
}

/// The single owner of a descriptor.
private final class PosixFile: File, FileLock {
    let descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func size() throws(FileError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.size, path, .last) }
        return Int(status.st_size)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
        guard count >= 0 else { throw FileError(.write, path, .last) }
        return count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        guard count >= 0 else { throw FileError(.read, path, .last) }
        return count
    }

    func synchronizeData() throws(FileError) {
        guard fdatasync(descriptor) == 0 else { throw FileError(.synchronize, path, .last) }
    }

    func truncate(to size: Int) throws(FileError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileError(.truncate, path, .last) }
    }
}

extension FileError.Code {
    fileprivate static var last: FileError.Code { FileError.Code(rawValue: errno) }
}
