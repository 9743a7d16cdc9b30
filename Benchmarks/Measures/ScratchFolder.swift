internal import Foundation

/// A folder on the disk of the build folder, removed when its owner goes: figures of a file system in memory would say
/// nothing.
final class ScratchFolder {
    let path: String

    init(_ name: String) throws {
        let base = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appending(path: ".build/bench")
        let folder = base.appending(path: "\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
