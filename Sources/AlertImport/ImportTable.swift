internal import FoundationEssentials
public import TransparencyLog

/// A table to import: the bytes of a CSV file, as it lies on the disk or as the only CSV file of a zip archive.
public struct ImportTable: Sendable {
    /// The file's path, for messages.
    public let path: String
    /// The name of the table within an archive, nil where the file is the table.
    public let entry: String?
    /// The table's bytes, unpacked.
    public let bytes: [UInt8]
    /// The SHA-256 digest of the unpacked bytes: the same whether the table came packed or not.
    public let digest: SHA256Digest

    private static let zipMagic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let emptyZipMagic: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

    /// Opens the file at a path.
    public init(path: String) throws(ImportSourceError) {
        let content: Data
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw ImportSourceError(path: path, reason: .unreadable, message: "the file cannot be read")
        }
        try self.init(path: path, content: content)
    }

    /// Takes over the bytes of a CSV file or of an archive; `path` is for messages.
    public init(path: String, content: some Collection<UInt8>) throws(ImportSourceError) {
        let isArchive = content.starts(with: Self.zipMagic) || content.starts(with: Self.emptyZipMagic)
        let limit = isArchive ? ImportLimits.archiveBytesMax : ImportLimits.tableBytesMax
        guard content.count <= limit else {
            throw ImportSourceError(
                path: path, message: "the file has \(content.count) bytes; at most \(limit) are taken")
        }
        let plain = Array(content)
        if isArchive {
            let archive = try ZipArchive(plain, path: path)
            (entry, bytes) = try archive.table()
        } else {
            (entry, bytes) = (nil, plain)
        }
        self.path = path
        digest = SHA256Digest(of: bytes)
    }
}
