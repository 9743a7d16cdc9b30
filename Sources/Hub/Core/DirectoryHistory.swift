internal import Journal
internal import Trust

/// The directory in force, and those that were before it: an alert that was released once is called back by the rights
/// of then.
struct DirectoryHistory {
    /// A directory and the position behind which it is in force.
    struct Revision {
        let position: Position
        let directory: Directory
    }

    private var revisions: [Revision]

    /// A history, oldest first; the last is in force. The oldest stands for all that are not kept.
    init(_ revisions: [Revision], latest: Directory) {
        self.revisions = revisions.suffix(HubLimits.directoriesKeptMax)
        if self.revisions.last?.directory.revision != latest.revision {
            self.revisions.append(Revision(position: .beforeFirst, directory: latest))
        }
    }

    /// Another directory comes into force.
    mutating func append(_ directory: Directory, at position: Position) {
        revisions.append(Revision(position: position, directory: directory))
        if revisions.count > HubLimits.directoriesKeptMax { revisions.removeFirst() }
    }

    /// The directories that were in force at a position or later.
    func since(_ position: Position) -> some Sequence<Directory> {
        let first = revisions.lastIndex { $0.position < position } ?? 0
        return revisions[first...].lazy.map(\.directory)
    }
}
