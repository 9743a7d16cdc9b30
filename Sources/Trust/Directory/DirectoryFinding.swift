public import JSONDocument

/// Something about a directory file that its author should know.
public struct DirectoryFinding: Equatable, Sendable {
    /// How grave it is.
    public enum Severity: String, Sendable {
        /// The file is refused.
        case error
        /// The file is accepted.
        case warning
    }

    /// How grave it is.
    public let severity: Severity
    /// The file.
    public let file: String
    /// Where in it.
    public let position: JSONTextPosition
    /// What is wrong and what would be right.
    public let message: String

    init(_ severity: Severity, file: String, position: JSONTextPosition, _ message: String) {
        self.severity = severity
        self.file = file
        self.position = position
        self.message = message
    }
}

extension DirectoryFinding: CustomStringConvertible {
    /// `file:line:column: message`; warnings say that they are.
    public var description: String {
        "\(file):\(position): \(severity == .warning ? "warning: " : "")\(message)"
    }
}

/// Why a directory file was refused: everything that is wrong with it, in the order of the file.
public struct DirectoryFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The findings, warnings among them.
    public let findings: [DirectoryFinding]

    /// One line for each finding.
    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
