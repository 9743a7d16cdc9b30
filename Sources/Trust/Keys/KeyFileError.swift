/// Why a key file was not read or not written. Never holds key material.
public struct KeyFileError: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no such file.
        case notFound
        /// The system refused an operation.
        case systemRefused
        /// It is a folder, a device, a pipe.
        case notRegular
        /// A secret is reached through a symbolic link, so that its permissions say nothing about who set it.
        case symbolicLink
        /// Group or others may read or change a secret.
        case exposed
        /// A secret belongs to somebody else, who can read it.
        case wrongOwner
        /// The file is larger than any key file.
        case tooLarge
        /// A line is not of the format.
        case malformed
        /// There is no public key in it.
        case noPublicKey
        /// There is no secret key in it.
        case noSecretKey
        /// Public and secret key are no pair.
        case notAPair
        /// A file of that name is there already.
        case exists
        /// The name or its metadata cannot be written in the format.
        case unwritable
    }

    /// The kind of refusal.
    public let code: Code
    /// The file.
    public let path: String
    /// The line, from 1; nil where the whole file is meant.
    public let line: Int?
    /// What is wrong and what would be right.
    public let message: String

    init(_ code: Code, path: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.path = path
        self.line = line
        self.message = message
    }
}

extension KeyFileError: CustomStringConvertible {
    /// `file: message`, or `file:line: message`.
    public var description: String {
        if let line { "\(path):\(line): \(message)" } else { "\(path): \(message)" }
    }
}
