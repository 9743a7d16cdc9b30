import JSONDocument

/// Reads the directory of members from the file that an operator edits: JSON with comments.
public enum DirectoryFile {
    /// The largest file.
    public static let fileBytesMax = 4 << 20

    /// A directory that a file proposes.
    public struct Proposal: Sendable, Equatable {
        /// The directory; its revision is 0 until its difference from the one in force has been recorded.
        public let directory: Directory
        /// What its author should know.
        public let warnings: [DirectoryFinding]
    }

    /// Reads a file's text. Throws everything that is wrong with it.
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - file: Its name, for findings.
    ///   - now: The time against which keys are called expired, in milliseconds since 1970.
    ///   - vocabulary: The lists that countries and categories are held to; nil where only their form is judged.
    public static func read(
        _ text: [UInt8], file: String, now: Int64, vocabulary: DirectoryVocabulary? = nil
    ) throws(DirectoryFileError) -> Proposal {
        var document = JSONDocument(limits: JSONLimits(bytesMax: fileBytesMax))
        do {
            try document.parse(text, dialect: .commented)
        } catch {
            let finding = DirectoryFinding(.error, file: file, position: error.position, error.message)
            throw DirectoryFileError(findings: [finding])
        }
        defer { withExtendedLifetime(document) {} }
        var reader = DirectoryReader(file: file, now: now, vocabulary: vocabulary)
        let parts = reader.directory(document.root)
        guard !reader.hasErrors else { throw DirectoryFileError(findings: reader.sortedFindings) }
        do {
            let directory = try Directory(
                revision: 0, members: parts.members, principals: parts.principals, groups: parts.groups)
            return Proposal(directory: directory, warnings: reader.sortedFindings)
        } catch {
            reader.report(document.root, error.description)
            throw DirectoryFileError(findings: reader.sortedFindings)
        }
    }
}
