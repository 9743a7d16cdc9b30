/// What the journal answers when it cannot do as asked.
public enum JournalError: Error, Hashable, Sendable {
    /// A write or a sync has failed: nothing more is appended until the journal is opened anew. Never retried, because
    /// after a failed sync the system may take the lost pages for clean.
    case failed(cause: String)
    /// The journal was closed.
    case closed
    /// An entry's position is not the one that follows the head.
    case positionNotNext(expected: Position, found: Position)
    /// An entry's time lies before that of the entry before it.
    case timeGoesBack(last: JournalTime, found: JournalTime)
    /// An entry or a batch exceeds a bound of ``JournalLimits``.
    case tooLarge(what: String, found: Int, max: Int)
    /// An entry is not well formed: a kind that is not allowed, a control entry with a position or without a key.
    case malformed(what: String)
    /// A stored byte is not what was written. `offset` counts from the beginning of `file`.
    case damaged(file: String, offset: Int, what: String)
    /// A segment was written by another version of the format.
    case unsupportedVersion(file: String, found: UInt32, supported: UInt32)
    /// The folder holds another hub's log.
    case otherHub(file: String, expected: String, found: String)
    /// Another process, or another part of this one, has the log open.
    case locked(folder: String)
    /// The entries before `first` are no longer kept.
    case trimmed(first: Position)
    /// A file could not be opened, read or listed.
    case file(FileError)
    /// The index could not answer.
    case index(String)
}

extension JournalError: CustomStringConvertible {
    /// One sentence for a log or a person; it never quotes an entry.
    public var description: String {
        switch self {
        case .failed(let cause): "the journal has failed and accepts nothing more: \(cause)"
        case .closed: "the journal is closed"
        case .positionNotNext(let expected, let found):
            "position \(found) does not follow the head; the next is \(expected)"
        case .timeGoesBack(let last, let found):
            "the time \(found.milliseconds) ms lies before the last entry's, \(last.milliseconds) ms"
        case .tooLarge(let what, let found, let max): "\(what): \(found) exceeds the bound of \(max)"
        case .malformed(let what): "malformed entry: \(what)"
        case .damaged(let file, let offset, let what): "\(file) is damaged at byte \(offset): \(what)"
        case .unsupportedVersion(let file, let found, let supported):
            "\(file) has format version \(found); this program reads version \(supported)"
        case .otherHub(let file, let expected, let found):
            "\(file) belongs to the hub \"\(found)\", not to \"\(expected)\""
        case .locked(let folder): "\(folder) is in use by another hub"
        case .trimmed(let first): "entries before position \(first) are no longer kept"
        case .file(let error): error.description
        case .index(let what): "index: \(what)"
        }
    }
}
