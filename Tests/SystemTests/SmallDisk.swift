import Foundation

/// A file system in memory of a size of the test's choice.
final class SmallDisk {
    private let path: String

    struct Failure: Error { let number: Int32 }

    /// Whether one can be mounted: that takes the rights of root.
    static let isPossible: Bool = {
        let path = FileManager.default.temporaryDirectory.path + "/cordon-disk-\(UUID().uuidString)"
        guard (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil else {
            return false
        }
        defer { rmdir(path) }
        guard let disk = try? SmallDisk(at: path, megabytes: 1) else { return false }
        disk.unmount()
        return true
    }()

    init(at path: String, megabytes: Int) throws {
        self.path = path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw Failure(number: errno) }
    }

    /// Gives it more room.
    func grow(megabytes: Int) throws {
        guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(megabytes)m") == 0 else {
            throw Failure(number: errno)
        }
    }

    func unmount() { umount2(path, Int32(MNT_DETACH)) }
}
