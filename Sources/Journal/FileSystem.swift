/// The calls by which the journal reaches the disk; injected, so that tests can take away its power.
///
/// Calls are as bare as the system's: a write may be short or interrupted, and only what was synced survives.
public protocol FileSystem: Sendable {
    /// Opens a file for reading and writing, creating it where `create` says so.
    func open(_ path: String, create: Bool) throws(FileError) -> any File

    /// The names in a folder, in no order.
    func list(_ folder: String) throws(FileError) -> [String]

    /// Creates a folder; one that exists already is fine.
    func makeFolder(_ path: String) throws(FileError)

    /// Gives a file another name, replacing what has that name.
    func rename(_ path: String, to target: String) throws(FileError)

    /// Removes a file.
    func remove(_ path: String) throws(FileError)

    /// Makes the names in a folder durable.
    func synchronizeFolder(_ path: String) throws(FileError)

    /// Takes the exclusive lock that the file `path` stands for, creating it where needed; nil where another has it.
    /// It is given back when the returned object goes.
    func lock(_ path: String) throws(FileError) -> (any FileLock)?
}

/// An open file; it is closed when the last reference goes.
public protocol File: AnyObject, Sendable {
    /// Its size in bytes.
    func size() throws(FileError) -> Int

    /// Writes at `offset` and returns how many bytes were taken, possibly fewer than given.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) -> Int

    /// Reads from `offset` and returns how many bytes came, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int

    /// Makes what was written durable (`fdatasync`).
    func synchronizeData() throws(FileError)

    /// Cuts the file to `size` bytes.
    func truncate(to size: Int) throws(FileError)
}

/// An exclusive lock, held as long as the object lives.
public protocol FileLock: AnyObject, Sendable {}

extension File {
    /// Writes all of `bytes`, however many calls it takes; an interrupted call is made again.
    func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            do throws(FileError) {
                done += try write(UnsafeRawBufferPointer(rebasing: bytes[done...]), at: offset + done)
            } catch  where error.code == .interrupted {
                continue
            }
        }
    }

    /// Fills `buffer` as far as the file reaches and returns how much came.
    func readAll(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var done = 0
        while done < buffer.count {
            do throws(FileError) {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let count = try read(into: rest, at: offset + done)
                if count == 0 { break }
                done += count
            } catch  where error.code == .interrupted {
                continue
            }
        }
        return done
    }
}
