internal import CZip

/// A zip archive in memory, read by libzip; every size in it is taken for a claim and not for the truth.
struct ZipArchive: ~Copyable {
    private static let pieceBytes = 1 << 18

    private let archive: OpaquePointer
    private let path: String
    // libzip reads from this memory as long as the archive is open.
    private let memory: UnsafeMutableRawBufferPointer

    /// Opens an archive; `path` is for messages.
    init(_ bytes: [UInt8], path: String) throws(ImportSourceError) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        memory.copyBytes(from: bytes)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(memory.baseAddress, zip_uint64_t(bytes.count), 0, &error) else {
            memory.deallocate()
            throw ImportSourceError(path: path, message: "the archive cannot be opened: \(Self.text(&error))")
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            memory.deallocate()
            throw ImportSourceError(path: path, message: "the archive cannot be opened: \(Self.text(&error))")
        }
        (self.archive, self.path, self.memory) = (archive, path, memory)
    }

    deinit {
        zip_discard(archive)
        memory.deallocate()
    }

    /// Name and bytes of the only CSV file.
    func table() throws(ImportSourceError) -> (String, [UInt8]) {
        let count = zip_get_num_entries(archive, 0)
        guard count <= ImportLimits.archiveEntriesMax else {
            throw failure("the archive has \(count) files; at most \(ImportLimits.archiveEntriesMax) are taken")
        }
        var found: [(index: UInt64, name: String)] = []
        for index in 0..<UInt64(max(0, count)) {
            guard let name = zip_get_name(archive, index, 0).map({ String(cString: $0) }) else { continue }
            if name.lowercased().hasSuffix(".csv") { found.append((index, name)) }
        }
        guard found.count == 1 else {
            throw failure(
                "the archive must hold one file whose name ends in .csv, and holds \(found.count); unpack the one meant"
            )
        }
        return (found[0].name, try content(of: found[0].index))
    }

    private func content(of index: UInt64) throws(ImportSourceError) -> [UInt8] {
        let limit = try sizeLimit(of: index)
        guard let file = zip_fopen_index(archive, index, 0) else {
            throw failure("the table in the archive cannot be read: \(Self.text(zip_get_error(archive)))")
        }
        defer { zip_fclose(file) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        var content: [UInt8] = []
        content.reserveCapacity(limit)
        while true {
            let read = Int(zip_fread(file, piece.baseAddress, zip_uint64_t(piece.count)))
            guard read >= 0 else {
                throw failure("the table in the archive cannot be unpacked: \(Self.text(zip_file_get_error(file)))")
            }
            if read == 0 { return content }
            guard content.count + read <= limit else {
                throw failure("the table in the archive is larger than \(limit) bytes, and was not unpacked further")
            }
            content.append(contentsOf: piece[..<read])
        }
    }

    /// How many bytes of a file are unpacked at most, by what the archive says of it and by what is plausible.
    private func sizeLimit(of index: UInt64) throws(ImportSourceError) -> Int {
        var status = zip_stat_t()
        zip_stat_init(&status)
        let needed = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)
        guard zip_stat_index(archive, index, 0, &status) == 0, status.valid & needed == needed else {
            throw failure("the archive does not say how large the table is")
        }
        guard status.size <= UInt64(ImportLimits.tableBytesMax) else {
            throw failure("the table has \(status.size) bytes; at most \(ImportLimits.tableBytesMax) are taken")
        }
        let packed = max(1, status.comp_size)
        if status.size > UInt64(ImportLimits.expansionFreeBytes),
            status.size / packed > UInt64(ImportLimits.expansionMax)
        {
            throw failure(
                "the table would expand \(status.size / packed) times; at most \(ImportLimits.expansionMax) is taken")
        }
        return Int(status.size)
    }

    private func failure(_ message: String) -> ImportSourceError { ImportSourceError(path: path, message: message) }

    private static func text(_ error: UnsafeMutablePointer<zip_error_t>?) -> String {
        guard let error, let text = zip_error_strerror(error) else { return "unknown error" }
        return String(cString: text)
    }
}
