internal import Glibc

/// Writes files so that a reader, or a crash, finds the old content or the new and nothing between.
public enum AtomicFile {
    /// Why a file was not written.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// The file.
        public var path: String
        /// The step that failed, such as `cannot be renamed`.
        public var step: String
        /// The system's error number.
        public var errno: Int32

        /// One line with the path, the step and the system's reason.
        public var description: String { "\(path) \(step): \(String(cString: strerror(errno)))" }
    }

    /// Who may read the file.
    public enum Access: UInt32, Sendable {
        /// Mode 0600: the owner alone, as for keys.
        case ownerOnly = 0o600
        /// Mode 0644: everybody.
        case everyone = 0o644
    }

    /// Writes `bytes` to a temporary file beside `path`, syncs it, renames it, and syncs the directory.
    ///
    /// With `replacing` false a file that exists is an error, found without a race.
    public static func write(
        _ bytes: [UInt8], to path: String, access: Access = .everyone, replacing: Bool = true
    ) throws(Failure) {
        let directory = directory(of: path)
        let temporary = "\(directory)/.write-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Access.ownerOnly.rawValue)
        guard descriptor >= 0 else { throw Failure(path: path, step: "cannot be created", errno: errno) }
        do throws(Failure) {
            try fill(descriptor, with: bytes, access: access, path: path)
            if replacing {
                guard rename(temporary, path) == 0 else {
                    throw Failure(path: path, step: "cannot be replaced", errno: errno)
                }
            } else {
                guard link(temporary, path) == 0 else {
                    throw Failure(path: path, step: "cannot be created", errno: errno)
                }
                unlink(temporary)
            }
        } catch {
            unlink(temporary)
            throw error
        }
        try syncDirectory(directory, path: path)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Writes and closes; the descriptor is closed on every way out.
    private static func fill(
        _ descriptor: Int32, with bytes: [UInt8], access: Access, path: String
    ) throws(Failure) {
        defer { close(descriptor) }
        guard fchmod(descriptor, access.rawValue) == 0 else {
            throw Failure(path: path, step: "cannot be given its mode", errno: errno)
        }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw Failure(path: path, step: "cannot be written", errno: errno)
            }
        }
        guard fsync(descriptor) == 0 else { throw Failure(path: path, step: "cannot be synced", errno: errno) }
    }

    private static func syncDirectory(_ directory: String, path: String) throws(Failure) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(path: path, step: "has a directory that cannot be opened", errno: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw Failure(path: path, step: "has a directory that cannot be synced", errno: errno)
        }
    }
}
