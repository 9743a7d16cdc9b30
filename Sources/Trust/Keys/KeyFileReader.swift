import Glibc

/// Gets the bytes of a key file into guarded memory, once the file has been found fit to hold a key.
enum KeyFileReader {
    static func read(_ path: String, isSecret: Bool) throws(KeyFileError) -> GuardedMemory {
        // Without O_NONBLOCK a pipe laid in the file's place would keep us waiting for ever.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isSecret ? O_NOFOLLOW : 0)
        let descriptor = open(path, flags)
        guard descriptor >= 0 else { throw openingError(errno, path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw KeyFileError.system(errno, "examine", path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw KeyFileError(.notRegular, path: path, "not a plain file; a key file is one")
        }
        if isSecret { try refuseExposed(status, path: path) }
        guard status.st_size <= KeyFile.fileBytesMax else {
            throw KeyFileError(.tooLarge, path: path, "larger than \(KeyFile.fileBytesMax) bytes; is it a key file?")
        }
        guard status.st_size > 0 else { throw KeyFileError(.malformed, path: path, "the file is empty") }
        return try GuardedMemory(count: Int(status.st_size)) { (target) throws(KeyFileError) in
            try fill(target, from: descriptor, path: path)
        }
    }

    private static func refuseExposed(_ status: stat, path: String) throws(KeyFileError) {
        let user = geteuid()
        guard user == 0 || status.st_uid == 0 || status.st_uid == user else {
            throw KeyFileError(
                .wrongOwner, path: path,
                "the secret belongs to user \(status.st_uid), who can read it; run: chown \(user) \(quoted(path))")
        }
        guard status.st_mode & (S_IRWXG | S_IRWXO) == 0 else {
            guard !path.hasSuffix(".key") else {
                throw KeyFileError(
                    .noSecretKey, path: path,
                    "this looks like a public key; name the file of the secret, \(path)_secret")
            }
            let mode = String(status.st_mode & 0o7777, radix: 8)
            throw KeyFileError(
                .exposed, path: path,
                "the secret is open to group or others (mode \(mode)); run: chmod 600 \(quoted(path))"
                    + " and, if anybody may have read it, make a new key")
        }
    }

    private static func fill(
        _ target: UnsafeMutableRawBufferPointer, from descriptor: Int32, path: String
    ) throws(KeyFileError) {
        var filled = 0
        while filled < target.count {
            let count = Glibc.read(descriptor, target.baseAddress?.advanced(by: filled), target.count - filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw KeyFileError.system(errno, "read", path: path) }
            guard count > 0 else {
                throw KeyFileError(.malformed, path: path, "the file became shorter while it was read; try again")
            }
            filled += count
        }
    }

    private static func openingError(_ number: Int32, path: String) -> KeyFileError {
        switch number {
        case ENOENT: KeyFileError(.notFound, path: path, "no such file; make a pair with: cordon keys")
        case ELOOP:
            KeyFileError(.symbolicLink, path: path, "a symbolic link; name the file of the secret itself")
        default: KeyFileError.system(number, "open", path: path)
        }
    }

    /// The path as a shell takes it.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/._-".utf8.contains(byte)
            }
        }
        let parts = path.split(separator: "'", omittingEmptySubsequences: false)
        return isPlain ? path : "'" + parts.joined(separator: "'\\''") + "'"
    }
}

extension KeyFileError {
    /// The error of a system call.
    static func system(_ number: Int32, _ verb: String, path: String) -> KeyFileError {
        KeyFileError(.systemRefused, path: path, "cannot \(verb): \(String(cString: strerror(number)))")
    }
}
