internal import Synchronization

/// The segment files most recently read, kept open; a file closes when its last reader lets go of it.
final class OpenFiles: Sendable {
    private let fileSystem: any FileSystem
    private let files = Mutex<[(generation: UInt64, file: any File)]>([])

    init(_ fileSystem: any FileSystem) { self.fileSystem = fileSystem }

    /// The file of a segment, opened where it is not open already.
    func file(of segment: Segment) throws(FileError) -> any File {
        let known: (any File)? = files.withLock { files in
            guard let index = files.lastIndex(where: { $0.generation == segment.generation }) else { return nil }
            let found = files.remove(at: index)
            files.append(found)
            return found.file
        }
        if let known { return known }
        let file = try fileSystem.open(segment.path, create: false)
        keep(file, of: segment)
        return file
    }

    /// Keeps a file that was opened elsewhere.
    func keep(_ file: any File, of segment: Segment) {
        files.withLock { files in
            if files.count >= JournalLimits.openFilesMax { files.removeFirst() }
            files.append((generation: segment.generation, file: file))
        }
    }
}
