/// Why a code list could not be taken over.
public struct CodeListError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The list's file or name.
    public let source: String
    /// Line within it, from 1; 0 where the whole list is meant.
    public let line: Int
    /// What is wrong, and what would be right.
    public let reason: String

    /// An error about a list, or one line of it.
    public init(source: String, line: Int = 0, reason: String) {
        self.source = source
        self.line = line
        self.reason = reason
    }

    /// `source:line: reason`.
    public var description: String { line > 0 ? "\(source):\(line): \(reason)" : "\(source): \(reason)" }
}
