import Glibc

/// Why a file cannot be used, in the system's own words.
enum FileReason {
    /// Why a path cannot be read.
    static func reading(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return String(cString: strerror(errno)) }
        return status.st_mode & S_IFMT == S_IFDIR ? "it is a directory; name a file" : "it cannot be read as a file"
    }

    /// Why a folder cannot be made at a path.
    static func creatingFolder(_ path: String) -> String {
        var status = stat()
        if stat(path, &status) == 0 {
            return status.st_mode & S_IFMT == S_IFDIR ? "it is there already" : "there is a file of that name"
        }
        guard mkdir(path, 0o700) != 0 else {
            rmdir(path)
            return "something in it cannot be made"
        }
        return String(cString: strerror(errno))
    }

    /// Whether two paths name the same file.
    static func areSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
