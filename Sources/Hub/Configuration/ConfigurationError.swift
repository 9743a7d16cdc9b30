public import JSONDocument

/// Why a configuration file cannot be used: every finding, each with its place.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// One thing wrong with a file.
    public struct Finding: Sendable, CustomStringConvertible {
        /// The file.
        public let file: String
        /// The place, nil where the file as a whole is meant.
        public let position: JSONTextPosition?
        /// What is wrong and what would be right.
        public let message: String

        /// `file:line:column: message`.
        public var description: String {
            position.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
        }
    }

    /// What was found, in the order of the file.
    public let findings: [Finding]

    init(_ findings: [Finding]) { self.findings = findings }

    init(file: String, position: JSONTextPosition? = nil, _ message: String) {
        findings = [Finding(file: file, position: position, message: message)]
    }

    /// One finding a line.
    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
