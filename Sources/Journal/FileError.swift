internal import Glibc

/// A call to the file system that failed: which one, on which file, and the system's reason.
public struct FileError: Error, Hashable, Sendable {
    /// The calls there are.
    public enum Operation: String, Sendable {
        /// Opening or creating a file.
        case open
        /// Listing a folder.
        case list
        /// Creating a folder.
        case makeFolder = "create the folder"
        /// Asking a file's size.
        case size = "measure"
        /// Reading.
        case read
        /// Writing.
        case write
        /// Making written bytes or names durable.
        case synchronize
        /// Cutting a file.
        case truncate
        /// Renaming.
        case rename
        /// Removing.
        case remove
        /// Locking.
        case lock
    }

    /// The system's error number.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The number, as `errno` has it.
        public let rawValue: Int32

        /// The code with this number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// A signal came in between (EINTR).
        public static let interrupted = Code(rawValue: EINTR)
        /// The disk is full (ENOSPC).
        public static let noSpace = Code(rawValue: ENOSPC)
        /// The device failed (EIO).
        public static let inputOutput = Code(rawValue: EIO)
        /// There is no such file (ENOENT).
        public static let notFound = Code(rawValue: ENOENT)
    }

    /// The call that failed.
    public let operation: Operation
    /// The file or folder.
    public let path: String
    /// The reason.
    public let code: Code

    /// A failed call.
    public init(_ operation: Operation, _ path: String, _ code: Code) {
        self.operation = operation
        self.path = path
        self.code = code
    }
}

extension FileError: CustomStringConvertible {
    /// Such as `cannot write /var/lib/…/00000000000000000001.seg: No space left on device`.
    public var description: String {
        "cannot \(operation.rawValue) \(path): \(strerror(code.rawValue).map { String(cString: $0) } ?? "unknown")"
    }
}
