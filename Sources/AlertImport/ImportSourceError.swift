/// Why a table cannot be opened.
public struct ImportSourceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Reason: Sendable {
        /// The file is missing or cannot be read.
        case unreadable
        /// The file was read, and is not what is expected.
        case refused
    }

    /// The file's path.
    public let path: String
    /// What kind of failure it is.
    public let reason: Reason
    /// What is wrong, and what would be right.
    public let message: String

    /// An error about a file.
    public init(path: String, reason: Reason = .refused, message: String) {
        self.path = path
        self.reason = reason
        self.message = message
    }

    /// `path: message`.
    public var description: String { "\(path): \(message)" }
}
