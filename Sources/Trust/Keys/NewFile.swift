import Glibc

/// Creates a file in one step: a reader sees all of it or none, and an existing file is never overwritten unasked.
struct NewFile {
    let folder: String
    let path: String
    /// The permissions, whatever the process's umask says.
    let mode: mode_t

    /// Writes a temporary file beside the target, syncs it, and gives it the target's name. The folder is the caller's
    /// to sync, once for all its files.
    func create(_ bytes: UnsafeRawBufferPointer, replacing: Bool) throws(KeyFileError) {
        let temporary = path + "." + String(Sodium.random128(), radix: 16) + ".new"
        defer { unlink(temporary) }
        try fill(temporary, with: bytes)
        if replacing {
            guard rename(temporary, path) == 0 else { throw KeyFileError.system(errno, "replace", path: path) }
        } else if link(temporary, path) != 0 {
            // A link, unlike a rename, does not take the place of a file that is there.
            guard errno != EEXIST else {
                throw KeyFileError(.exists, path: path, "there is such a file already; it was not touched")
            }
            throw KeyFileError.system(errno, "create", path: path)
        }
    }

    private func fill(_ temporary: String, with bytes: UnsafeRawBufferPointer) throws(KeyFileError) {
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw KeyFileError.system(errno, "create", path: temporary) }
        defer { close(descriptor) }
        guard fchmod(descriptor, mode) == 0 else {
            throw KeyFileError.system(errno, "set the permissions", path: temporary)
        }
        try write(bytes, to: descriptor)
        guard fsync(descriptor) == 0 else { throw KeyFileError.system(errno, "sync", path: temporary) }
    }

    /// Takes the file away again.
    func remove() { unlink(path) }

    /// Makes the names in a folder safe on disk.
    static func syncFolder(_ folder: String) throws(KeyFileError) {
        let path = folder.isEmpty ? "." : folder
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw KeyFileError.system(errno, "open", path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw KeyFileError.system(errno, "sync", path: path) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(KeyFileError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw KeyFileError.system(errno, "write", path: path) }
            written += count
        }
    }
}
