internal import CAlertSchemas

/// The files of the folder `schemas`, embedded in the program: JSON Schemas of the alert kinds, of the configuration
/// and of the directory of members, and the code lists.
public enum AlertSchemas {
    /// One embedded file.
    public struct File: Sendable {
        /// Path below `schemas`, such as `alert/seizure.schema.json`.
        public let path: String
        /// The file's bytes, UTF-8 JSON.
        public let bytes: [UInt8]

        /// A file that is not embedded.
        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Every embedded file: schemas before what refers to them.
    public static let all: [File] = (0..<calertschemas_count()).map { index in
        let file = calertschemas_at(index)
        let bytes = UnsafeBufferPointer(start: file.bytes, count: file.length)
        return File(path: String(cString: file.path), bytes: Array(bytes))
    }

    /// The schemas of the alerts: the envelope, the shared parts and one schema for each kind.
    public static var alerts: [File] { all.filter { $0.path.hasPrefix("alert/") } }

    /// The schemas of configuration and directory.
    public static var configurations: [File] { all.filter { $0.path.hasPrefix("config/") } }

    /// The bytes of the file at `path` below `schemas`, nil where no such file is embedded.
    public static func bytes(of path: String) -> [UInt8]? {
        all.first { $0.path == path }?.bytes
    }
}
